"""The maps of plans: who stands where, how it came to that, and what the scales are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation, ConsultationState
from engage.core.database import db
from engage.directory.models import Organisation, OrganisationKind
from engage.publishing.models import Plan, PublicationArea
from engage.reach.models import HIGH, AreaPopulation, MappingScales, Placement
from engage.taxonomy.models import Area


@dataclass(frozen=True)
class Placed:
    """An organisation where it stands now on the map of a plan."""

    placement: Placement
    name: str
    kind: str

    @property
    def quadrant(self) -> tuple[bool, bool]:
        """Whether it stands high across, and high up."""
        return (self.placement.across or 0) >= HIGH - 1, (self.placement.up or 0) >= HIGH - 1


def scales() -> MappingScales:
    """What the scales are called."""
    return db.session.get(MappingScales, 1) or MappingScales.usual()


def placed_on(publication_id: int) -> Sequence[Placed]:
    """Who stands on the map of a plan, the highest first."""
    rows = db.session.execute(
        select(Placement, Organisation.name, OrganisationKind.name)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .outerjoin(OrganisationKind, OrganisationKind.id == Organisation.kind_id)
        .where(
            Placement.publication_id == publication_id,
            Placement.superseded_at.is_(None),
            Placement.across.is_not(None),
        )
        .order_by((Placement.across + Placement.up).desc(), Organisation.name, Organisation.id)
    )
    return [Placed(placement, name, kind or "") for placement, name, kind in rows]


def present_placement(publication_id: int, organisation_id: int) -> Placement | None:
    """Where an organisation stands on the map of a plan, or that it was taken off."""
    return db.session.scalars(
        select(Placement).where(
            Placement.publication_id == publication_id,
            Placement.organisation_id == organisation_id,
            Placement.superseded_at.is_(None),
        )
    ).first()


def history_of(publication_id: int, organisation_id: int) -> Sequence[Placement]:
    """Where an organisation stood on the map of a plan over time, the latest first."""
    return db.session.scalars(
        select(Placement)
        .where(Placement.publication_id == publication_id, Placement.organisation_id == organisation_id)
        .order_by(Placement.at.desc(), Placement.id.desc())
    ).all()


def plans_within(scope: frozenset[int] | None, limit: int = 100) -> list[tuple[Plan, int]]:
    """The plans of some areas, or of everywhere, the newest first, with how many stand on their maps."""
    on_map = (
        select(func.count())
        .select_from(Placement)
        .where(Placement.publication_id == Plan.id, Placement.superseded_at.is_(None), Placement.across.is_not(None))
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
