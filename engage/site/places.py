"""What the pages of areas, topics and organisations list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import select

from engage.core.database import db
from engage.directory.models import Organisation, OrganisationArea, OrganisationKind
from engage.directory.queries import kind_tree, listed_organisations
from engage.directory.queries.filtering import Filter
from engage.taxonomy.models import Area, Topic
from engage.taxonomy.queries import all_areas

AT_ONCE = 100
MOST_AREAS = 60


@dataclass(frozen=True)
class Surroundings:
    """An area with what it lies in, outermost first, and what lies directly below it."""

    area: Area
    above: list[Area]
    children: list[Area]
    below_ids: frozenset[int]

    @property
    def above_ids(self) -> frozenset[int]:
        """The ids of what it lies in."""
        return frozenset(area.id for area in self.above)

    @property
    def concerned_ids(self) -> frozenset[int]:
        """The ids of all areas whose plans touch people here."""
        return self.below_ids | self.above_ids


def surroundings(code: str) -> Surroundings:
    """The area of a code in the tree; 404 when there is none."""
    areas = all_areas()
    area = next((each for each in areas if each.code == code), None)
    if area is None:
        abort(404)
    return Surroundings(
        area,
        [each for each in areas if area.path.startswith(each.path) and each.id != area.id],
        sorted((each for each in areas if each.parent_id == area.id), key=lambda each: each.name),
        frozenset(each.id for each in areas if each.path.startswith(area.path)),
    )


@dataclass(frozen=True)
class AreaChoice:
    """An area as a place to look in, with those that lie in it."""

    area: Area
    below: Sequence[Area]


def areas_to_choose(code: str) -> list[AreaChoice]:
    """The areas that lie in the chosen one with what lies in each, else the outermost that are more than one."""
    below: dict[int | None, list[Area]] = {}
    for area in sorted(all_areas(), key=lambda each: each.name):
        below.setdefault(area.parent_id, []).append(area)
    chosen = next((area.id for areas in below.values() for area in areas if area.code == code), None)
    first = below.get(chosen, []) if chosen or not code else []
    while not code and len(first) == 1 and first[0].id in below:
        first = below[first[0].id]
    return [AreaChoice(area, below.get(area.id, [])[:MOST_AREAS]) for area in first[:MOST_AREAS]]


def organisations_in(area_ids: Collection[int]) -> Sequence[Organisation]:
    """The organisations that serve any of the areas."""
    served = select(OrganisationArea.organisation_id).where(OrganisationArea.area_id.in_(area_ids))
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(served), Organisation.is_public, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name)
        .limit(100)
    ).all()


def areas_served(organisation_id: int) -> Sequence[Area]:
    """The areas that an organisation serves."""
    return db.session.scalars(
        select(Area)
        .join(OrganisationArea, OrganisationArea.area_id == Area.id)
        .where(OrganisationArea.organisation_id == organisation_id)
        .order_by(Area.path)
    ).all()


def by_kind(found: Sequence[Organisation]) -> list[tuple[str, str, list[Organisation]]]:
    """Organisations under the slug of their kind and what it is called, in the order of the kinds; without one last."""
    groups: dict[int | None, list[Organisation]] = {}
    for row in found:
        groups.setdefault(row.kind_id, []).append(row)
    named = [(kind.slug, kind_words(kind, len(rows)), rows) for kind, _ in kind_tree() if (rows := groups.get(kind.id))]
    return named + ([("", kind_words(None, len(groups[None])), groups[None])] if None in groups else [])


def public_organisations(wanted: Filter, after: Organisation | None) -> tuple[Sequence[Organisation], int | None]:
    """A page of the organisations that agreed to be shown, and the id behind which the next page begins."""
    found = listed_organisations(wanted=wanted, after=after, limit=AT_ONCE + 1, public=True)
    return found[:AT_ONCE], found[AT_ONCE - 1].id if len(found) > AT_ONCE else None


def kind_words(kind: OrganisationKind | None, count: int = 1) -> str:
    """What an organisation, or several of them, of a kind are called."""
    if kind is None:
        return "Organisation" if count == 1 else "Other organisations"
    return kind.name if count == 1 else kind.plural


def topic_or_404(topic: Topic | None) -> Topic:
    """The topic; 404 when there is none."""
    if topic is None:
        abort(404)
    return topic
