"""What is new between two positions of the ledger, as far as it may be told at this moment.

The ledger says that something happened; whether it may still be told is asked of the one definition of public when
a digest is planned, and again when it leaves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from flask import current_app
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import aliased, selectin_polymorphic

from engage.comments.models import Comment
from engage.comments.queries import public_texts
from engage.comments.verbs import COMMENT_PUBLISHED
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.messages import link
from engage.core.text import excerpt
from engage.directory.models import Organisation
from engage.mail.models import TargetKind
from engage.mail.targets import EVERYTHING, Key
from engage.publishing.models import (
    Plan,
    PlanOrganisation,
    Post,
    Publication,
    PublicationArea,
    PublicationTopic,
    Revision,
)
from engage.publishing.queries import path_of
from engage.publishing.verbs import PLAN_STATUS_CHANGED, PUBLICATION_PUBLISHED, PUBLICATION_UPDATED
from engage.taxonomy.models import Area

VERBS = (PUBLICATION_PUBLISHED, PUBLICATION_UPDATED, PLAN_STATUS_CHANGED, COMMENT_PUBLISHED)
MOST_COMMENTS = 3
EXCERPT = 240
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the ledger that may be news; `number` is a revision or the id of a comment."""

    position: int
    at: datetime
    verb: str
    publication_id: int
    number: int


@dataclass(frozen=True)
class Remark:
    """A comment as a mail shows it."""

    id: int
    number: int
    text: str
    by: str
    official: bool
    url: str


@dataclass(frozen=True)
class Thing:
    """A publication with what happened to it, oldest first, and everything by which it can be followed."""

    publication_id: int
    title: str
    keys: frozenset[Key]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Item:
    """A publication with what a mail may say of it: what happened, oldest first, with its notes and remarks."""

    publication_id: int
    title: str
    standfirst: str
    noun: str
    status: str
    url: str
    happenings: tuple[Happening, ...]
    notes: dict[int, str]
    remarks: dict[int, Remark]


def happenings(after: int, until: int) -> list[Happening]:
    """The entries of the ledger behind one position up to another that may be news, oldest first."""
    found: list[Happening] = []
    while True:
        page = ledger.read_after(after, verbs=VERBS, limit=CHUNK)
        found += [_happening(sealed) for sealed in page if sealed.position <= until]
        if len(page) < CHUNK or page[-1].position >= until:
            return found
        after = page[-1].position


def _happening(sealed: ledger.Sealed) -> Happening:
    entry, facts = sealed.entry, sealed.entry.values
    if entry.verb == COMMENT_PUBLISHED.name:
        return Happening(sealed.position, entry.at, entry.verb, facts["publication_id"], entry.subject_id)
    return Happening(sealed.position, entry.at, entry.verb, entry.subject_id, facts.get("revision") or 0)


def things(happened: Sequence[Happening]) -> list[Thing]:
    """The happenings that may be told now, by publication, with a bounded number of statements."""
    shown, by_publication = _shown(happened)
    keys = _keys({number: shown[number] for number in by_publication})
    return [
        Thing(number, shown[number].title, frozenset(keys[number]), tuple(some))
        for number, some in by_publication.items()
    ]


def keys_of(publication_ids: Collection[int]) -> dict[int, frozenset[Key]]:
    """Everything by which publications can be followed now."""
    return {number: frozenset(keys) for number, keys in _keys(_publications(publication_ids)).items()}


def items(happened: Sequence[Happening]) -> dict[int, Item]:
    """What a mail may say of them now, by publication, with a bounded number of statements."""
    shown, by_publication = _shown(happened)
    notes = _notes(one for some in by_publication.values() for one in some if one.verb == PUBLICATION_UPDATED.name)
    remarks = _remarks(by_publication.values())
    return {number: _item(shown[number], tuple(some), notes, remarks) for number, some in by_publication.items()}


def _shown(happened: Sequence[Happening]) -> tuple[dict[int, Publication], dict[int, list[Happening]]]:
    shown = _publications({one.publication_id for one in happened})
    public = _public_comments({one.number for one in happened if one.verb == COMMENT_PUBLISHED.name})
    by_publication: dict[int, list[Happening]] = defaultdict(list)
    for one in happened:
        if one.publication_id in shown and (one.verb != COMMENT_PUBLISHED.name or one.number in public):
            by_publication[one.publication_id].append(one)
    return shown, by_publication


