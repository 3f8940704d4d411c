"""Which stakeholders are meant: a filter of the directory, as it stands in an address and in a saved list."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from engage.core.database import db
from engage.directory.keys import words_of
from engage.directory.models import (
    Contact,
    ContactArea,
    ContactRole,
    ContactTopic,
    ContactWord,
    Organisation,
    OrganisationArea,
    OrganisationStatus,
    OrganisationTopic,
    OrganisationWord,
)
from engage.directory.queries.kinds import kinds_below
from engage.taxonomy.models import Area, Topic
from engage.taxonomy.queries import areas_below

MOST_WORDS = 6
# Behind every letter that a folded word can begin with.
BEHIND = "\U0010ffff"


class Standing(StrEnum):
    """Which organisations are listed, by whether they are at work."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class Filter:
    """What a stakeholder must be: one of the kinds, in one of the areas, with one of the interests …

    Kinds and topics are slugs, areas are codes; an area means all that lies in it, a kind all that belong to
    it. No value means any.
    """

    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: str = ""
    standing: Standing = Standing.OPEN
    formats: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The filter as it is kept."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, kept: str) -> "Filter":
        """The filter that was kept; what it does not know is left out."""
        known = {field.name for field in fields(cls)}
        said: dict[str, Any] = {name: value for name, value in json.loads(kept).items() if name in known}
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        return cls(**{**said, "standing": Standing(said.get("standing", Standing.OPEN))})


@dataclass(frozen=True)
class Meant:
    """A filter with its slugs and codes looked up; a value that nothing has matches nobody."""

    kinds: Collection[int] | None = None
    areas: Collection[int] | None = None
    topics: Collection[int] | None = None
    words: tuple[str, ...] = ()
    standing: Standing = Standing.OPEN
    formats: Collection[str] = ()


def meant(wanted: Filter) -> Meant:
    """Look up what a filter names."""
    return Meant(
        kinds=kinds_below(wanted.kinds) if wanted.kinds else None,
        areas=_areas(wanted.areas) if wanted.areas else None,
        topics=_topics(wanted.topics) if wanted.topics else None,
        words=words_of(wanted.words)[:MOST_WORDS] or tuple(wanted.words.split()),
        standing=wanted.standing,
        formats=wanted.formats,
    )


def _areas(codes: Sequence[str]) -> frozenset[int]:
    return areas_below(db.session.scalars(select(Area.id).where(Area.code.in_(codes))).all())


def _topics(slugs: Sequence[str]) -> frozenset[int]:
    """The ids of the topics of the slugs, of what they became part of, and of what became part of them."""
    rows = db.session.execute(select(Topic.id, Topic.merged_into_id).where(Topic.slug.in_(slugs))).all()
    kept = {row.merged_into_id or row.id for row in rows}
    return frozenset(kept) | frozenset(db.session.scalars(select(Topic.id).where(Topic.merged_into_id.in_(kept))))


def organisations_where(wanted: Meant) -> list[ColumnElement[bool]]:
    """What an organisation must be to be meant."""
    where: list[ColumnElement[bool]] = [Organisation.merged_into_id.is_(None)]
    if wanted.standing is not Standing.ALL:
        is_closed = Organisation.status == OrganisationStatus.CLOSED
        where.append(is_closed if wanted.standing is Standing.CLOSED else ~is_closed)
    if wanted.kinds is not None:
        where.append(Organisation.kind_id.in_(wanted.kinds))
    if wanted.areas is not None:
        where.append(_has(OrganisationArea.organisation_id, OrganisationArea.area_id, wanted.areas))
    if wanted.topics is not None:
        where.append(_has(OrganisationTopic.organisation_id, OrganisationTopic.topic_id, wanted.topics))
    return where + [
        Organisation.id.in_(select(OrganisationWord.organisation_id).where(*_begins(OrganisationWord.word, word)))
        for word in wanted.words
    ]


def _has(owner: Any, column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    return exists().where(owner == Organisation.id, column.in_(ids))


def _begins(column: Any, word: str) -> list[ColumnElement[bool]]:
    return [column >= word, column < word + BEHIND]


def contacts_where(wanted: Meant) -> list[ColumnElement[bool]]:
    """What a contact must be to be meant: of itself, or by an organisation at which it has a role now."""
    where: list[ColumnElement[bool]] = [Contact.merged_into_id.is_(None), Contact.erased_at.is_(None)]
    if wanted.kinds is not None:
        where.append(_at_organisation(Organisation.kind_id.in_(wanted.kinds)))
    if wanted.areas is not None:
        own = exists().where(ContactArea.contact_id == Contact.id, ContactArea.area_id.in_(wanted.areas))
        where.append(
            or_(own, _at_organisation(_has(OrganisationArea.organisation_id, OrganisationArea.area_id, wanted.areas)))
        )
    if wanted.topics is not None:
        own = exists().where(ContactTopic.contact_id == Contact.id, ContactTopic.topic_id.in_(wanted.topics))
        where.append(own)
    if wanted.formats:
        where.append(Contact.format.in_(wanted.formats))
    return where + [
        Contact.id.in_(select(ContactWord.contact_id).where(*_begins(ContactWord.word, word))) for word in wanted.words
    ]


def _at_organisation(what: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        ContactRole.contact_id == Contact.id,
        ContactRole.until.is_(None),
        Organisation.id == ContactRole.organisation_id,
        what,
    )
