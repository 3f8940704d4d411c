"""Reads of what is serious: procedures, escalated comments, reports of illegal content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import Select, or_, select

from engage.accounts.models import Account, RoleGrant
from engage.casework.models import Escalation, EscalationStep, IllegalReport, Procedure, Worry
from engage.casework.rights import ANSWER_ILLEGAL, ESCALATE
from engage.comments.models import Comment
from engage.core.database import db
from engage.core.permissions import Role, Viewer
from engage.moderation.queries.queue import within
from engage.publishing.models import Publication

USUAL = {
    Worry.THREAT: "Is somebody in danger now? Ring 999. Tell the person who is threatened. Keep the case number of the "
    "police here.",
    Worry.SELF_HARM: "Is the person in danger now? Ring 999. If there is an address, write to the person today with "
    "the numbers of Samaritans (116 123) and NHS 111.",
    Worry.SAFEGUARDING: "Ring the safeguarding lead today. Write down who was told and when. Do not ask the writer for "
    "more than is needed.",
    Worry.LEGAL: "Send the words to the legal team today. Do not answer the writer before they have.",
}


@dataclass(frozen=True)
class Case:
    """An escalated comment, or a report of something illegal, with what surrounds it."""

    row: Any
    comment: Comment | None
    title: str


def procedure(worry: Worry) -> Procedure:
    """What is to be done about a worry; what is usual, not stored, while nobody has written it."""
    return db.session.get(Procedure, worry) or Procedure(worry=worry, text=USUAL[worry], people="")


def named_people(worry: Worry) -> list[str]:
    """The addresses that are told at once; those of the administrators while nobody is named."""
    named = [line for line in procedure(worry).people.splitlines() if line]
    if named:
        return named
    administrators = select(RoleGrant.account_id).where(RoleGrant.role == Role.ADMINISTRATOR)
    wanted = select(Account.email).where(Account.id.in_(administrators), Account.closed_at.is_(None))
    return sorted(email for email in db.session.scalars(wanted) if email)


def escalations(viewer: Viewer, *, open_only: bool = True, limit: int = 50) -> list[Case]:
    """Escalated comments where the viewer may decide: those that are open, oldest first, or the newest of all."""
    wanted = _cases(Escalation, viewer.scope(ESCALATE))
    if open_only:
        return _read(wanted.where(Escalation.closed_at.is_(None)).order_by(Escalation.id).limit(limit))
    return _read(wanted.where(Escalation.closed_at.is_not(None)).order_by(Escalation.id.desc()).limit(limit))


def access_escalation(viewer: Viewer, escalation_id: int) -> Case:
    """An escalated comment where the viewer may decide; 404 for all else."""
    found = _read(_cases(Escalation, viewer.scope(ESCALATE)).where(Escalation.id == escalation_id))
    return found[0] if found else abort(404)


def open_escalation(comment_id: int) -> Escalation | None:
    """The escalation of a comment that is not closed."""
    return db.session.scalars(
        select(Escalation).where(Escalation.comment_id == comment_id, Escalation.closed_at.is_(None)).limit(1)
    ).first()


def steps_of(escalation_id: int) -> Sequence[tuple[EscalationStep, str]]:
    """What was done, oldest first, with who did it."""
    rows = db.session.execute(
        select(EscalationStep, Account.name)
        .join(Account, Account.id == EscalationStep.by_id)
        .where(EscalationStep.escalation_id == escalation_id)
        .order_by(EscalationStep.id)
    )
    return [(step, name) for step, name in rows]


def illegal_reports(viewer: Viewer, *, open_only: bool = True, limit: int = 50) -> list[Case]:
    """Reports of something illegal: those that are open, oldest first, or the newest that were answered."""
    wanted = _cases(IllegalReport, viewer.scope(ANSWER_ILLEGAL))
    if open_only:
        return _read(wanted.where(IllegalReport.answered_at.is_(None)).order_by(IllegalReport.id).limit(limit))
    return _read(wanted.where(IllegalReport.answered_at.is_not(None)).order_by(IllegalReport.id.desc()).limit(limit))


def access_illegal(viewer: Viewer, report_id: int) -> Case:
    """A report where the viewer may answer; 404 for all else."""
    found = _read(_cases(IllegalReport, viewer.scope(ANSWER_ILLEGAL)).where(IllegalReport.id == report_id))
    return found[0] if found else abort(404)


def _cases(table: Any, areas: frozenset[int] | None) -> Select[Any]:
    statement = (
        select(table, Comment, Publication.title)
        .outerjoin(Comment, Comment.id == table.comment_id)
        .outerjoin(Publication, Publication.id == Comment.publication_id)
    )
    return statement if areas is None else statement.where(or_(*within(Comment.publication_id, areas)))


def _read(statement: Select[Any]) -> list[Case]:
    return [Case(row, comment, title or "") for row, comment, title in db.session.execute(statement)]
