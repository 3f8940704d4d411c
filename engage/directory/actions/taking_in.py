"""Taking in people of a table: an update where the directory knows the person, never a double."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, func, or_, select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.actions.contacts import (
    Reached,
    add_contact,
    add_role,
    address_key,
    change_contact,
    record_permission,
    set_addresses,
    set_interests,
)
from engage.directory.contact_rows import Person
from engage.directory.keys import name_key, words_of
from engage.directory.models import (
    Basis,
    Channel,
    Contact,
    ContactAddress,
    ContactPermission,
    ContactRole,
    Format,
    Organisation,
    OrganisationCode,
    OrganisationWord,
    Purpose,
)
from engage.directory.queries import contacts as queries
from engage.taxonomy.models import Area, Topic

Thing = TypeVar("Thing", Area, Topic)


@dataclass(frozen=True)
class Agreed:
    """What the people of a table agreed to, on which basis, and how it is known."""

    purpose: Purpose
    basis: Basis
    said: str


@dataclass(frozen=True)
class Ground:
    """What rows may name: topics and areas by what people call them."""

    topics: Mapping[str, Topic]
    areas: Mapping[str, Area]


def ground() -> Ground:
    """The topics and areas of the site by name, slug and code."""
    topics = db.session.scalars(select(Topic).where(Topic.merged_into_id.is_(None))).all()
    areas = db.session.scalars(select(Area)).all()
    return Ground(
        {key.casefold(): topic for topic in topics for key in (topic.slug, topic.name)},
        {key.casefold(): area for area in areas for key in (area.code, area.name)},
    )


def take_in_person(actor: Viewer, *, person: Person, known: Ground, source: str, agreed: Agreed | None) -> str:
    """Take one row in: `added`, `changed`, `unchanged` or `refused`, with the reasons among its faults."""
    organisation = _organisation(person)
    topics, areas = _named(person.topics, known.topics, person), _named(person.areas, known.areas, person)
    if person.faults:
        return "refused"
    contact = _known(person, organisation)
    if contact is None:
        contact = add_contact(
            actor,
            name=person.name,
            reached=person.reached,
            language=person.said["language"] or "en",
            format=person.format or Format.STANDARD,
            note=person.said["note"],
            source=source,
        )
        outcome, before = "added", None
    else:
        outcome, before = "unchanged", _state(contact)
        _change(actor, contact, person)
    if organisation is not None:
        add_role(actor, contact=contact, organisation=organisation, title=person.said["role"])
    all_topics = {each.id: each for each in (*queries.topics_of_contact(contact.id), *topics)}
    all_areas = {each.id: each for each in (*queries.areas_of_contact(contact.id), *areas)}
    set_interests(actor, contact=contact, topics=all_topics.values(), areas=all_areas.values())
    if agreed is not None and not _has_said(contact, agreed.purpose):
        record_permission(
            actor, contact=contact, purpose=agreed.purpose, agreed=True, basis=agreed.basis, said=agreed.said
        )
    return "changed" if outcome == "unchanged" and before != _state(contact) else outcome


def _organisation(person: Person) -> Organisation | None:
    """The organisation that a row names by name, address on the site or code; a fault where there is none or two."""
    said = person.said["organisation"]
    if not said:
        return None
    by_code = select(OrganisationCode.organisation_id).where(OrganisationCode.code == said.upper())
    same_name = Organisation.id.in_(_called(said))
    named = or_(same_name, Organisation.slug == said.lower(), Organisation.id.in_(by_code))
    found = db.session.scalars(select(Organisation).where(named, Organisation.merged_into_id.is_(None)).limit(2)).all()
    if len(found) != 1:
        many = "more than one organisation is" if found else "no organisation in the directory is"
        person.faults.append(f"{many} called “{said[:80]}”")
        return None
    return found[0]


def _called(said: str) -> Select[int]:
    """The ids of the organisations of a name, found by its words."""
    found = select(Organisation.id).where(Organisation.name_key == name_key(said))
    for word in words_of(said):
        of_word = select(OrganisationWord.organisation_id).where(OrganisationWord.word == word)
        found = found.where(Organisation.id.in_(of_word))
    return found


def _named(said: Sequence[str], known: Mapping[str, Thing], person: Person) -> Collection[Thing]:
    lost = [each for each in said if each.casefold() not in known]
    person.faults.extend(f"there is no topic or area “{each[:60]}”" for each in lost)
    return [known[each.casefold()] for each in said if each.casefold() in known]


def _known(person: Person, organisation: Organisation | None) -> Contact | None:
    """Who the person is, by an address; without one by the name, where there is no address or the same organisation."""
    present = (Contact.merged_into_id.is_(None), Contact.erased_at.is_(None))
    keys = [(each.channel, address_key(each)) for each in person.reached if each.channel is Channel.EMAIL]
    if keys:
        same = ContactAddress.key.in_([key for _, key in keys])
        reached = select(ContactAddress.contact_id).where(ContactAddress.channel == Channel.EMAIL, same)
        return db.session.scalars(select(Contact).where(Contact.id.in_(reached), *present).order_by(Contact.id)).first()
    wanted = select(Contact).where(Contact.name_key == name_key(person.name), *present)
    if organisation is not None:
        roles = select(ContactRole.contact_id).where(ContactRole.organisation_id == organisation.id)
        wanted = wanted.where(Contact.id.in_(roles))
    return db.session.scalars(wanted.order_by(Contact.id)).first()


def _change(actor: Viewer, contact: Contact, person: Person) -> None:
    """Take over what the row says; what it leaves empty stays."""
    change_contact(
        actor,
        contact=contact,
        name=person.name,
        channel=contact.channel,
        language=person.said["language"] or contact.language,
        format=person.format or contact.format,
        note=person.said["note"] or contact.note,
    )
    present = [Reached(each.channel, each.value) for each in queries.addresses_of(contact.id)]
    keys = {(each.channel, address_key(each)) for each in present}
    new = [each for each in person.reached if (each.channel, address_key(each)) not in keys]
    if new:
        set_addresses(actor, contact=contact, reached=[*present, *new])


def _state(contact: Contact) -> tuple[object, ...]:
    """All of a contact that a row can change."""
    return (
        contact.name,
        contact.language,
        contact.format,
        contact.note,
        [each.value for each in queries.addresses_of(contact.id)],
        [role.id for role, _ in queries.roles_of(contact.id)],
        [topic.id for topic in queries.topics_of_contact(contact.id)],
        [area.id for area in queries.areas_of_contact(contact.id)],
        [each.id for each in queries.permissions_of(contact.id)],
    )


def _has_said(contact: Contact, purpose: Purpose) -> bool:
    """Whether anything is on record about a purpose: an objection is never overwritten by a table."""
    said = (ContactPermission.contact_id == contact.id, ContactPermission.purpose == purpose)
    return db.session.scalar(select(func.count()).select_from(ContactPermission).where(*said)) != 0
