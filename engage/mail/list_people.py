"""The saved lists of the directory as mail reads them: page by page, and asked once more when a message leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from engage.core.database import db
from engage.directory.models import Channel, ContactAddress, ContactPermission, Purpose
from engage.directory.queries.erased import erased_objects
from engage.lists.queries import members_of_list
from engage.lists.queries.lists import ListMember

BATCH = 1000


@dataclass(frozen=True)
class Addressee:
    """Somebody whom a message is meant for; `why_not` says why it does not go there."""

    email: str
    name: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Page:
    """The next of those whom a message is meant for; without a cursor they were the last."""

    people: Sequence[Addressee]
    cursor: str | None


def page(list_id: int, cursor: str, purpose: Purpose) -> Page:
    """The next thousand of a list behind a cursor."""
    kind, _, number = cursor.partition(":")
    after = (kind, int(number)) if number else None
    rows = members_of_list(list_id, after=after, limit=BATCH, purpose=purpose)
    people = [_addressee(row) for row in rows]
    return Page(people, f"{rows[-1].kind}:{rows[-1].id}" if len(rows) == BATCH else None)


def _addressee(row: ListMember) -> Addressee:
    return Addressee((row.email or "").strip().lower(), row.name, row.why_not or "")


def refuses(email: str, purpose: Purpose) -> bool:
    """Whether somebody in the directory with this address says no, whoever else has it.

    What somebody said who was erased holds where nobody else has the address.
    """
    contacts = select(ContactAddress.contact_id).where(
        ContactAddress.channel == Channel.EMAIL, ContactAddress.key == email
    )
    newest = select(func.max(ContactPermission.id)).where(
        ContactPermission.contact_id.in_(contacts), ContactPermission.purpose == purpose
    )
    said = select(ContactPermission.agreed).where(
        ContactPermission.id.in_(newest.group_by(ContactPermission.contact_id))
    )
    answers = db.session.scalars(said).all()
    return not all(answers) if answers else erased_objects(email, purpose)
