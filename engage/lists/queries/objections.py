"""What people said no to, by the address: it holds for the address, whichever record carries it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, exists, literal_column, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.models import Channel, ContactAddress, ContactPermission, Purpose

OBJECTED = {
    Purpose.INVITATIONS: "Objected to being asked to take part.",
    Purpose.NEWS: "Objected to news from us.",
    Purpose.RESEARCH: "Objected to being asked for research.",
}


def objecting_emails(purpose: Purpose) -> Select[Any]:
    """The email addresses, in small letters, of whoever said no to a purpose and has not agreed to it since."""
    newer = aliased(ContactPermission)
    stands = ~exists().where(
        newer.contact_id == ContactPermission.contact_id,
        newer.purpose == purpose,
        newer.id > ContactPermission.id,
    )
    # In the words of the index of objections, without which it would not be used.
    objected = ContactPermission.agreed.op("IS", is_comparison=True)(literal_column("FALSE"))
    return (
        select(ContactAddress.key)
        .join(ContactPermission, ContactPermission.contact_id == ContactAddress.contact_id)
        .where(ContactAddress.channel == Channel.EMAIL, ContactPermission.purpose == purpose, objected, stands)
    )


def objecting_among(emails: Collection[str], purpose: Purpose) -> set[str]:
    """Those of some addresses, in small letters, at which somebody objects to a purpose."""
    if not emails:
        return set()
    return set(db.session.scalars(objecting_emails(purpose).where(ContactAddress.key.in_(emails))))
