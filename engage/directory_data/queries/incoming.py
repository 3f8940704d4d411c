"""What the directory has of the people of a table, many at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.keys import name_key
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    ErasedObjection,
    Organisation,
    OrganisationCode,
    Purpose,
)
from engage.directory.queries.erased import hashes_of
from engage.directory.schemes import SCHEMES
from engage.taxonomy.models import Area, Topic

_STANDING = (Contact.merged_into_id.is_(None), Contact.erased_at.is_(None))


@dataclass(slots=True)
class Present:
    """A contact as it stands, with all that a row can change; addresses are (channel, key)."""

    contact: Any
    addresses: set[tuple[Channel, str]] = field(default_factory=set)
    roles: set[tuple[int, str]] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    areas: set[int] = field(default_factory=set)
    said: set[Purpose] = field(default_factory=set)


def present_people(contact_ids: Collection[int]) -> dict[int, Present]:
    """Those of the contacts that stand for themselves, with all that hangs on them."""
    names = (
        Contact.id,
        Contact.name,
        Contact.language,
        Contact.format,
        Contact.note,
        Contact.source,
        Contact.closed_at,
    )
    rows = db.session.execute(select(*names, Contact.channel).where(Contact.id.in_(contact_ids)))
    found = {row.id: Present(row) for row in rows}
    for row in _hanging(ContactAddress, found, ContactAddress.channel, ContactAddress.key):
        found[row[0]].addresses.add((row[1], row[2]))
    roles = select(ContactRole.contact_id, ContactRole.organisation_id, ContactRole.title)
    for row in db.session.execute(roles.where(ContactRole.contact_id.in_(found), ContactRole.until.is_(None))):
        found[row.contact_id].roles.add((row.organisation_id, row.title))
    kept = select(ContactTopic.contact_id, func.coalesce(Topic.merged_into_id, Topic.id))
    topics = kept.join(Topic, Topic.id == ContactTopic.topic_id).where(ContactTopic.contact_id.in_(found))
    for contact_id, topic_id in db.session.execute(topics):
        found[contact_id].topics.add(topic_id)
    for row in _hanging(ContactArea, found, ContactArea.area_id):
        found[row[0]].areas.add(row[1])
    for row in _hanging(ContactPermission, found, ContactPermission.purpose):
        found[row[0]].said.add(row[1])
    return found


def _hanging(kind: Any, owners: Collection[int], *columns: Any) -> Any:
    return db.session.execute(select(kind.contact_id, *columns).where(kind.contact_id.in_(owners)))


def people_by_email(emails: Collection[str]) -> dict[str, int]:
    """The contact of each address; the one that is longest known where there are several."""
    rows = db.session.execute(
        select(ContactAddress.key, ContactAddress.contact_id)
        .join(Contact, Contact.id == ContactAddress.contact_id)
        .where(ContactAddress.key.in_(emails), ContactAddress.channel == Channel.EMAIL, *_STANDING)
        .order_by(ContactAddress.contact_id.desc())
    )
    return {row.key: row.contact_id for row in rows}


def people_numbered(numbers: Collection[int]) -> dict[int, int]:
    """The contact of each number that stands; of one that became part of another the one that is kept."""
    named = aliased(Contact)
    rows = db.session.execute(
        select(named.id, Contact.id)
        .join(Contact, Contact.id == func.coalesce(named.merged_into_id, named.id))
        .where(named.id.in_(numbers), *_STANDING)
    )
    return {row[0]: row[1] for row in rows}


def people_by_name(names: Collection[str]) -> dict[str, list[int]]:
    """The contacts of each name as names are compared, those that are longest known first."""
    found: dict[str, list[int]] = defaultdict(list)
    keys = {name_key(name) for name in names}
    rows = select(Contact.name_key, Contact.id).where(Contact.name_key.in_(keys), *_STANDING).order_by(Contact.id)
    for row in db.session.execute(rows):
        found[row.name_key].append(row.id)
    return found


def organisations_called(names: Collection[str]) -> dict[str, set[int]]:
    """The organisations that each of these means: by address on the site, else by code, else by name."""
    keys, codes, slugs = defaultdict(set), defaultdict(set), defaultdict(set)
    for name in names:
        keys[name_key(name)].add(name)
        codes[name.upper()].add(name)
        slugs[name.lower()].add(name)
    found: dict[str, set[int]] = defaultdict(set)
    for meant, rows in (
        (slugs, select(Organisation.slug, Organisation.id).where(Organisation.slug.in_(list(slugs)))),
        (codes, _of_codes(codes)),
        (keys, select(Organisation.name_key, Organisation.id).where(Organisation.name_key.in_(list(keys)))),
    ):
        settled = set(found)
        for row in db.session.execute(rows.where(Organisation.merged_into_id.is_(None))):
            for name in meant[row[0]] - settled:
                found[name].add(row[1])
    return found


def _of_codes(codes: Mapping[str, Any]) -> Select[str, int]:
    # The schemes are named because the index begins with them.
    return (
        select(OrganisationCode.code, Organisation.id)
        .join(Organisation, Organisation.id == OrganisationCode.organisation_id)
        .where(OrganisationCode.scheme.in_(list(SCHEMES)), OrganisationCode.code.in_(list(codes)))
    )


def objecting(addresses: Collection[tuple[Channel, str]], purpose: Purpose) -> set[tuple[Channel, str]]:
    """Those of the addresses at which somebody who was erased objected to a purpose."""
    known = {each: address for address in addresses for each in hashes_of([address])}
    same = (ErasedObjection.address_hash.in_(list(known)), ErasedObjection.purpose == purpose)
    return {known[each] for each in db.session.scalars(select(ErasedObjection.address_hash).where(*same))}


@dataclass(frozen=True)
class Terms:
    """What rows may name: topics and areas by what people call them, as ids."""

    topics: Mapping[str, int]
    areas: Mapping[str, int]


def terms() -> Terms:
    """The topics of the site by name and slug, its areas by name and code."""
    topics = select(Topic.id, Topic.slug, Topic.name).where(Topic.merged_into_id.is_(None))
    return Terms(
        {key.casefold(): row.id for row in db.session.execute(topics) for key in row[1:]},
        {
            key.casefold(): row.id
            for row in db.session.execute(select(Area.id, Area.name, Area.code))
            for key in row[1:]
        },
    )


def unlisted(source: str, present: Collection[int]) -> list[tuple[int, str]]:
    """The contacts, by id and name, from a source that are not among these and not closed yet."""
    rows = db.session.execute(
        select(Contact.id, Contact.name)
        .where(Contact.source == source, Contact.closed_at.is_(None), *_STANDING)
        .order_by(Contact.id)
    )
    return [(row.id, row.name) for row in rows if row.id not in present]
