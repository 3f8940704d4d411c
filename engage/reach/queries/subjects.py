"""What reach is asked about: a plan with its consultations, or one consultation with its plans."""

from dataclasses import dataclass

from flask import abort
from sqlalchemy import literal, select, union_all

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation, ConsultationPublication, ConsultationState
from engage.core.database import db
from engage.core.permissions import Permission, Viewer
from engage.publishing.models import Plan, PublicationArea, PublicationTopic
from engage.reach.models import AreaPopulation
from engage.taxonomy.models import Area


@dataclass(frozen=True)
class Subject:
    """A plan or a consultation with all that it touches; `here` are its areas with those within and around them."""

    kind: str
    id: int
    title: str
    publication_ids: tuple[int, ...]
    consultation_ids: tuple[int, ...]
    own_areas: frozenset[int]
    here: frozenset[int]
    topics: frozenset[int]
    areas: tuple[Area, ...]
    populations: dict[int, int]
    consultation: Consultation | None = None


def access_plan(viewer: Viewer, plan_id: int, permission: Permission) -> Subject:
    """The plan of an id with its consultations, for one whose permission reaches it; 404 otherwise."""
    plan = db.session.get(Plan, plan_id)
    if plan is None or not viewer.may(permission):
        abort(404)
    rows = db.session.execute(
        select(ConsultationPublication.consultation_id)
        .join(Consultation, Consultation.id == ConsultationPublication.consultation_id)
        .where(ConsultationPublication.publication_id == plan_id, Consultation.state == ConsultationState.LAUNCHED)
    )
    found = _subject(plan, [plan.id], [row.consultation_id for row in rows])
    if not viewer.may(permission, found.own_areas):
        abort(404)
    return found


def access_consultation(viewer: Viewer, consultation_id: int, permission: Permission) -> Subject:
    """The consultation of an id with its plans, for one whose permission reaches it; 404 otherwise."""
    return of_consultation(consultations.access_submissions(viewer, consultation_id, permission))


def of_consultation(found: Consultation) -> Subject:
    """A consultation with its plans, for one who may see it."""
    publications = [each.id for each in consultations.publications_of(found)]
    return _subject(found, publications, [found.id])


def _subject(it: Plan | Consultation, publications: list[int], consultation_ids: list[int]) -> Subject:
    about = union_all(
        select(literal("area").label("what"), PublicationArea.area_id.label("id")).where(
            PublicationArea.publication_id.in_(publications)
        ),
        select(literal("topic"), PublicationTopic.topic_id).where(PublicationTopic.publication_id.in_(publications)),
    )
    held = [(what, row_id) for what, row_id in db.session.execute(about)]
    own = frozenset(row_id for what, row_id in held if what == "area")
    rows = db.session.execute(
        select(Area, AreaPopulation.people).outerjoin(AreaPopulation, AreaPopulation.area_id == Area.id)
    ).all()
    areas = tuple(sorted((area for area, _ in rows), key=lambda area: area.path))
    return Subject(
        kind="consultation" if isinstance(it, Consultation) else "plan",
        id=it.id,
        title=it.title,
        publication_ids=tuple(publications),
        consultation_ids=tuple(consultation_ids),
        own_areas=own,
        here=_around(areas, own),
        topics=frozenset(row_id for what, row_id in held if what == "topic"),
        areas=areas,
        populations={area.id: people for area, people in rows if people is not None},
        consultation=it if isinstance(it, Consultation) else None,
    )


def _around(areas: tuple[Area, ...], own: frozenset[int]) -> frozenset[int]:
    paths = [area.path for area in areas if area.id in own]
    return frozenset(
        area.id for area in areas if any(area.path.startswith(path) or path.startswith(area.path) for path in paths)
    )
