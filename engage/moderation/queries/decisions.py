"""The record of decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import Select, select

from engage.accounts.models import Account
from engage.comments.models import Comment, Reason
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.moderation.models import Decision
from engage.moderation.queries.queue import within
from engage.publishing.models import Publication


@dataclass(frozen=True)
class LoggedDecision:
    """A decision with the names that it is read by."""

    decision: Decision
    comment: Comment
    title: str
    moderator: str
    reason: str


def _logged() -> Select[Decision, Comment, str, str, str]:
    return (
        select(Decision, Comment, Publication.title, Account.name, Reason.label)
        .join(Comment, Comment.id == Decision.comment_id)
        .join(Publication, Publication.id == Comment.publication_id)
        .join(Account, Account.id == Decision.account_id)
        .outerjoin(Reason, Reason.key == Decision.reason_key)
        .order_by(Decision.id.desc())
    )


def _read(statement: Select[Decision, Comment, str, str, str]) -> list[LoggedDecision]:
    rows = db.session.execute(statement)
    return [
        LoggedDecision(decision, comment, title, name, label or "") for decision, comment, title, name, label in rows
    ]


def logged_decisions(
    area_ids: frozenset[int] | None, *, before: int | None = None, account_id: int | None = None, limit: int = 50
) -> Sequence[LoggedDecision]:
    """Decisions about comments of the areas, newest first, before one of an id."""
    statement = _logged().where(*within(Comment.publication_id, area_ids))
    if before is not None:
        statement = statement.where(Decision.id < before)
    if account_id is not None:
        statement = statement.where(Decision.account_id == account_id)
    return _read(statement.limit(limit))


def decisions_on(comment: Comment, limit: int = 50) -> Sequence[LoggedDecision]:
    """What was decided about a comment, newest first."""
    return _read(_logged().where(Decision.comment_id == comment.id).limit(limit))


def last_decision(comment: Comment) -> LoggedDecision | None:
    """What was decided last about a comment."""
    found = _read(_logged().where(Decision.comment_id == comment.id).limit(1))
    return found[0] if found else None


def can_be_undone(decision: Decision, now: datetime) -> bool:
    """Whether the time in which a decision can be undone is not over."""
    return decision.undone_at is None and decision.settles_at is not None and now < decision.settles_at


def decided_since(decision: Decision) -> bool:
    """Whether a later decision about the same comment stands."""
    later = select(Decision.id).where(
        Decision.comment_id == decision.comment_id, Decision.id > decision.id, Decision.undone_at.is_(None)
    )
    return db.session.scalar(later.limit(1)) is not None


def access_decision(viewer: Viewer, decision_id: int) -> tuple[Decision, Comment]:
    """A decision about a comment that the viewer may decide about, with the comment; 404 for all else."""
    found = db.session.execute(
        select(Decision, Comment)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(Decision.id == decision_id, *within(Comment.publication_id, viewer.scope(MODERATE)))
    ).first()
    return (found[0], found[1]) if found else abort(404)


def unsettled_comment_ids(now: datetime) -> set[int]:
    """The comments about which a decision may still be undone: nobody is told anything of them until it may not."""
    rows = select(Decision.comment_id).where(Decision.settles_at > now, Decision.undone_at.is_(None))
    return set(db.session.scalars(rows))


def undone_entry_ids(comment_ids: Collection[int]) -> set[int]:
    """The ledger's entries about these comments that tell of decisions which were undone: nobody is told of them."""
    rows = select(Decision.undone_entry_id).where(
        Decision.comment_id.in_(comment_ids), Decision.undone_entry_id.is_not(None)
    )
    return {entry_id for entry_id in db.session.scalars(rows) if entry_id is not None}
