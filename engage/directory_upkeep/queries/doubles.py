"""Which organisations look like one: a bounded number of candidates, and what speaks for each."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import (
    ContactRole,
    Difference,
    Merge,
    NetworkMember,
    Organisation,
    OrganisationAddress,
    OrganisationCode,
    OrganisationSuccession,
    StakeholderKind,
)
from engage.directory.queries.organisations import writable_where
from engage.directory.queries.saying import said_of_organisation
from engage.directory_upkeep.models import MarkWay, OrganisationLikeness
from engage.directory_upkeep.paging import Place
from engage.directory_upkeep.queries.marks import Mark, Pair, alike_by_words, in_order, marks_of, sharing

ALIKE = 88
NEARLY_ALIKE = 70
SAME_WORD = 75
SHOWN = 20
# What one register gave two codes is two, unless more than a name or a postcode speaks against it.
TWO_CODES = 30
WEIGHTS = {
    MarkWay.EMAIL: 88,
    MarkWay.CODE: 40,
    MarkWay.ADDRESS: 40,
    MarkWay.TELEPHONE: 25,
    MarkWay.POSTCODE: 15,
}
SAID = {
    MarkWay.CODE: "the same code",
    MarkWay.EMAIL: "the same email address",
    MarkWay.ADDRESS: "the same address",
    MarkWay.POSTCODE: "the same postcode",
    MarkWay.TELEPHONE: "the same telephone number",
    MarkWay.DOMAIN: "the same domain",
}
PART = 30
ONLY_DOMAIN = 10


@dataclass(frozen=True)
class Likeness:
    """An organisation that may be another one's double, and why."""

    organisation: Organisation
    reasons: tuple[str, ...]
    score: int


@dataclass(frozen=True)
class Found:
    """What speaks for it that two organisations are one."""

    reasons: tuple[str, ...]
    score: int


@dataclass(frozen=True)
class Likely:
    """Two organisations that are probably one."""

    one: Organisation
    other: Organisation
    reasons: str
    score: int


def likely_doubles(organisation: Organisation) -> list[Likeness]:
    """The organisations most like one, the likeliest first; those that somebody told apart are left out."""
    found = likely_pairs(marks_of([organisation.id]))
    ids = {other: each for pair, each in found.items() for other in pair if other != organisation.id}
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    likely = [Likeness(row, ids[row.id].reasons, ids[row.id].score) for row in rows]
    return sorted(likely, key=lambda each: (-each.score, each.organisation.id))[:SHOWN]


def likely_pairs(marks: Mapping[int, Collection[Mark]]) -> dict[Pair, Found]:
    """The pairs in which one of these organisations and another are probably one; the likeliest for each."""
    shared = sharing(marks)
    for pair in alike_by_words(marks.keys()):
        shared.setdefault(pair, set())
    return _likeliest(_judge(shared), marks.keys())


def _likeliest(found: Mapping[Pair, Found], organisation_ids: Set[int]) -> dict[Pair, Found]:
    taken: dict[int, int] = {}
    chosen = {}
    for pair, each in sorted(found.items(), key=lambda one: (-one[1].score, one[0])):
        mine = [key for key in pair if key in organisation_ids]
        if any(taken.get(key, 0) < SHOWN for key in mine):
            chosen[pair] = each
            for key in mine:
                taken[key] = taken.get(key, 0) + 1
    return chosen


def _judge(shared: Mapping[Pair, Set[MarkWay]]) -> dict[Pair, Found]:
    """Of pairs with what they share, those that are probably one and that nothing tells apart."""
    ids = {each for pair in shared for each in pair}
    standing = (Organisation.id.in_(ids), Organisation.merged_into_id.is_(None))
    columns = (Organisation.id, Organisation.name_key, Organisation.parent_id)
    rows = {row.id: row for row in db.session.execute(select(*columns).where(*standing))}
    apart, codes, marks = _told_apart(ids), _codes(ids), marks_of(ids)
    found = {}
    for pair, ways in shared.items():
        one, other = (rows.get(each) for each in pair)
        if one is None or other is None or pair in apart or one.id == other.parent_id or other.id == one.parent_id:
            continue
        same = {way for way, _ in marks[one.id] & marks[other.id] if way is not MarkWay.DOMAIN}
        each = _found(one.name_key, other.name_key, ways | same, two_codes=_have_two_codes(codes, pair))
        if each is not None:
            found[pair] = each
    return found


def _told_apart(ids: Collection[int]) -> set[Pair]:
    """Those that somebody said are two, and those of which one took the place of the other."""
    same = (Difference.kind == StakeholderKind.ORGANISATION, Difference.one_id.in_(ids), Difference.other_id.in_(ids))
    told = db.session.execute(select(Difference.one_id, Difference.other_id).where(*same)).all()
    columns = (OrganisationSuccession.predecessor_id, OrganisationSuccession.successor_id)
    followed = db.session.execute(select(*columns).where(columns[0].in_(ids), columns[1].in_(ids))).all()
    pairs: Iterable[Any] = [*told, *followed]
    return {in_order(one, other) for one, other in pairs}


def _codes(ids: Collection[int]) -> dict[int, dict[str, set[str]]]:
    """The codes of each organisation by register."""
    columns = (OrganisationCode.organisation_id, OrganisationCode.scheme, OrganisationCode.code)
    found: dict[int, dict[str, set[str]]] = {}
    for key, scheme, code in db.session.execute(select(*columns).where(columns[0].in_(ids))):
        found.setdefault(key, {}).setdefault(scheme, set()).add(code)
    return found


