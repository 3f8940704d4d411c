"""Reads of what is open in casework: about one comment, and of all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select

from engage.accounts.models import Account
from engage.casework.models import Appeal, AppealState, Assignment, Escalation, IllegalReport, Note, Opinion
from engage.casework.rights import ANSWER_ILLEGAL, ESCALATE, HEAR_APPEALS
from engage.comments.models import Comment
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.moderation.queries.queue import within


@dataclass(frozen=True)
class AboutCase:
    """Who looks after a comment, how much was noted on it and its writer, and whether a second opinion is asked."""

    account_id: int | None
    name: str
    notes: int
    is_asked: bool


def about_case(comment: Comment) -> AboutCase:
    """What the desk has to know of a comment beside its words, by one statement."""
    on_writer = [Note.account_id == comment.account_id] if comment.account_id is not None else []
    on_writer += [Note.email == comment.email] if comment.email else []
    notes = select(func.count()).select_from(Note).where(or_(Note.comment_id == comment.id, *on_writer))
    asked = select(func.count()).select_from(Opinion)
    one = select(literal(1).label("one")).subquery()
    account_id, name, noted, opinions = db.session.execute(
        select(
            Assignment.account_id,
            Account.name,
            notes.scalar_subquery(),
            asked.where(Opinion.comment_id == comment.id, Opinion.answered_at.is_(None)).scalar_subquery(),
        )
        .select_from(one)
        .outerjoin(Assignment, Assignment.comment_id == comment.id)
        .outerjoin(Account, Account.id == Assignment.account_id)
    ).one()
    return AboutCase(account_id, name or "", noted, bool(opinions))


@dataclass(frozen=True)
class OpenCases:
    """How much is open where the viewer may decide."""

    appeals: int
    late_appeals: int
    escalated: int
    illegal: int
    given: int


def open_cases(viewer: Viewer, now: datetime) -> OpenCases:
    """What is open of each kind, by one statement."""
    appeals = select(func.count(Appeal.id)).where(
        Appeal.state == AppealState.OPEN, *within(Appeal.publication_id, viewer.scope(HEAR_APPEALS))
    )
    numbers: Sequence[Any] = (
        appeals,
        appeals.where(Appeal.due_at < now),
        _about_comments(Escalation, viewer.scope(ESCALATE)).where(Escalation.closed_at.is_(None)),
        _about_comments(IllegalReport, viewer.scope(ANSWER_ILLEGAL)).where(IllegalReport.answered_at.is_(None)),
        _about_comments(Assignment, viewer.scope(MODERATE)).where(
            Assignment.account_id == viewer.account_id, Comment.waiting_since.is_not(None)
        ),
    )
    return OpenCases(*db.session.execute(select(*(number.scalar_subquery() for number in numbers))).one())


def _about_comments(table: Any, areas: frozenset[int] | None) -> Any:
    counted = select(func.count()).select_from(table).outerjoin(Comment, Comment.id == table.comment_id)
    return counted.where(*within(Comment.publication_id, areas))


def given_to(viewer: Viewer, limit: int = 50) -> Sequence[Comment]:
    """The comments that wait for the viewer's decision in particular, longest waiting first."""
    return db.session.scalars(
        select(Comment)
        .join(Assignment, Assignment.comment_id == Comment.id)
        .where(Assignment.account_id == viewer.account_id, Comment.waiting_since.is_not(None))
        .where(*within(Comment.publication_id, viewer.scope(MODERATE)))
        .order_by(Comment.waiting_since, Comment.id)
        .limit(limit)
    ).all()
