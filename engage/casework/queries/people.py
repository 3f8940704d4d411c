"""Reads of people as moderators know them: by their account, or of guests by their address."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import ColumnElement, or_, select, true

from engage.accounts import queries as accounts
from engage.accounts.models import Account
from engage.casework.models import Assignment, Note, Opinion
from engage.comments import queries as comment_queries
from engage.comments.models import Comment, Reason
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.screening.models import Sanction


@dataclass(frozen=True)
class Person:
    """Who wrote: an account with its address, or a confirmed address alone, without its tag."""

    account_id: int | None
    email: str | None
    name: str

    def is_of(self, viewer: Viewer) -> bool:
        """Whether it is the viewer, by the account or the address."""
        by_account = self.account_id is not None and self.account_id == viewer.account_id
        return by_account or bool(self.email and viewer.email and self.email.lower() == viewer.email.lower())

    def owns(self, table: type[Sanction] | type[Note]) -> ColumnElement[bool]:
        """The condition that a row is about this person."""
        mine = [table.account_id == self.account_id] if self.account_id is not None else []
        mine += [table.email == self.email] if self.email else []
        return or_(*mine)


@dataclass(frozen=True)
class SanctionLine:
    """A sanction with the names that it is read by."""

    sanction: Sanction
    reason: str
    by: str
    who: str


@dataclass(frozen=True)
class Signed:
    """A note or an opinion with who wrote it."""

    row: Note
    by: str


def person_of(comment: Comment) -> Person:
    """Who wrote a comment; 404 where nobody is known."""
    address = comment_queries.address_of(comment)
    if comment.account_id is None and address is None:
        abort(404)
    return Person(comment.account_id, comment_queries.untagged(address) if address else None, comment.name)


def sanctions_of(person: Person) -> list[SanctionLine]:
    """A person's sanctions, newest first."""
    return _sanctions(person.owns(Sanction))


def sanctions(limit: int = 100) -> list[SanctionLine]:
    """The newest sanctions of everybody."""
    return _sanctions(true(), limit)


def sanction(sanction_id: int) -> Sanction | None:
    """The sanction of an id."""
    return db.session.get(Sanction, sanction_id)


def address_of_sanction(row: Sanction) -> str | None:
    """Where the person can be written to."""
    known = accounts.account(row.account_id) if row.account_id else None
    return known.email if known else row.email


def _sanctions(where: ColumnElement[bool], limit: int = 30) -> list[SanctionLine]:
    rows = db.session.execute(
        select(Sanction, Reason.label, Reason.rule)
        .outerjoin(Reason, Reason.key == Sanction.reason_key)
        .where(where)
        .order_by(Sanction.id.desc())
        .limit(limit)
    ).all()
    names = accounts.names_of({number for row in rows for number in (row[0].by_id, row[0].account_id) if number})
    return [
        SanctionLine(
            row,
            f"{rule}. {label}" if label else row.reason_key,
            names.get(row.by_id, ""),
            names.get(row.account_id or 0, "") or row.email or "",
        )
        for row, label, rule in rows
    ]


def notes_on(comment: Comment, person: Person | None = None) -> list[Signed]:
    """What moderators noted about a comment and about its writer, newest first."""
    wanted = Note.comment_id == comment.id
    return _notes(wanted if person is None else or_(wanted, person.owns(Note)))


def handovers(limit: int = 20) -> list[Signed]:
    """What was handed over at the ends of shifts, newest first."""
    return _notes(Note.is_handover.is_(True), limit)


def _notes(where: ColumnElement[bool], limit: int = 30) -> list[Signed]:
    rows = db.session.execute(
        select(Note, Account.name)
        .join(Account, Account.id == Note.author_id)
        .where(where)
        .order_by(Note.id.desc())
        .limit(limit)
    )
    return [Signed(note, name) for note, name in rows]


def assignment(comment_id: int) -> Assignment | None:
    """Who is to decide about a comment."""
    return db.session.get(Assignment, comment_id)


def opinions_on(comment_id: int) -> Sequence[Opinion]:
    """The colleagues' views that were asked about a comment, newest first."""
    return db.session.scalars(
        select(Opinion).where(Opinion.comment_id == comment_id).order_by(Opinion.id.desc()).limit(10)
    ).all()


def open_opinion(comment_id: int) -> Opinion | None:
    """The view that somebody still waits for."""
    return next((one for one in opinions_on(comment_id) if one.answered_at is None), None)