def _have_two_codes(codes: Mapping[int, Mapping[str, set[str]]], pair: Pair) -> bool:
    one, other = (codes.get(each, {}) for each in pair)
    return any(one[scheme].isdisjoint(other[scheme]) for scheme in one.keys() & other.keys())


def _found(one: str, other: str, ways: Set[MarkWay], *, two_codes: bool) -> Found | None:
    names = int(fuzz.token_sort_ratio(one, other))
    if _differ_in_a_word(one, other):
        names = min(names, ALIKE - 1)
    is_part = _is_part(one, other)
    if MarkWay.ADDRESS in ways:
        ways = ways - {MarkWay.POSTCODE}
    if MarkWay.EMAIL in ways:
        ways = ways - {MarkWay.DOMAIN}
    alike = ("the same name",) if names == 100 else ("nearly the same name",) if names >= NEARLY_ALIKE else ()
    alike = alike or (("a part of the name",) if is_part else ())
    reasons = (*alike, *(said for way, said in SAID.items() if way in ways))
    evidence = sum(WEIGHTS.get(way, 0) for way in ways)
    score = max(names, NEARLY_ALIKE if is_part else 0) + evidence - (TWO_CODES if two_codes else 0)
    if score >= ALIKE and (alike or MarkWay.EMAIL in ways or MarkWay.CODE in ways):
        return Found(reasons, score)
    if is_part and not two_codes:
        return Found(reasons, PART + names // 10)
    return Found(reasons, ONLY_DOMAIN + names // 10) if MarkWay.DOMAIN in ways and not two_codes else None


def _differ_in_a_word(one: str, other: str) -> bool:
    """Whether a word stands in each name for which the other has none that is much like it, as North and South."""
    mine, others = set(one.split()), set(other.split())
    fewer, more = sorted((mine - others, others - mine), key=len)
    return any(max(fuzz.ratio(word, each) for each in more) < SAME_WORD for word in fewer)


def _is_part(one: str, other: str) -> bool:
    """Whether one name holds all the words of the other, and these are more than one."""
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return len(fewer) > 1 and fewer <= more


@dataclass(frozen=True)
class Side:
    """One of two records that are compared: what it says, and what would go along with it, each with its number."""

    organisation: Organisation
    said: Mapping[str, Any]
    moves: Sequence[tuple[str, int]]

    @property
    def fullness(self) -> tuple[bool, int, int]:
        """How much speaks for it that this is the record to keep: at work, says more, more hangs on it."""
        said = sum(bool(value) for value in self.said.values())
        return not self.organisation.is_closed, said, sum(number for _, number in self.moves)


def side_of(organisation: Organisation) -> Side:
    """A record as it is compared with another, in a fixed number of statements."""
    return Side(organisation, said_of_organisation(organisation), _what_moves(organisation.id))


def _what_moves(organisation_id: int) -> list[tuple[str, int]]:
    parts: dict[str, Any] = {
        "roles of people": ContactRole.organisation_id,
        "codes": OrganisationCode.organisation_id,
        "addresses": OrganisationAddress.organisation_id,
        "places in networks": NetworkMember.organisation_id,
        "organisations that belong to it": Organisation.parent_id,
    }
    counts = (select(func.count()).where(column == organisation_id).scalar_subquery() for column in parts.values())
    return list(zip(parts, db.session.execute(select(*counts)).one(), strict=True))


def likely_overall(viewer: Viewer, *, after: Place | None = None, limit: int = 50) -> Sequence[Likely]:
    """The likeliest pairs that the worker found and the viewer may change both of, behind a place (score, ids)."""
    one, other = aliased(Organisation), aliased(Organisation)
    place = tuple_(OrganisationLikeness.score, OrganisationLikeness.one_id, OrganisationLikeness.other_id)
    wanted = (
        select(one, other, OrganisationLikeness.reasons, OrganisationLikeness.score)
        .join(one, one.id == OrganisationLikeness.one_id)
        .join(other, other.id == OrganisationLikeness.other_id)
        .where(*(each.merged_into_id.is_(None) for each in (one, other)))
    )
    if own := writable_where(viewer):
        mine = select(Organisation.id).where(*own)
        wanted = wanted.where(one.id.in_(mine), other.id.in_(mine))
    if after is not None:
        wanted = wanted.where(place < after)
    columns = (OrganisationLikeness.score, OrganisationLikeness.one_id, OrganisationLikeness.other_id)
    rows = db.session.execute(wanted.order_by(*(each.desc() for each in columns)).limit(limit))
    return [Likely(*row) for row in rows]


def merges_into(organisation_id: int) -> Sequence[tuple[Merge, Organisation]]:
    """The doubles that were made part of an organisation and still are, newest first."""
    rows = db.session.execute(
        select(Merge, Organisation)
        .join(Organisation, Organisation.id == Merge.double_id)
        .where(
            Merge.kind == StakeholderKind.ORGANISATION,
            Merge.kept_id == organisation_id,
            Merge.undone_at.is_(None),
        )
        .order_by(Merge.id.desc())
    )
    return [(merge, double) for merge, double in rows]
