"""The maps of plans: who stands where, how it came to that, and what the scales are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, func, or_, select, union_all

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation, ConsultationState
from engage.core.database import db
from engage.directory.models import Contact, Organisation, StakeholderKind
from engage.publishing.models import Plan, Publication, PublicationArea
from engage.reach.models import HIGH, MappingScales, Placement
from engage.reach.queries.present import (
    MODELS,
    STANDS,
    by_height,
    described,
    highest,
    present,
    whom_column,
)
from engage.reach.stakeholders import Stakeholder
from engage.taxonomy.models import Area, AreaPopulation

Conditions = Sequence[ColumnElement[bool]]
Corner = tuple[bool, bool]
Cell = tuple[int, int]
Key = tuple[int, str, str, int]
ORGANISATION, CONTACT = StakeholderKind.ORGANISATION, StakeholderKind.CONTACT
MIDDLE = HIGH - 1


@dataclass(frozen=True)
class Placed:
    """A stakeholder where it stands now on the map of a plan; `detail` is its kind, or where a person works."""

    stakeholder: Stakeholder
    name: str
    detail: str
    across: int
    up: int
    reason: str

    @property
    def key(self) -> Key:
        """Where it stands in the table."""
        return -(self.across + self.up), self.name, self.stakeholder.kind.value, self.stakeholder.id


def scales() -> MappingScales:
    """What the scales are called."""
    return db.session.get(MappingScales, 1) or MappingScales.usual()


def cells_of(publication_id: int, people: Conditions | None) -> dict[Cell, int]:
    """How many stand in each cell of the map of a plan; people only as far as they may be seen."""
    cell = (Placement.across, Placement.up)
    parts = [present(ORGANISATION, *cell).where(Placement.publication_id == publication_id)]
    if people is not None:
        here = _found(CONTACT, [Placement.publication_id == publication_id], *cell)
        parts.append(select(here).join(Contact, Contact.id == here.c.owner).where(Contact.erased_at.is_(None), *people))
    both = union_all(*parts).subquery()
    rows = db.session.execute(select(both.c.across, both.c.up, func.count()).group_by(both.c.across, both.c.up))
    return {(across, up): number for across, up, number in rows}


def placed_on(
    publication_id: int,
    people: Conditions | None,
    *,
    corner: Corner | None = None,
    after: Key | None = None,
    limit: int = 100,
) -> list[Placed]:
    """Who stands on the map of a plan, or in one of its quarters, the highest first, behind a place."""
    rows = highest(_standing(publication_id, people, corner), after, limit).subquery()
    wanted = select(rows, described(rows).label("detail")).order_by(*by_height(rows))
    return [_placed(row) for row in db.session.execute(wanted)]


def names_by_corner(publication_id: int, people: Conditions | None, limit: int) -> dict[Corner, list[str]]:
    """The highest of each quarter by name, as many as `limit`, with one statement."""
    both = union_all(*_standing(publication_id, people)).subquery()
    is_far, is_high = both.c.across >= MIDDLE, both.c.up >= MIDDLE
    number = func.row_number().over(partition_by=(is_far, is_high), order_by=(both.c.rank, both.c.name, both.c.id))
    numbered = select(both.c.name, is_far.label("far"), is_high.label("high"), number.label("number")).subquery()
    rows = db.session.execute(select(numbered).where(numbered.c.number <= limit).order_by(numbered.c.number))
    found: dict[Corner, list[str]] = {}
    for row in rows:
        found.setdefault((bool(row.far), bool(row.high)), []).append(row.name)
    return found


def _standing(publication_id: int, people: Conditions | None, corner: Corner | None = None) -> list[Select[Any]]:
    """Everybody who stands on a map, once, under the name of the record that is kept; organisations, then people."""
    here = [Placement.publication_id == publication_id]
    if corner is not None:
        for column, is_high in zip((Placement.across, Placement.up), corner, strict=True):
            here.append(column >= MIDDLE if is_high else column < MIDDLE)
    parts = [_named(ORGANISATION, here)]
    if people is not None:
        parts.append(_named(CONTACT, here).where(Contact.erased_at.is_(None), *people))
    return parts


def _named(whom: StakeholderKind, here: Conditions) -> Select[Any]:
    model = MODELS[whom]
    rank = -(Placement.across + Placement.up)
    rows = _found(whom, here, Placement.across, Placement.up, Placement.reason, rank.label("rank"))
    columns = (rows.c.across, rows.c.up, rows.c.reason, rows.c.rank)
    return select(whom_column(whom), model.id, model.name, *columns).join(rows, rows.c.owner == model.id)


def _found(whom: StakeholderKind, here: Conditions, *columns: Any) -> CTE:
    # Found first, and then each record by its id: else a database may walk the directory and look each up on the map.
    return present(whom, *columns).where(*here).cte(f"present_{whom.value}").prefix_with("MATERIALIZED")


def _placed(row: Any) -> Placed:
    return Placed(Stakeholder(StakeholderKind(row.whom), row.id), row.name, row.detail, row.across, row.up, row.reason)


def people_among(contact_ids: Collection[int], people: Conditions | None) -> set[int]:
    """Those of some contacts who may be seen and are still known."""
    if people is None or not contact_ids:
        return set()
    known = (Contact.id.in_(contact_ids), Contact.merged_into_id.is_(None), Contact.erased_at.is_(None))
    return set(db.session.scalars(select(Contact.id).where(*known, *people)))


def hold(publication_id: int) -> None:
    """Let nobody else change the map of a plan until the unit of work ends."""
    table = Publication.__table__
    row = select(table.c.id).where(table.c.id == publication_id)
    # Comments that refer to the plan need not wait for it.
    db.session.execute(row.with_for_update(key_share=True))


def present_placement(publication_id: int, whom: Stakeholder) -> Placement | None:
    """Where a stakeholder stands on the map of a plan, or that it was taken off."""
    return present_placements(publication_id, [whom]).get(whom)


def present_placements(publication_id: int, whom: Sequence[Stakeholder]) -> dict[Stakeholder, Placement]:
    """Where each of some stakeholders stands on the map of a plan, or that it was taken off.

    Who has no place of its own there stands where its double does.
    """
    kept = _owners(whom)
    rows = db.session.scalars(
        select(Placement).where(
            Placement.publication_id == publication_id, Placement.superseded_at.is_(None), _is_one_of(kept)
        )
    )
    best = sorted(rows, key=lambda row: (row.across is not None, kept[row.stakeholder] == row.stakeholder, row.id))
    return {kept[row.stakeholder]: row for row in best}


def placements_now(publication_id: int, whom: Stakeholder) -> Sequence[Placement]:
    """All places that stand on the map of a plan for a stakeholder: its own, and those of its doubles."""
    mine = (Placement.publication_id == publication_id, *STANDS, _is_one_of(_owners([whom])))
    return db.session.scalars(select(Placement).where(*mine).order_by(Placement.id)).all()


def own_placement(publication_id: int, whom: Stakeholder) -> Placement | None:
    """The present placement that a stakeholder has itself, without its doubles."""
    mine = (Placement.publication_id == publication_id, Placement.superseded_at.is_(None), _is_one_of([whom]))
    return db.session.scalars(select(Placement).where(*mine)).first()


def _owners(whom: Sequence[Stakeholder]) -> dict[Stakeholder, Stakeholder]:
    """These stakeholders and their doubles, each with the one that is kept."""
    found = {one: one for one in whom}
    for kind, model in ((StakeholderKind.ORGANISATION, Organisation), (StakeholderKind.CONTACT, Contact)):
        ids = [one.id for one in whom if one.kind is kind]
        if ids:
            rows = db.session.execute(select(model.id, model.merged_into_id).where(model.merged_into_id.in_(ids)))
            found |= {Stakeholder(kind, row.id): Stakeholder(kind, row.merged_into_id) for row in rows}
    return found


def _is_one_of(whom: Collection[Stakeholder]) -> ColumnElement[bool]:
    return or_(
        Placement.organisation_id.in_([one.id for one in whom if not one.is_person]),
        Placement.contact_id.in_([one.id for one in whom if one.is_person]),
    )


def history_of(publication_id: int, whom: Stakeholder) -> Sequence[Placement]:
    """Where a stakeholder and its doubles stood on the map of a plan over time, the latest first."""
    return db.session.scalars(
        select(Placement)
        .where(Placement.publication_id == publication_id, _is_one_of(_owners([whom])))
        .order_by(Placement.at.desc(), Placement.id.desc())
    ).all()


def plans_within(scope: frozenset[int] | None, limit: int = 100) -> list[tuple[Plan, int]]:
    """The plans of some areas, or of everywhere, the newest first, with how many stand on their maps."""
    standing = union_all(*(present(whom, Placement.publication_id) for whom in StakeholderKind)).subquery()
    on_map = select(func.count()).where(standing.c.publication_id == Plan.id).scalar_subquery()
    wanted = select(Plan, on_map).where(Plan.withdrawn_at.is_(None))
    if scope is not None:
        held = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(scope))
        wanted = wanted.where(Plan.id.in_(held))
    return [(plan, number) for plan, number in db.session.execute(wanted.order_by(Plan.id.desc()).limit(limit))]


def consultations_within(scope: frozenset[int] | None, limit: int = 100) -> Sequence[Consultation]:
    """The launched consultations about plans of some areas, or of everywhere, the newest first."""
    wanted = select(Consultation).where(Consultation.state == ConsultationState.LAUNCHED)
    if scope is not None:
        wanted = wanted.where(consultations.about_areas(scope))
    return db.session.scalars(wanted.order_by(Consultation.id.desc()).limit(limit)).all()


def populations() -> Sequence[tuple[Area, AreaPopulation]]:
    """The areas of which the population is known, parents before children."""
    rows = db.session.execute(
        select(Area, AreaPopulation).join(AreaPopulation, AreaPopulation.area_id == Area.id).order_by(Area.path)
    )
    return [(area, population) for area, population in rows]
