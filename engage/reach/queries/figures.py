"""How many organisations of each kind, area and topic were reached and spoke; and how many people of each area."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from engage.consultations.models import Respondent, Submission, SubmissionState
from engage.core.database import db
from engage.directory.models import OrganisationArea, OrganisationKind, OrganisationTopic
from engage.reach.queries.doings import ROUTES, Doing, concerned, doings
from engage.reach.queries.subjects import Subject
from engage.taxonomy.models import Area, Topic

PEOPLE = (Respondent.SELF, Respondent.SOMEBODY)


@dataclass(frozen=True)
class Group:
    """Organisations that have a kind, an area or a topic in common, and how many of them did what."""

    what: str
    name: str
    size: int
    told: int
    did: dict[Doing, int]


def groups(subject: Subject) -> Sequence[Group]:
    """All organisations that the subject concerns, by kind, by area and by topic, with one statement."""
    scope, done = concerned(subject), doings(subject)
    kinds = _counted("kind", func.coalesce(OrganisationKind.name, "No kind yet"), scope, done)
    kinds = kinds.outerjoin(OrganisationKind, OrganisationKind.id == scope.c.kind_id).group_by(OrganisationKind.name)
    areas = _counted("area", Area.name, scope, done)
    areas = areas.join(OrganisationArea, OrganisationArea.organisation_id == scope.c.id)
    areas = areas.join(Area, Area.id == OrganisationArea.area_id).group_by(Area.id, Area.name)
    topics = _counted("topic", Topic.name, scope, done)
    topics = topics.join(OrganisationTopic, OrganisationTopic.organisation_id == scope.c.id)
    topics = topics.join(Topic, Topic.id == OrganisationTopic.topic_id).group_by(Topic.id, Topic.name)
    if subject.topics:
        topics = topics.where(Topic.id.in_(subject.topics))
    if subject.here:
        areas = areas.where(Area.id.in_(subject.here))
    everybody = _counted("all", literal("All"), scope, done)
    rows = db.session.execute(union_all(everybody, kinds, areas, topics)).all()
    return sorted((_group(row) for row in rows if row.size), key=lambda group: group.name.casefold())


def _counted(what: str, name: Any, scope: Any, done: Any) -> Select[Any]:
    told = func.count(case((done.c.doing.in_([route.value for route in ROUTES]), scope.c.id)).distinct())
    each = [
        func.count(case((done.c.doing == doing.value, scope.c.id)).distinct()).label(doing.value) for doing in Doing
    ]
    return (
        select(
            literal(what).label("what"),
            name.label("name"),
            func.count(scope.c.id.distinct()).label("size"),
            told.label("told"),
            *each,
        )
        .select_from(scope)
        .outerjoin(done, done.c.organisation_id == scope.c.id)
    )


def _group(row: Any) -> Group:
    did = {doing: int(getattr(row, doing.value)) for doing in Doing}
    return Group(row.what, row.name, int(row.size), int(row.told), did)


@dataclass(frozen=True)
class People:
    """An area with how many people live there and how many answered for themselves; no area is all the others."""

    area: Area | None
    population: int | None
    answered: int


def people_by_area(subject: Subject) -> Sequence[People]:
    """How many people answered from each area of which the population is known, and from elsewhere.

    An answer counts for the smallest such area that it lies in, so that the areas add up.
    """
    rows = db.session.execute(
        select(Submission.area_id, func.count())
        .where(
            Submission.consultation_id.in_(subject.consultation_ids),
            Submission.state == SubmissionState.SENT,
            Submission.respondent.in_(PEOPLE),
        )
        .group_by(Submission.area_id)
    ).all()
    paths = {area.id: area.path for area in subject.areas}
    lowest = [area for area in subject.areas if _is_lowest(area, subject)]
    counted = {area.id: 0 for area in lowest}
    elsewhere = 0
    for area_id, number in rows:
        home = next((area.id for area in lowest if paths.get(area_id or 0, "").startswith(area.path)), None)
        if home is None:
            elsewhere += number
        else:
            counted[home] += number
    found = [People(area, subject.populations[area.id], counted[area.id]) for area in lowest]
    return [*found, People(None, None, elsewhere)]


def _is_lowest(area: Area, subject: Subject) -> bool:
    """Whether an area of the subject's is the smallest of those whose population is known."""
    if area.id not in subject.populations or (subject.here and area.id not in subject.here):
        return False
    within = (other for other in subject.areas if other.id in subject.populations and other.id != area.id)
    return not any(other.path.startswith(area.path) for other in within)
