"""All that a record says, by field, so that what a change found can be compared with what it left."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engage.core.database import db
from engage.directory.models import Contact, ContactRole, Organisation
from engage.directory.queries.contacts import addresses_of, areas_of_contact, topics_of_contact
from engage.directory.queries.records import Record, record

_OF_ORGANISATION = (
    *("name", "short_name", "kind_id", "description", "website", "email", "telephone"),
    *("status", "opened_on", "closed_on", "parent_id", "is_public"),
)
_OF_CONTACT = ("name", "channel", "language", "format", "note", "source", "closed_at")


def said_of_organisation(organisation: Organisation) -> Mapping[str, Any]:
    """What an organisation's record says, in a fixed number of statements."""
    return said_of_record(record(organisation))


def said_of_record(known: Record) -> Mapping[str, Any]:
    """What a record says that was read already."""
    return {
        **{name: getattr(known.organisation, name) for name in _OF_ORGANISATION},
        "former_names": list(known.former_names),
        "codes": [f"{each.scheme} {each.code}" for each in known.codes],
        "addresses": ["\n".join(filter(None, (each.lines, each.postcode))) for each in known.addresses],
        "domains": list(known.domains),
        "areas": sorted(each.id for each in known.areas),
        "topics": sorted(each.id for each in known.topics),
        "successors": sorted(each.id for each in known.successors),
    }


def said_of_contact(contact: Contact) -> Mapping[str, Any]:
    """What a contact's record says, in a fixed number of statements."""
    roles = db.session.scalars(
        select(ContactRole).where(ContactRole.contact_id == contact.id).order_by(ContactRole.id)
    ).all()
    return {
        **{name: getattr(contact, name) for name in _OF_CONTACT},
        "addresses": [[each.channel.value, each.value] for each in addresses_of(contact.id)],
        "roles": [said_of_role(role) for role in roles],
        "topics": sorted(each.id for each in topics_of_contact(contact.id)),
        "areas": sorted(each.id for each in areas_of_contact(contact.id)),
        "linked": contact.account_id is not None,
    }


def said_of_role(role: ContactRole) -> dict[str, Any]:
    """What a role says."""
    days = {name: getattr(role, name).isoformat() if getattr(role, name) else None for name in ("since", "until")}
    return {"organisation": role.organisation_id, "title": role.title, **days}
