"""Reads of what people said about linking their entries with their accounts."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Contact, ContactLink, LinkState
from engage.directory.queries.contacts import contact_ids_of


def links_of(contact_id: int) -> Sequence[ContactLink]:
    """When a contact or one of its doubles was asked and what it said, the newest first."""
    return db.session.scalars(
        select(ContactLink)
        .where(ContactLink.contact_id.in_(contact_ids_of(contact_id)))
        .order_by(ContactLink.id.desc())
    ).all()


def own_links(viewer: Viewer, states: Sequence[LinkState]) -> Sequence[Row[ContactLink, Contact]]:
    """The askings that the viewer may answer, or answered, with the entry that each is about now."""
    noted, kept = aliased(Contact), aliased(Contact)
    mine = ContactLink.account_id == viewer.account_id
    if LinkState.ASKED in states:
        mine = mine | (ContactLink.account_id.is_(None) & (ContactLink.email == viewer.email))
    return db.session.execute(
        select(ContactLink, kept)
        .join(noted, noted.id == ContactLink.contact_id)
        .join(kept, kept.id == func.coalesce(noted.merged_into_id, noted.id))
        .where(ContactLink.state.in_(states), mine, kept.erased_at.is_(None))
        .order_by(ContactLink.id)
    ).all()


def access_own_link(viewer: Viewer, link_id: int, state: LinkState) -> tuple[ContactLink, Contact]:
    """An asking of the viewer's own in a state, with the entry that it is about; 404 for all else."""
    found = next((row for row in own_links(viewer, [state]) if row[0].id == link_id), None) or abort(404)
    return found[0], found[1]
