"""The record of decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import Select, bindparam, func, literal, select

from engage.accounts.models import Account
from engage.comments.models import Comment, CommentState, Reason
from engage.comments.rights import MODERATE
from engage.core import clock, undoing
from engage.core.database import db
from engage.core.ledger import Entry, last_position
from engage.core.permissions import Viewer
from engage.core.undoing import UndoStep
from engage.moderation.models import BulkDecision, Decision, Verdict
from engage.moderation.queries.queue import within
from engage.publishing.models import Publication

NEWEST = select(func.max(Decision.id)).where(Decision.comment_id == bindparam("comment"))


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


def newest_decision_id(comment_id: int) -> int:
    """The id of the newest decision about a comment, undone or not; 0 if there is none."""
    return db.session.scalar(NEWEST, {"comment": comment_id}) or 0


def last_decision(comment: Comment) -> LoggedDecision | None:
    """What was decided last about a comment."""
    found = _read(_logged().where(Decision.comment_id == comment.id).limit(1))
    return found[0] if found else None


def outcomes(comment_ids: Collection[int]) -> dict[int, str]:
    """What became last of comments that wait no more, as a short sentence."""
    newest = (
        select(func.max(Decision.id))
        .where(Decision.comment_id.in_(comment_ids), Decision.undone_at.is_(None))
        .group_by(Decision.comment_id)
    )
    rows = db.session.execute(
        select(Comment.id, Comment.state, Decision.verdict, Account.name)
        .outerjoin(Decision, (Decision.comment_id == Comment.id) & Decision.id.in_(newest))
        .outerjoin(Account, Account.id == Decision.account_id)
        .where(Comment.id.in_(comment_ids))
    )
    return {comment_id: _outcome(state, verdict, name) for comment_id, state, verdict, name in rows}


def _outcome(state: CommentState, verdict: Verdict | None, name: str | None) -> str:
    if state is CommentState.WITHDRAWN:
        return "Withdrawn by its writer"
    return f"{verdict.done} by {name}" if verdict is not None else "It does not wait any more"


def can_be_undone(decision: Decision, now: datetime) -> bool:
    """Whether the time in which a decision can be undone is not over."""
    return decision.undone_at is None and decision.settles_at is not None and now < decision.settles_at


def decided_since(decision: Decision) -> bool:
    """Whether a later decision about the same comment stands."""
    later = select(Decision.id).where(
        Decision.comment_id == decision.comment_id, Decision.id > decision.id, Decision.undone_at.is_(None)
    )
    return db.session.scalar(later.limit(1)) is not None


@dataclass(frozen=True)
class Undoable:
    """A decision that can still be undone, with the name of the writer of the comment, or about how many it was."""

    decision: Decision
    name: str
    bulk: BulkDecision | None


def last_undoable(viewer: Viewer) -> Undoable | UndoStep | None:
    """What the viewer decided last, about one comment, many, or something else, while it can be undone."""
    one = select(literal(1).label("one")).subquery()
    newest = select(Decision.id).where(
        Decision.account_id == viewer.account_id, Decision.settles_at > clock.now(), Decision.undone_at.is_(None)
    )
    decision, name, bulk, step = db.session.execute(
        select(Decision, Comment.name, BulkDecision, UndoStep)
        .select_from(one)
        .outerjoin(Decision, Decision.id == newest.order_by(Decision.id.desc()).limit(1).scalar_subquery())
        .outerjoin(Comment, Comment.id == Decision.comment_id)
        .outerjoin(BulkDecision, BulkDecision.id == Decision.bulk_id)
        .outerjoin(UndoStep, UndoStep.id == undoing.newest(viewer).scalar_subquery())
    ).one()
    if step is not None and (decision is None or decision.at <= step.at):
        return step
    return Undoable(decision, name, bulk) if decision is not None else None


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


def marks_of_change() -> tuple[int, int]:
    """Two numbers that change when anything is recorded: the newest entry, and how far the ledger is sealed.

    An entry may become visible after a newer one; its seal then tells.
    """
    return db.session.scalar(select(func.max(Entry.id))) or 0, last_position()
