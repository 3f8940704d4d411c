"""How many stakeholders of each kind, area and topic were reached and spoke, and how many people of each area.

These statements read whole tables: the worker asks them, and pages show what was kept of the answer (`counted`).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Select, Subquery, func, literal, select, union, union_all

from engage.core.database import db
from engage.core.ledger import Seal
from engage.directory.models import (
    ContactArea,
    ContactRole,
    ContactTopic,
    OrganisationArea,
    OrganisationKind,
    OrganisationTopic,
    StakeholderKind,
)
from engage.reach.models import ReachCount
from engage.reach.queries.doings import COLUMNS, PEOPLE, Doing, doings, with_doings
from engage.reach.queries.scopes import concerned
from engage.reach.queries.subjects import Subject
from engage.submissions.models import Submission, SubmissionState
from engage.taxonomy.models import Area, AreaPopulation, Topic

NO_KIND = {
    StakeholderKind.ORGANISATION: "No kind yet",
    StakeholderKind.CONTACT: "At no organisation, or at one of no kind yet",
}


@dataclass(frozen=True)
class Group:
    """Stakeholders that have a kind, an area or a topic in common, and how many of them did what."""

    what: str
    name: str
    size: int
    told: int
    did: dict[str, int]


@dataclass(frozen=True)
class People:
    """An area with how many people live there and how many answered for themselves; no name is all the others."""

    name: str | None
    population: int | None
    answered: int


@dataclass(frozen=True)
class Figures:
    """All that is counted of a subject."""

    organisations: Sequence[Group]
    contacts: Sequence[Group]
    people: Sequence[People]

    def as_json(self) -> str:
        """The figures as they are kept."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, kept: str) -> "Figures":
        """The figures that were kept."""
        said = json.loads(kept)
        groups = {name: [Group(**each) for each in said[name]] for name in ("organisations", "contacts")}
        return cls(people=[People(**each) for each in said["people"]], **groups)

    def size(self, whom: StakeholderKind) -> int:
        """How many of a kind of stakeholders the subject concerns."""
        groups = self.contacts if whom is StakeholderKind.CONTACT else self.organisations
        return next((group.size for group in groups if group.what == "all"), 0)


@dataclass(frozen=True)
class Counted:
    """What was counted of a subject last and when, and whether something has happened on the site since."""

    figures: Figures
    at: datetime | None
    is_behind: bool


NOT_COUNTED = Counted(Figures((), (), ()), None, is_behind=False)


def counted(subject: Subject) -> Counted:
    """What was counted of a subject last; nothing before the first time."""
    mine = (ReachCount.kind == subject.kind, ReachCount.subject_id == subject.id)
    newest = select(func.max(Seal.position)).scalar_subquery()
    kept = db.session.execute(
        select(ReachCount.figures, ReachCount.at, (ReachCount.position < newest).label("is_behind")).where(*mine)
    ).one_or_none()
    return Counted(Figures.from_json(kept.figures), kept.at, bool(kept.is_behind)) if kept else NOT_COUNTED


def count(subject: Subject) -> Figures:
    """Count all of a subject anew."""
    return Figures(
        groups(subject, StakeholderKind.ORGANISATION),
        groups(subject, StakeholderKind.CONTACT),
        people_by_area(subject),
    )


def groups(subject: Subject, whom: StakeholderKind) -> Sequence[Group]:
    """The stakeholders of one sort that a subject concerns, by kind, by area and by topic, with one statement."""
    each = with_doings(concerned(subject, whom), doings(subject, whom))
    kinds = _counted("kind", func.coalesce(OrganisationKind.name, NO_KIND[whom]), each)
    kinds = kinds.outerjoin(OrganisationKind, OrganisationKind.id == each.c.kind_id).group_by(OrganisationKind.name)
    where, about = _areas(whom), _topics(whom)
    areas = _counted("area", Area.name, each).join(where, where.c.whom_id == each.c.id)
    areas = areas.join(Area, Area.id == where.c.area_id).group_by(Area.id, Area.name)
    topics = _counted("topic", Topic.name, each).join(about, about.c.whom_id == each.c.id)
    topics = topics.join(Topic, Topic.id == about.c.topic_id).group_by(Topic.id, Topic.name)
    if subject.topics:
        topics = topics.where(Topic.id.in_(subject.topics))
    if subject.here:
        areas = areas.where(Area.id.in_(subject.here))
    rows = db.session.execute(union_all(_counted("all", literal("All"), each), kinds, areas, topics)).all()
    return sorted((_group(row) for row in rows if row.size), key=lambda group: group.name.casefold())


def _areas(whom: StakeholderKind) -> Subquery:
    """Where organisations are, or people: in the areas that they named and in those of where they work now."""
    if whom is StakeholderKind.ORGANISATION:
        return select(OrganisationArea.organisation_id.label("whom_id"), OrganisationArea.area_id).subquery()
    works = (
        select(ContactRole.contact_id, OrganisationArea.area_id)
        .join(OrganisationArea, OrganisationArea.organisation_id == ContactRole.organisation_id)
        .where(ContactRole.until.is_(None))
    )
    return union(select(ContactArea.contact_id.label("whom_id"), ContactArea.area_id), works).subquery()


def _topics(whom: StakeholderKind) -> Subquery:
    if whom is StakeholderKind.ORGANISATION:
        return select(OrganisationTopic.organisation_id.label("whom_id"), OrganisationTopic.topic_id).subquery()
    return select(ContactTopic.contact_id.label("whom_id"), ContactTopic.topic_id).subquery()


def _counted(what: str, name: Any, each: CTE) -> Select[Any]:
    sums = [func.coalesce(func.sum(each.c[column]), 0).label(column) for column in COLUMNS]
    columns = (literal(what).label("what"), name.label("name"), func.count().label("size"))
    return select(*columns, *sums).select_from(each)


def _group(row: Any) -> Group:
    did = {doing.value: int(getattr(row, doing.value)) for doing in Doing}
    return Group(row.what, row.name, int(row.size), int(row.told), did)


def people_by_area(subject: Subject) -> Sequence[People]:
    """How many people answered from each area of which the population is known, and from elsewhere.

    An answer counts for the smallest such area that it lies in, so that the areas add up.
    """
    answers = db.session.execute(
        select(func.coalesce(Area.path, "").label("path"), func.count().label("number"))
        .select_from(Submission)
        .outerjoin(Area, Area.id == Submission.area_id)
        .where(
            Submission.consultation_id.in_(subject.consultation_ids),
            Submission.state == SubmissionState.SENT,
            Submission.respondent.in_(PEOPLE),
        )
        .group_by(Area.path)
    ).all()
    lowest = _lowest(subject)
    answered = [0] * len(lowest)
    elsewhere = 0
    for path, number in answers:
        home = next((at for at, area in enumerate(lowest) if path.startswith(area.path)), None)
        if home is None:
            elsewhere += number
        else:
            answered[home] += number
    found = [People(area.name, area.people, number) for area, number in zip(lowest, answered, strict=True)]
    return [*found, People(None, None, elsewhere)]


def _lowest(subject: Subject) -> Sequence[Any]:
    """The areas of the subject's that are the smallest of those whose population is known."""
    known = db.session.execute(
        select(Area.id, Area.name, Area.path, AreaPopulation.people)
        .join(AreaPopulation, AreaPopulation.area_id == Area.id)
        .order_by(Area.path)
    ).all()
    return [
        area
        for area in known
        if (not subject.here or area.id in subject.here)
        and not any(other.path.startswith(area.path) for other in known if other.id != area.id)
    ]
