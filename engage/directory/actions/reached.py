"""Keeping whether an email address of a contact is known."""

from collections.abc import Collection

from sqlalchemy import exists, update

from engage.core.database import db
from engage.directory.models import Channel, Contact, ContactAddress


def note_emails(contact_ids: Collection[int]) -> None:
    """Note of contacts whose addresses were changed whether one of them is an email address."""
    known = exists().where(ContactAddress.contact_id == Contact.id, ContactAddress.channel == Channel.EMAIL)
    db.session.execute(
        update(Contact)
        .where(Contact.id.in_(contact_ids))
        .values(without_email=~known)
        .execution_options(synchronize_session=False)
    )
