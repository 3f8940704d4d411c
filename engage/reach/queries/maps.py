"""The maps of plans: who stands where, how it came to that, and what the scales are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation, ConsultationState
from engage.core.database import db
from engage.directory.models import (
    Contact,
    ContactRole,
    Organisation,
    OrganisationKind,
    StakeholderKind,
)
from engage.publishing.models import Plan, Publication, PublicationArea
from engage.reach.models import HIGH, MappingScales, Placement
from engage.reach.stakeholders import Stakeholder
from engage.taxonomy.models import Area, AreaPopulation

Conditions = Sequence[ColumnElement[bool]]
Corner = tuple[bool, bool]
Cell = tuple[int, int]
Key = tuple[int, str, str, int]
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
    both = _standing(publication_id, people).subquery()
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
    both = _standing(publication_id, people, corner).subquery()
    key = (both.c.rank, both.c.name, both.c.whom, both.c.id)
    wanted = select(both).order_by(*key).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(*key) > after)
    return [_placed(row) for row in db.session.execute(wanted)]


def names_by_corner(publication_id: int, people: Conditions | None, limit: int) -> dict[Corner, list[str]]:
    """The highest of each quarter by name, as many as `limit`, with one statement."""
    both = _standing(publication_id, people).subquery()
    is_far, is_high = both.c.across >= MIDDLE, both.c.up >= MIDDLE
    number = func.row_number().over(partition_by=(is_far, is_high), order_by=(both.c.rank, both.c.name, both.c.id))
    numbered = select(both.c.name, is_far.label("far"), is_high.label("high"), number.label("number")).subquery()
    rows = db.session.execute(select(numbered).where(numbered.c.number <= limit).order_by(numbered.c.number))
    found: dict[Corner, list[str]] = {}
    for row in rows:
        found.setdefault((bool(row.far), bool(row.high)), []).append(row.name)
    return found


def _standing(publication_id: int, people: Conditions | None, corner: Corner | None = None) -> Any:
    """Everybody who stands on a map, once, under the name of the record that is kept."""
    here = [Placement.publication_id == publication_id, *_STANDS, *_NOT_OUTDONE]
    if corner is not None:
        for column, is_high in zip((Placement.across, Placement.up), corner, strict=True):
            here.append(column >= MIDDLE if is_high else column < MIDDLE)
    parts = [_organisations().where(*here)]
    if people is not None:
        parts.append(_people().where(*here, Contact.erased_at.is_(None), *people))
    return union_all(*parts)


def _outdone(model: Any, owner: str) -> ColumnElement[bool]:
    """Whether a placement is of a double and gives way: to that of the record that is kept, else to a later one."""
    double, beside, better = aliased(model), aliased(model), aliased(Placement)
    kept = double.merged_into_id
    return exists().where(
        double.id == getattr(Placement, owner),
        kept.is_not(None),
        better.publication_id == Placement.publication_id,
        better.superseded_at.is_(None),
        better.across.is_not(None),
        beside.id == getattr(better, owner),
        or_(beside.id == kept, and_(beside.merged_into_id == kept, better.id > Placement.id)),
    )


_STANDS = (Placement.superseded_at.is_(None), Placement.across.is_not(None))
_NOT_OUTDONE = (~_outdone(Organisation, "organisation_id"), ~_outdone(Contact, "contact_id"))


def _columns(whom: StakeholderKind, model: Any, detail: Any) -> Select[Any]:
    owner = Placement.contact_id if whom is StakeholderKind.CONTACT else Placement.organisation_id
    double: Any = model.__table__.alias("double")
    rank = -(Placement.across + Placement.up)
    columns = (Placement.across, Placement.up, Placement.reason, rank.label("rank"), detail.label("detail"))
    return (
        select(literal(whom.value).label("whom"), model.id.label("id"), model.name.label("name"), *columns)
        .join(double, double.c.id == owner)
        .join(model, model.id == func.coalesce(double.c.merged_into_id, double.c.id))
    )


def _organisations() -> Select[Any]:
    kind = func.coalesce(OrganisationKind.name, "")
    named = _columns(StakeholderKind.ORGANISATION, Organisation, kind)
    return named.outerjoin(OrganisationKind, OrganisationKind.id == Organisation.kind_id)


def _people() -> Select[Any]:
    at = Organisation.__table__.alias("employer")
    works = (
        select(at.c.name)
        .join(ContactRole, ContactRole.organisation_id == at.c.id)
        .where(ContactRole.contact_id == Contact.id, ContactRole.until.is_(None))
        .order_by(ContactRole.id)
        .limit(1)
        .scalar_subquery()
    )
    return _columns(StakeholderKind.CONTACT, Contact, func.coalesce(works, ""))


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
    mine = (Placement.publication_id == publication_id, *_STANDS, _is_one_of(_owners([whom])))
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
    on_map = (
        select(func.count())
        .select_from(Placement)
        .where(Placement.publication_id == Plan.id, *_STANDS, *_NOT_OUTDONE)
        .scalar_subquery()
    )
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