def _item(
    publication: Publication,
    happened: tuple[Happening, ...],
    notes: dict[tuple[int, int], str],
    remarks: dict[int, Remark],
) -> Item:
    return Item(
        publication_id=publication.id,
        title=publication.title,
        standfirst=publication.standfirst,
        noun="plan" if isinstance(publication, Plan) else "post",
        status=publication.status.label if isinstance(publication, Plan) else "",
        url=link(path_of(publication)),
        happenings=happened,
        notes={one.number: notes[key] for one in happened if (key := (publication.id, one.number)) in notes},
        remarks={one.number: remarks[one.number] for one in happened if one.number in remarks},
    )


def _publications(ids: Collection[int]) -> dict[int, Publication]:
    rows = db.session.scalars(
        select(Publication)
        .where(Publication.id.in_(ids), Publication.listed(clock.now()))
        .options(selectin_polymorphic(Publication, [Plan, Post]))
    )
    return {row.id: row for row in rows}


def _public_comments(ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    rest = iter(sorted(ids))
    while chunk := list(islice(rest, CHUNK)):
        found.update(db.session.scalars(select(Comment.id).where(Comment.id.in_(chunk), Comment.public())))
    return found


def _remarks(grouped: Iterable[Sequence[Happening]]) -> dict[int, Remark]:
    newest = [
        one.number
        for some in grouped
        for one in [one for one in some if one.verb == COMMENT_PUBLISHED.name][-MOST_COMMENTS:]
    ]
    rows = db.session.scalars(select(Comment).where(Comment.id.in_(newest))).all()
    texts = public_texts(rows)
    return {row.id: _remark(row, texts[row.id]) for row in rows}


def _remark(row: Comment, text: str) -> Remark:
    path = current_app.url_map.bind("localhost").build("comments.permalink", {"comment_id": row.id})
    by = ", ".join(filter(None, (row.name, row.role_title, row.organisation_name)))
    return Remark(row.id, row.number or 0, excerpt(text, EXCERPT), by, row.official_for is not None, link(path))


def _notes(updated: Iterable[Happening]) -> dict[tuple[int, int], str]:
    wanted = {(one.publication_id, one.number) for one in updated}
    rows = db.session.execute(
        select(Revision.publication_id, Revision.number, Revision.change_note).where(
            tuple_(Revision.publication_id, Revision.number).in_(wanted), Revision.change_note != ""
        )
    )
    return {(publication_id, number): note for publication_id, number, note in rows}


def _keys(shown: dict[int, Publication]) -> dict[int, set[Key]]:
    found: dict[int, set[Key]] = {number: {EVERYTHING, (TargetKind.PUBLICATION, number)} for number in shown}
    for row in shown.values():
        if isinstance(row, Post) and row.answers_id is not None:
            found[row.id].add((TargetKind.PUBLICATION, row.answers_id))
    for publication_id, kind, target_id in _followed_through(list(shown)):
        found[publication_id].add((kind, target_id))
    return found


def _organisations_of(ids: Collection[int]) -> Select[int, int]:
    """The plans with their organisations, each under all the ids under which it may be followed."""
    named, known = aliased(Organisation), aliased(Organisation)
    kept = func.coalesce(named.merged_into_id, named.id)
    return (
        select(PlanOrganisation.plan_id, known.id)
        .join(named, named.id == PlanOrganisation.organisation_id)
        .join(known, (known.id == kept) | (known.merged_into_id == kept))
        .where(PlanOrganisation.plan_id.in_(ids))
    )


def _followed_through(ids: Collection[int]) -> Iterator[tuple[int, TargetKind, int]]:
    topics = select(PublicationTopic.publication_id, PublicationTopic.topic_id)
    for publication_id, topic_id in db.session.execute(topics.where(PublicationTopic.publication_id.in_(ids))):
        yield publication_id, TargetKind.TOPIC, topic_id
    for plan_id, organisation_id in db.session.execute(_organisations_of(ids)):
        yield plan_id, TargetKind.ORGANISATION, organisation_id
    areas = select(PublicationArea.publication_id, Area.path).join(Area, Area.id == PublicationArea.area_id)
    for publication_id, path in db.session.execute(areas.where(PublicationArea.publication_id.in_(ids))):
        for part in filter(None, path.split("/")):
            yield publication_id, TargetKind.AREA, int(part)
