"""Reads of areas and topics."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from engage.core import ledger
from engage.core.database import db
from engage.taxonomy.models import Area, AreaKind, AreaPopulation, Topic


def area_by_code(code: str) -> Area | None:
    """The area of a code."""
    return db.session.scalars(select(Area).where(Area.code == code)).first()


def areas_by_code(codes: Collection[str]) -> Sequence[Area]:
    """The areas of these codes."""
    return db.session.scalars(select(Area).where(Area.code.in_(codes))).all()


class KnownArea(NamedTuple):
    """An area as it stands, with the code of what it lies in."""

    code: str
    name: str
    kind: AreaKind
    parent: str
    population: int | None


def known_areas() -> dict[str, KnownArea]:
    """Every area by its code."""
    above = aliased(Area)
    rows = db.session.execute(
        select(Area.code, Area.name, Area.kind, func.coalesce(above.code, ""), AreaPopulation.people)
        .outerjoin(above, above.id == Area.parent_id)
        .outerjoin(AreaPopulation, AreaPopulation.area_id == Area.id)
    )
    return {row.code: KnownArea(*row) for row in rows}


def topic_by_slug(slug: str) -> Topic | None:
    """The topic of a slug, or the one that it became part of."""
    named = aliased(Topic)
    same = Topic.id == func.coalesce(named.merged_into_id, named.id)
    return db.session.scalars(select(Topic).join(named, same).where(named.slug == slug)).first()


def all_areas() -> Sequence[Area]:
    """Every area, parents before children, children by name."""
    return sorted(db.session.scalars(select(Area)), key=lambda area: area.path)


def tree(areas: Sequence[Area]) -> list[tuple[Area, int]]:
    """Every area with its depth, parents before children, children by name."""
    below: dict[int | None, list[Area]] = {}
    for area in sorted(areas, key=lambda each: each.name):
        below.setdefault(area.parent_id, []).append(area)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Area]], parent: int | None, depth: int) -> list[tuple[Area, int]]:
    found = []
    for area in below.get(parent, []):
        found += [(area, depth), *_walk(below, area.id, depth + 1)]
    return found


def area(area_id: int) -> Area | None:
    """The area of an id."""
    return db.session.get(Area, area_id)


def areas_in(area_id: int) -> Sequence[Area]:
    """The areas that lie directly in an area."""
    return db.session.scalars(select(Area).where(Area.parent_id == area_id)).all()


def topic(topic_id: int) -> Topic | None:
    """The topic of an id."""
    return db.session.get(Topic, topic_id)


def all_topics() -> Sequence[Topic]:
    """Every topic by name, without those that became part of another."""
    return db.session.scalars(select(Topic).where(Topic.merged_into_id.is_(None)).order_by(Topic.name)).all()


def may_hold(area: Area, areas: Sequence[Area]) -> list[Area]:
    """Those of the areas in which an area may lie: neither itself nor what lies in it."""
    return [each for each in areas if not each.path.startswith(area.path)]


def is_removed(verb: ledger.Verb, row_id: int) -> bool:
    """Whether the ledger says that the area or topic of an id was removed: the second click of two."""
    gone = (
        ledger.Entry.subject_kind == verb.subject,
        ledger.Entry.subject_id == row_id,
        ledger.Entry.verb == verb.name,
    )
    return bool(db.session.scalar(select(exists().where(*gone))))


def areas_below(area_ids: Collection[int]) -> frozenset[int]:
    """The ids of the areas and of all that lies below them."""
    if not area_ids:
        return frozenset()
    paths = db.session.scalars(select(Area.path).where(Area.id.in_(area_ids))).all()
    below = db.session.scalars(select(Area.id).where(or_(*(Area.path.startswith(path) for path in paths))))
    return frozenset(below)


def areas_above(area_ids: Collection[int]) -> frozenset[int]:
    """The ids of the areas and of all that they lie in."""
    paths = db.session.scalars(select(Area.path).where(Area.id.in_(area_ids)))
    return frozenset(int(part) for path in paths for part in path.split("/") if part)
