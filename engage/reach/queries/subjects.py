"""What reach is asked about: a plan with its consultations, or one consultation with its plans."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import CompoundSelect, literal, null, or_, select, union_all

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation, ConsultationPublication, ConsultationState
from engage.core.database import db
from engage.core.permissions import Permission, Viewer
from engage.publishing.models import Plan, PublicationArea, PublicationTopic
from engage.reach.models import SubjectKind
from engage.taxonomy.models import Area


@dataclass(frozen=True)
class Subject:
    """A plan or a consultation with all that it touches; `here` are its areas with those within and around them.

    What was told of its publications before `since` told nothing of it.
    """

    kind: SubjectKind
    id: int
    title: str
    publication_ids: tuple[int, ...]
    consultation_ids: tuple[int, ...]
    own_areas: frozenset[int]
    here: frozenset[int]
    topics: frozenset[int]
    since: datetime | None = None
    consultation: Consultation | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether it concerns the whole directory."""
        return not self.here and not self.topics


def access_plan(viewer: Viewer, plan_id: int, permission: Permission) -> Subject:
    """The plan of an id with its consultations, for one whose permission reaches it; 404 otherwise."""
    plan = db.session.get(Plan, plan_id)
    if plan is None or not viewer.may(permission):
        abort(404)
    found = of_plan(plan)
    if not viewer.may(permission, found.own_areas):
        abort(404)
    return found


def of_plan(plan: Plan) -> Subject:
    """A plan with its consultations, for one who may see it."""
    rows = db.session.execute(
        select(ConsultationPublication.consultation_id)
        .join(Consultation, Consultation.id == ConsultationPublication.consultation_id)
        .where(ConsultationPublication.publication_id == plan.id, Consultation.state == ConsultationState.LAUNCHED)
    )
    return _subject(plan, [plan.id], [row.consultation_id for row in rows])


def access_consultation(viewer: Viewer, consultation_id: int, permission: Permission) -> Subject:
    """The consultation of an id with its plans, for one whose permission reaches it; 404 otherwise."""
    return of_consultation(consultations.access_submissions(viewer, consultation_id, permission))


def of_consultation(found: Consultation) -> Subject:
    """A consultation with its plans, for one who may see it."""
    publications = [each.id for each in consultations.publications_of(found)]
    return _subject(found, publications, [found.id])


def subject_of(kind: SubjectKind, subject_id: int) -> Subject | None:
    """The subject of a kind and an id, for the worker; nothing when it is gone."""
    if kind is SubjectKind.PLAN:
        plan = db.session.get(Plan, subject_id)
        return of_plan(plan) if plan is not None else None
    consultation = db.session.get(Consultation, subject_id)
    return of_consultation(consultation) if consultation is not None else None


def _subject(it: Plan | Consultation, publications: list[int], consultation_ids: list[int]) -> Subject:
    about: CompoundSelect[Any] = union_all(
        select(literal("area").label("what"), Area.id.label("id"), Area.path.label("path"))
        .join(PublicationArea, PublicationArea.area_id == Area.id)
        .where(PublicationArea.publication_id.in_(publications)),
        select(literal("topic"), PublicationTopic.topic_id, null()).where(
            PublicationTopic.publication_id.in_(publications)
        ),
    )
    held = db.session.execute(about).all()
    consultation = it if isinstance(it, Consultation) else None
    return Subject(
        kind=SubjectKind.CONSULTATION if consultation else SubjectKind.PLAN,
        id=it.id,
        title=it.title,
        publication_ids=tuple(publications),
        consultation_ids=tuple(consultation_ids),
        own_areas=frozenset(row.id for row in held if row.what == "area"),
        here=_around({row.path for row in held if row.what == "area"}),
        topics=frozenset(row.id for row in held if row.what == "topic"),
        since=consultation.opens_at if consultation else None,
        consultation=consultation,
    )


def _around(paths: Collection[str]) -> frozenset[int]:
    """The areas of some paths, those that they lie in, and those that lie in them."""
    if not paths:
        return frozenset()
    above = {int(step) for path in paths for step in path.split("/") if step}
    within = or_(*(Area.path.startswith(path, autoescape=True) for path in paths))
    return frozenset(above) | frozenset(db.session.scalars(select(Area.id).where(within)))
