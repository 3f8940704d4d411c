"""Reads of changes of many records at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, select

from engage.core.database import db
from engage.core.i18n import date_text
from engage.core.permissions import Viewer
from engage.directory import rights
from engage.directory.models import Contact, Organisation, OrganisationKind, OrganisationStatus, StakeholderKind
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.filtering import Filter, Standing, contacts_where, meant, organisations_where
from engage.directory.queries.organisations import writable_where
from engage.directory_upkeep.models import DirectoryBulk, DirectoryBulkItem
from engage.taxonomy.queries import all_areas, all_topics

RIGHTS = {StakeholderKind.ORGANISATION: rights.WRITE, StakeholderKind.CONTACT: rights.CONTACTS}
SHOWN = 200


def changeable(
    viewer: Viewer, kind: StakeholderKind, *, wanted: Filter | None, chosen: Sequence[int]
) -> list[ColumnElement[bool]]:
    """Which records are meant that the viewer may change: all that a filter finds, or those of some ids."""
    is_organisation = kind is StakeholderKind.ORGANISATION
    looked_up = meant(wanted if wanted is not None else Filter(standing=Standing.ALL))
    where = organisations_where(looked_up) if is_organisation else contacts_where(looked_up)
    if wanted is None:
        where.append((Organisation if is_organisation else Contact).id.in_(chosen))
    return [*where, *(writable_where(viewer) if is_organisation else within_scope(viewer))]


def access_bulk(viewer: Viewer, bulk_id: int) -> DirectoryBulk:
    """A change of many records, for who prepared it and for who may change such records everywhere; else 404."""
    found = db.session.get(DirectoryBulk, bulk_id)
    if found is None or not viewer.may(RIGHTS[found.kind]):
        abort(404)
    if found.account_id != viewer.account_id and viewer.scope(RIGHTS[found.kind]) is not None:
        abort(404)
    return found


@dataclass(frozen=True)
class Changed:
    """A record that a change is about, with what it held before, in words, where it is known."""

    id: int
    name: str
    held: Mapping[str, tuple[str, str]]


def records_of(bulk: DirectoryBulk) -> Sequence[Changed]:
    """The first records that a change is about, with what they held before and hold since."""
    model: Any = Organisation if bulk.kind is StakeholderKind.ORGANISATION else Contact
    rows = db.session.execute(
        select(model.id, model.name, DirectoryBulkItem.held)
        .join(model, model.id == DirectoryBulkItem.subject_id)
        .where(DirectoryBulkItem.bulk_id == bulk.id)
        .order_by(DirectoryBulkItem.subject_id)
        .limit(SHOWN)
    ).all()
    words = names_of_parts()
    return [Changed(row.id, row.name, _in_words(json.loads(row.held), words)) for row in rows]


def names_of_parts() -> dict[str, dict[int, str]]:
    """What kinds, areas and topics are called, by id."""
    kinds = db.session.execute(select(OrganisationKind.id, OrganisationKind.name))
    return {
        "kind_id": {row.id: row.name for row in kinds},
        "areas": {each.id: each.name for each in all_areas()},
        "topics": {each.id: each.name for each in all_topics()},
    }


_CALLED = {
    "kind_id": "Kind",
    "areas": "Areas",
    "topics": "Interests",
    "status": "Where it stands",
    "closed_on": "Closed on",
    "last_confirmed_at": "Last confirmed",
    "source": "Source",
}


def _in_words(held: dict[str, list[Any]], words: dict[str, dict[int, str]]) -> dict[str, tuple[str, str]]:
    return {_CALLED[name]: (_said(name, old, words), _said(name, new, words)) for name, (old, new) in held.items()}


def _said(name: str, value: Any, words: dict[str, dict[int, str]]) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(words[name].get(each, "one that is gone") for each in value)
    if name == "status":
        return OrganisationStatus(value).label
    if name == "closed_on":
        return date_text(date.fromisoformat(value))
    if name == "last_confirmed_at":
        return date_text(datetime.fromisoformat(value))
    return words[name].get(value, "one that is gone") if name in words else str(value)
