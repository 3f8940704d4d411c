"""The members of a saved list who do not stand on a map yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort

from engage.core.permissions import Viewer
from engage.directory.models import StakeholderKind
from engage.lists.models import StakeholderList
from engage.lists.queries import members_of_list, stakeholder_lists
from engage.reach.queries.maps import Conditions, people_among, present_placements
from engage.reach.stakeholders import Stakeholder

AT_ONCE = 1000
BATCH = 1000


@dataclass(frozen=True)
class Waiting:
    """The next of a list who are to be placed, how many stand on the map already, and whether there are more."""

    whom: Sequence[Stakeholder]
    names: Sequence[str]
    standing: int
    is_all: bool


def access_list(viewer: Viewer, list_id: int) -> StakeholderList:
    """A list that the viewer may use; 404 otherwise."""
    return next((one for one in stakeholder_lists(viewer) if one.id == list_id), None) or abort(404)


def not_on_map(publication_id: int, list_id: int, people: Conditions | None) -> Waiting:
    """Those of a list, people as far as they may be seen, who do not stand on the map of a plan."""
    found: list[tuple[Stakeholder, str]] = []
    standing, after, is_all = 0, None, False
    while not is_all and len(found) < AT_ONCE:
        rows = members_of_list(list_id, after=after, limit=BATCH)
        is_all, after = len(rows) < BATCH, rows[-1].place if rows else None
        seen = people_among([row.id for row in rows if row.kind == StakeholderKind.CONTACT], people)
        mine = {Stakeholder(StakeholderKind(row.kind), row.id): row.name for row in rows}
        mine = {who: name for who, name in mine.items() if not who.is_person or who.id in seen}
        placed = {who for who, one in present_placements(publication_id, list(mine)).items() if one.across is not None}
        standing += len(placed)
        found += [(who, name) for who, name in mine.items() if who not in placed]
    whom, names = zip(*found[:AT_ONCE], strict=True) if found else ((), ())
    return Waiting(whom, names, standing, is_all and len(found) <= AT_ONCE)
