"""Writes of many areas at once, as a table says them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from engage.core import cache, ledger
from engage.core.database import db
from engage.core.numbering import next_ids
from engage.core.permissions import Viewer
from engage.core.prepared import Prepared
from engage.taxonomy import queries, verbs
from engage.taxonomy.actions import change_area
from engage.taxonomy.area_rows import AreaRow
from engage.taxonomy.arranging import move_area
from engage.taxonomy.models import Area, AreaPopulation

_COLUMNS = ("id", "code", "name", "kind", "parent_id", "path")
_AREAS = Prepared(lambda _dialect: insert(Area), _COLUMNS)


def take_in_areas(actor: Viewer, *, rows: Sequence[AreaRow], source: str) -> None:
    """Add the areas that are new and change the others; parents stand before their children."""
    named = {row.code for row in rows} | {row.parent for row in rows if row.parent}
    known = {area.code: area for area in queries.areas_by_code(named)}
    _add(actor, [row for row in rows if row.code not in known], known)
    for row in rows:
        if row.code in known:
            _change(actor, known[row.code], row, known.get(row.parent))
    places = {area.code: area for area in queries.areas_by_code({row.code for row in rows if row.population})}
    for row in rows:
        if row.population:
            set_population(actor, area=places[row.code], people=row.population, source=source)
    cache.bump(cache.SITE)


def _add(actor: Viewer, rows: Sequence[AreaRow], known: dict[str, Area]) -> None:
    ids = _ids(len(rows))
    paths = {code: (area.id, area.path) for code, area in known.items()}
    values: list[tuple[Any, ...]] = []
    for key, row in zip(ids, rows, strict=True):
        above, path = paths.get(row.parent, (None, "/"))
        paths[row.code] = (key, f"{path}{key}/")
        values.append((key, row.code, row.name, row.kind, above, f"{path}{key}/"))
    if values:
        _AREAS.run_columns(dict(zip(_COLUMNS, map(list, zip(*values, strict=True)), strict=True)))
    ledger.record_all(
        [
            ledger.event(verbs.AREA_ADDED, subject_id=key, actor_id=actor.account_id, code=row.code)
            for key, row in zip(ids, rows, strict=True)
        ]
    )


def _ids(count: int) -> Sequence[int]:
    first = ledger.never_given("area", Area.id)
    return next_ids(Area.__table__.c.id, count) if first is None else range(first, first + count)


def _change(actor: Viewer, area: Area, row: AreaRow, parent: Area | None) -> None:
    assert row.kind is not None  # noqa: S101 - rows without are refused before
    if row.parent and area.parent_id is None:
        parent = queries.area_by_code(row.parent) if parent is None else parent
        move_area(actor, area=area, parent=parent)
    change_area(actor, area=area, name=row.name, kind=row.kind)


def set_population(actor: Viewer, *, area: Area, people: int, source: str) -> None:
    """Say how many people live in an area; the same again changes nothing."""
    known = db.session.get(AreaPopulation, area.id)
    if known is not None and known.people == people:
        return
    db.session.merge(AreaPopulation(area_id=area.id, people=people, source=source))
    ledger.record(verbs.AREA_POPULATION_SET, subject_id=area.id, actor_id=actor.account_id, people=people)
