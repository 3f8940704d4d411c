"""By what doubles of organisations are known, and who shares that: by index, and no more than so many for each."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Integer, Text, case, column, func, literal, select, values
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.domains import domains_of
from engage.directory.keys import name_key, phone_key, postcode_key, words_of
from engage.directory.models import (
    Organisation,
    OrganisationAddress,
    OrganisationCode,
    OrganisationDomain,
    OrganisationWord,
)
from engage.directory_upkeep.models import MarkWay, OrganisationMark

Mark = tuple[MarkWay, str]
Pair = tuple[int, int]
EACH_WAY = 40
# A domain of more organisations than this is that of a provider, or of a whole service.
ONE_DOMAIN = 5
# A word of more names than this tells nothing; one of no more than so few tells enough by itself.
COMMON, RARE = 300, 20
MOST_PAIRS = 8_000
SHORTEST_NUMBER = 7


def marks_of(organisation_ids: Collection[int]) -> dict[int, set[Mark]]:
    """What would tell a double of each of these organisations, in a fixed number of statements."""
    standing = (Organisation.id.in_(organisation_ids), Organisation.merged_into_id.is_(None))
    columns = (Organisation.id, Organisation.name, Organisation.website, Organisation.email, Organisation.telephone)
    rows = db.session.execute(select(*columns).where(*standing)).all()
    ids = [row.id for row in rows]
    codes = _grouped(OrganisationCode.organisation_id, ids, OrganisationCode.code)
    domains = _grouped(OrganisationDomain.organisation_id, ids, OrganisationDomain.domain)
    lines = (OrganisationAddress.lines, OrganisationAddress.postcode_key)
    places = _grouped(OrganisationAddress.organisation_id, ids, *lines)
    return {
        row.id: {
            *_said(MarkWay.NAME, [" ".join(sorted(words_of(row.name)))]),
            *_said(MarkWay.EMAIL, [row.email.strip().lower()]),
            *_said(
                MarkWay.TELEPHONE, [number for number in [phone_key(row.telephone)] if len(number) >= SHORTEST_NUMBER]
            ),
            *_said(MarkWay.CODE, [code for (code,) in codes.get(row.id, ())]),
            *_said(MarkWay.POSTCODE, [postcode for _, postcode in places.get(row.id, ())]),
            *_said(MarkWay.ADDRESS, [_address(*place) for place in places.get(row.id, ())]),
            *_said(MarkWay.DOMAIN, domains_of(row.website, row.email, [name for (name,) in domains.get(row.id, ())])),
        }
        for row in rows
    }


def _grouped(owner: Any, ids: Collection[int], *columns: Any) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for key, *held in db.session.execute(select(owner, *columns).where(owner.in_(ids))):
        found.setdefault(key, []).append(tuple(held))
    return found


def _said(way: MarkWay, keys: Iterable[str]) -> list[Mark]:
    return [(way, key) for key in keys if key]


def _address(lines: str, postcode: str) -> str:
    """An address as addresses are compared; none where no line of it is known."""
    said = name_key(lines)
    return f"{postcode_key(postcode)} {said}" if said else ""


def sharing(marks: Mapping[int, Collection[Mark]]) -> dict[Pair, set[MarkWay]]:
    """Who has a mark of one of these organisations; a mark of too many tells nothing."""
    rows = [(owner, way.value, key) for owner, held in marks.items() for way, key in held]
    if not rows:
        return {}
    asked = values(column("owner", Integer), column("way", Text), column("key", Text), name="asked")
    probe: Any = asked.data(rows).cte("asked")
    them, each = aliased(OrganisationMark), aliased(OrganisationMark)
    # The stored words of the enumeration, as the rows above have them.
    way = func.coalesce(probe.c.way, "", type_=them.way.type)
    having = select(literal(1)).where(each.way == way, each.key == probe.c.key).correlate(probe).limit(EACH_WAY + 1)
    owners = select(func.count()).select_from(having.subquery()).correlate(probe).scalar_subquery()
    most = case((probe.c.way == MarkWay.DOMAIN.value, ONE_DOMAIN), else_=EACH_WAY)
    wanted = (
        select(probe.c.owner, them.organisation_id, them.way)
        .join(them, (them.way == way) & (them.key == probe.c.key) & (them.organisation_id != probe.c.owner))
        .where(owners <= most)
        .limit(MOST_PAIRS)
    )
    found: dict[Pair, set[MarkWay]] = {}
    for one, other, said in db.session.execute(wanted):
        found.setdefault(in_order(one, other), set()).add(said)
    return found


def alike_by_words(organisation_ids: Collection[int]) -> set[Pair]:
    """Whose names share two words with one of these, or one that few names have."""
    mine, each = aliased(OrganisationWord), aliased(OrganisationWord)
    having = select(literal(1)).where(each.word == mine.word).correlate(mine).limit(COMMON + 1)
    owners = select(func.count()).select_from(having.subquery()).correlate(mine).scalar_subquery()
    said = select(mine.word, owners).where(mine.organisation_id.in_(organisation_ids)).distinct()
    common = {word: number for word, number in db.session.execute(said) if number <= COMMON}
    rare = [word for word, number in common.items() if number <= RARE]
    if not common:
        return set()
    own, them = aliased(OrganisationWord), aliased(OrganisationWord)
    shared, telling = func.count(), func.sum(case((own.word.in_(rare), 1), else_=0))
    rows = db.session.execute(
        select(own.organisation_id, them.organisation_id)
        .join(them, (them.word == own.word) & (them.organisation_id != own.organisation_id))
        .where(own.organisation_id.in_(organisation_ids), own.word.in_(common))
        .group_by(own.organisation_id, them.organisation_id)
        .having((shared > 1) | (telling > 0))
        .order_by(shared.desc(), telling.desc())
        .limit(MOST_PAIRS)
    )
    return {in_order(one, other) for one, other in rows}


def in_order(one: int, other: int) -> Pair:
    """A pair with the smaller id first."""
    return (one, other) if one < other else (other, one)
