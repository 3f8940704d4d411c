"""People with all that the directory has of them, many at a time and by key, for files that leave it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.models import (
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    Organisation,
)
from engage.directory_data.queries.incoming import organisations_called
from engage.taxonomy.models import Area, Topic

Parts = dict[int, list[Any]]


@dataclass(frozen=True)
class LeavingPeople:
    """People by id, with the rows that hang on each; `called` is what an organisation is known by when taken in."""

    rows: Sequence[Row[Any]]
    addresses: Parts
    roles: Parts
    called: dict[int, str]
    topics: Parts
    areas: Parts
    permissions: Parts


def contacts_leaving(where: Sequence[ColumnElement[bool]], *, after: int = 0, limit: int = 500) -> LeavingPeople:
    """The next people behind an id, in a fixed number of statements."""
    wanted = select(*Contact.__table__.c).where(*where, Contact.id > after).order_by(Contact.id).limit(limit)
    rows = db.session.execute(wanted).all()
    ids = [row.id for row in rows]
    roles = _parts(_roles(ids))
    return LeavingPeople(
        rows,
        _parts(_of(ContactAddress, ids).order_by(ContactAddress.rank, ContactAddress.id)),
        roles,
        _called({role for each in roles.values() for role in each if role.until is None}),
        _parts(_topics(ids)),
        _parts(_areas(ids)),
        _parts(_of(ContactPermission, ids).order_by(ContactPermission.id)),
    )


def _parts(wanted: Select[Any]) -> Parts:
    found: Parts = defaultdict(list)
    for row in db.session.execute(wanted):
        found[row.contact_id].append(row)
    return found


def _of(kind: Any, ids: Collection[int]) -> Select[Any]:
    return select(*kind.__table__.c).where(kind.contact_id.in_(ids))


def _roles(ids: Collection[int]) -> Select[Any]:
    """What people are and were, the present first, what they were lately before what they were long ago."""
    columns: Any = (ContactRole.contact_id, ContactRole.title, ContactRole.since, ContactRole.until)
    return (
        select(*columns, Organisation.id.label("organisation_id"), Organisation.name, Organisation.slug)
        .join(Organisation, Organisation.id == ContactRole.organisation_id)
        .where(ContactRole.contact_id.in_(ids))
        .order_by(ContactRole.until.is_not(None), ContactRole.since.desc(), ContactRole.id.desc())
    )


def _called(roles: Collection[Row[Any]]) -> dict[int, str]:
    """The name of each organisation where it means that one alone; else its address on the site, which always does."""
    meant = organisations_called({role.name for role in roles})
    return {
        role.organisation_id: role.name if meant.get(role.name) == {role.organisation_id} else role.slug
        for role in roles
    }


def _topics(ids: Collection[int]) -> Select[Any]:
    """The topics of people; one that became part of another is read as that one."""
    named = aliased(Topic)
    columns: Any = (ContactTopic.contact_id, Topic.id, Topic.name, Topic.slug.label("code"))
    return (
        select(*columns)
        .distinct()
        .join(named, named.id == ContactTopic.topic_id)
        .join(Topic, Topic.id == func.coalesce(named.merged_into_id, named.id))
        .where(ContactTopic.contact_id.in_(ids))
        .order_by(Topic.name)
    )


def _areas(ids: Collection[int]) -> Select[Any]:
    columns: Any = (ContactArea.contact_id, Area.id, Area.name, Area.code)
    wanted = select(*columns).join(Area, Area.id == ContactArea.area_id)
    return wanted.where(ContactArea.contact_id.in_(ids)).order_by(Area.name)
