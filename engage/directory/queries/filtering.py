"""Which stakeholders are meant: a filter of the directory, as it stands in an address and in a saved list."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, literal_column, or_, select, union_all

from engage.core.database import db
from engage.directory.keys import words_of
from engage.directory.models import (
    Contact,
    ContactArea,
    ContactRole,
    ContactTopic,
    ContactWord,
    Format,
    Organisation,
    OrganisationArea,
    OrganisationStatus,
    OrganisationTopic,
    OrganisationWord,
)
from engage.directory.queries.keeping import (
    Confirmed,
    confirmed_where,
    contacts_in_networks,
    objecting,
    organisations_in_networks,
    without_email,
)
from engage.directory.queries.kinds import kinds_below
from engage.directory.queries.narrowing import Part, narrowed
from engage.taxonomy.models import Area, Topic
from engage.taxonomy.queries import areas_below

MOST_WORDS = 6
# Behind every letter that a folded word can begin with.
BEHIND = "\U0010ffff"


class Standing(StrEnum):
    """Who is listed, by whether it is at work."""

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
    networks: tuple[int, ...] = ()
    confirmed: Confirmed = Confirmed.ANY
    no_email: bool = False
    objected: bool = False

    def as_json(self) -> str:
        """The filter as it is kept."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, kept: str) -> "Filter":
        """The filter that was kept; what it does not know is left out."""
        known = {field.name for field in fields(cls)}
        said: dict[str, Any] = {name: value for name, value in json.loads(kept).items() if name in known}
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        enums = {
            "standing": Standing(said.get("standing", Standing.OPEN)),
            "confirmed": Confirmed(said.get("confirmed", Confirmed.ANY)),
        }
        return cls(**{**said, **enums})


@dataclass(frozen=True)
class Meant:
    """A filter with its slugs and codes looked up; a value that nothing has matches nobody."""

    kinds: Collection[int] | None = None
    areas: Collection[int] | None = None
    topics: Collection[int] | None = None
    words: tuple[str, ...] = ()
    standing: Standing = Standing.OPEN
    formats: Collection[str] = ()
    networks: Collection[int] = ()
    confirmed: Confirmed = Confirmed.ANY
    no_email: bool = False
    objected: bool = False


def meant(wanted: Filter) -> Meant:
    """Look up what a filter names."""
    return Meant(
        kinds=kinds_below(wanted.kinds) if wanted.kinds else None,
        areas=_areas(wanted.areas) if wanted.areas else None,
        topics=_topics(wanted.topics) if wanted.topics else None,
        words=words_of(wanted.words)[:MOST_WORDS] or tuple(wanted.words.split()),
        standing=wanted.standing,
        formats=wanted.formats,
        networks=wanted.networks,
        confirmed=wanted.confirmed,
        no_email=wanted.no_email,
        objected=wanted.objected,
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
    parts = [
        _serving(table.organisation_id, column, ids)
        for table, column, ids in (
            (OrganisationArea, OrganisationArea.area_id, wanted.areas),
            (OrganisationTopic, OrganisationTopic.topic_id, wanted.topics),
        )
        if ids is not None
    ]
    if wanted.networks:
        parts.append(organisations_in_networks(wanted.networks))
    return [*_standing(wanted), *narrowed(Organisation.id, parts), *_named(wanted.words)]


def _standing(wanted: Meant) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [Organisation.merged_into_id.is_(None)]
    if wanted.standing is Standing.CLOSED:
        where.append(Organisation.status == literal_column("'closed'"))
    if wanted.standing is Standing.OPEN:
        where.append(Organisation.status != OrganisationStatus.CLOSED)
    if wanted.kinds is not None:
        where.append(Organisation.kind_id.in_(wanted.kinds))
    if wanted.no_email:
        where.append(Organisation.email == "")
    return [*where, *confirmed_where(Organisation.last_confirmed_at, wanted.confirmed)]


def _serving(owner: Any, column: Any, ids: Collection[int]) -> Part:
    return Part(_has(owner, column, ids), select(owner).where(column.in_(ids)))


def _named(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [
        Organisation.id.in_(select(OrganisationWord.organisation_id).where(*_begins(OrganisationWord.word, word)))
        for word in words
    ]


def _has(owner: Any, column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    return exists().where(owner == Organisation.id, column.in_(ids))


def _begins(column: Any, word: str) -> list[ColumnElement[bool]]:
    return [column >= word, column < word + BEHIND]


def contacts_where(wanted: Meant) -> list[ColumnElement[bool]]:
    """What a contact must be to be meant: of itself, or by an organisation at which it has a role now."""
    parts = [_called(word) for word in wanted.words]
    if wanted.kinds is not None:
        parts.append(_at_organisation(Organisation.kind_id.in_(wanted.kinds)))
    if wanted.areas is not None:
        parts.append(_in_areas(wanted.areas))
    if wanted.topics is not None:
        parts.append(_own(ContactTopic.contact_id, ContactTopic.topic_id.in_(wanted.topics)))
    if wanted.formats:
        parts.append(_wanting(wanted.formats))
    parts += _kept(wanted)
    where: list[ColumnElement[bool]] = [Contact.merged_into_id.is_(None), Contact.erased_at.is_(None)]
    if wanted.standing is not Standing.ALL:
        is_open = Contact.closed_at.is_(None)
        where.append(is_open if wanted.standing is Standing.OPEN else ~is_open)
    if wanted.no_email:
        where.append(without_email())
    confirmed = confirmed_where(Contact.last_confirmed_at, wanted.confirmed)
    return [*where, *confirmed, *narrowed(Contact.id, parts)]


def _kept(wanted: Meant) -> list[Part]:
    parts = [contacts_in_networks(wanted.networks)] if wanted.networks else []
    return [*parts, objecting()] if wanted.objected else parts


def _called(word: str) -> Part:
    return _own(ContactWord.contact_id, *_begins(ContactWord.word, word))


def _own(owner: Any, *what: ColumnElement[bool]) -> Part:
    return Part(exists().where(owner == Contact.id, *what), select(owner).where(*what))


def _in_areas(areas: Collection[int]) -> Part:
    own = _own(ContactArea.contact_id, ContactArea.area_id.in_(areas))
    served = _at_organisation(_has(OrganisationArea.organisation_id, OrganisationArea.area_id, areas))
    serving = select(ContactRole.contact_id).join(
        OrganisationArea, OrganisationArea.organisation_id == ContactRole.organisation_id
    )
    present = serving.where(ContactRole.until.is_(None), OrganisationArea.area_id.in_(areas))
    both = union_all(select(ContactArea.contact_id).where(ContactArea.area_id.in_(areas)), present).subquery()
    return Part(or_(own.asked, served.asked), select(both.c.contact_id))


def _at_organisation(what: ColumnElement[bool]) -> Part:
    is_there = (ContactRole.until.is_(None), Organisation.id == ContactRole.organisation_id, what)
    return Part(
        exists().where(ContactRole.contact_id == Contact.id, *is_there), select(ContactRole.contact_id).where(*is_there)
    )


def _wanting(formats: Collection[str]) -> Part:
    """Few want another format than the usual one, so that those are in an index of their own."""
    asked = Contact.format.in_(formats)
    if Format.STANDARD in formats:
        return Part(asked)
    return Part(asked, select(Contact.id).where(Contact.format != literal_column("'standard'"), asked))
