"""The record of decisions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from engage.accounts.models import Account
from engage.comments.models import Comment, Reason
from engage.core.database import db
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
