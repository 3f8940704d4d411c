"""Which stakeholders are meant: a filter of the directory, as it stands in an address and in a saved list."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select, union_all
from sqlalchemy.orm import aliased

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
    OrganisationKind,
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
from engage.directory.queries.narrowing import FewOf, Part, are_few, narrowed
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


Ids = Collection[int] | Select[Any]


@dataclass(frozen=True)
class Meant:
    """A filter with its slugs and codes looked up, or as what looks them up; one that nothing has matches nobody."""

    kinds: Ids | None = None
    areas: Ids | None = None
    topics: Ids | None = None
    words: tuple[str, ...] = ()
    standing: Standing = Standing.OPEN
    formats: Collection[str] = ()
    networks: Collection[int] = ()
    confirmed: Confirmed = Confirmed.ANY
    no_email: bool = False
    objected: bool = False


def meant(wanted: Filter) -> Meant:
    """Look up what a filter names."""
    return _meant(wanted, kinds_below, _areas, _topics)


def meaning(wanted: Filter) -> Meant:
    """What a filter names as parts of the statement that asks, so that many filters take no statement of their own."""
    return _meant(wanted, _kinds_within, _areas_within, _topics_within)


def _meant(
    wanted: Filter,
    kinds: Callable[[Sequence[str]], Ids],
    areas: Callable[[Sequence[str]], Ids],
    topics: Callable[[Sequence[str]], Ids],
) -> Meant:
    return Meant(
        kinds=kinds(wanted.kinds) if wanted.kinds else None,
        areas=areas(wanted.areas) if wanted.areas else None,
        topics=topics(wanted.topics) if wanted.topics else None,
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


def _kinds_within(slugs: Sequence[str]) -> Select[Any]:
    above = aliased(OrganisationKind)
    return (
        select(OrganisationKind.id)
        .join(above, OrganisationKind.path.startswith(above.path))
        .where(above.slug.in_(slugs))
    )


def _areas_within(codes: Sequence[str]) -> Select[Any]:
    above = aliased(Area)
    return select(Area.id).join(above, Area.path.startswith(above.path)).where(above.code.in_(codes))


def _topics_within(slugs: Sequence[str]) -> Select[Any]:
    named = select(func.coalesce(Topic.merged_into_id, Topic.id)).where(Topic.slug.in_(slugs))
    return select(Topic.id).where(or_(Topic.id.in_(named), Topic.merged_into_id.in_(named)))


def organisations_where(wanted: Meant, few_of: FewOf = are_few) -> list[ColumnElement[bool]]:
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
    return [*_standing(wanted), *narrowed(Organisation.id, parts, few_of), *_named(wanted.words)]


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


def _serving(owner: Any, column: Any, ids: Ids) -> Part:
    return Part(_has(owner, column, ids), select(owner).where(column.in_(ids)))


def _named(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [
        Organisation.id.in_(select(OrganisationWord.organisation_id).where(*_begins(OrganisationWord.word, word)))
        for word in words
    ]


def _has(owner: Any, column: Any, ids: Ids) -> ColumnElement[bool]:
    return exists().where(owner == Organisation.id, column.in_(ids))


def _begins(column: Any, word: str) -> list[ColumnElement[bool]]:
    return [column >= word, column < word + BEHIND]


def contacts_where(wanted: Meant, few_of: FewOf = are_few) -> list[ColumnElement[bool]]:
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
    return [*where, *confirmed, *narrowed(Contact.id, parts, few_of)]


def _kept(wanted: Meant) -> list[Part]:
    parts = [contacts_in_networks(wanted.networks)] if wanted.networks else []
    return [*parts, objecting()] if wanted.objected else parts


def _called(word: str) -> Part:
    return _own(ContactWord.contact_id, *_begins(ContactWord.word, word))


def _own(owner: Any, *what: ColumnElement[bool]) -> Part:
    return Part(exists().where(owner == Contact.id, *what), select(owner).where(*what))


def _in_areas(areas: Ids) -> Part:
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
