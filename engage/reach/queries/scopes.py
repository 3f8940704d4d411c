"""Which stakeholders a plan or a consultation concerns."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, exists, func, or_, select, union

from engage.directory.models import (
    Contact,
    ContactArea,
    ContactRole,
    ContactTopic,
    Organisation,
    OrganisationArea,
    OrganisationStatus,
    OrganisationTopic,
    StakeholderKind,
)
from engage.reach.models import Placement
from engage.reach.queries.subjects import Subject

AT_WORK = (Organisation.merged_into_id.is_(None), Organisation.status != OrganisationStatus.CLOSED)
KNOWN = (Contact.merged_into_id.is_(None), Contact.erased_at.is_(None), Contact.closed_at.is_(None))
# So many that are concerned are looked up; where there are more, the directory is walked in order until a page is full.
FEW = 5000


def concerned(subject: Subject, whom: StakeholderKind) -> CTE:
    """Those whom a subject concerns, with their kind: of its areas or topics, on its map, or people who work for such.

    A subject without areas and topics concerns everybody. A person is of the kind of the first organisation that she
    works for now.
    """
    if whom is StakeholderKind.ORGANISATION:
        wanted = select(Organisation.id, Organisation.kind_id).where(*AT_WORK)
        if not subject.is_for_all:
            wanted = wanted.where(Organisation.id.in_(near_organisations(subject)))
        return wanted.cte("concerned")
    return _people(subject).cte("concerned")


def _people(subject: Subject) -> Select[Any]:
    first = (
        select(ContactRole.contact_id, func.min(ContactRole.id).label("role_id"))
        .where(ContactRole.until.is_(None))
        .group_by(ContactRole.contact_id)
        .subquery()
    )
    columns: tuple[Any, ...] = (Contact.id, Organisation.kind_id)
    wanted: Select[Any] = (
        select(*columns)
        .outerjoin(first, first.c.contact_id == Contact.id)
        .outerjoin(ContactRole, ContactRole.id == first.c.role_id)
        .outerjoin(Organisation, Organisation.id == ContactRole.organisation_id)
        .where(*KNOWN)
    )
    return wanted if subject.is_for_all else wanted.where(Contact.id.in_(near_people(subject)))


def placed(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    """That a placement stands on a map of the subject's plans."""
    return (
        Placement.publication_id.in_(subject.publication_ids),
        Placement.superseded_at.is_(None),
        Placement.across.is_not(None),
    )


def near_organisations(subject: Subject) -> Any:
    """The ids of the organisations of a subject's areas or topics, and of those on its map."""
    return union(
        select(OrganisationArea.organisation_id).where(OrganisationArea.area_id.in_(subject.here)),
        select(OrganisationTopic.organisation_id).where(OrganisationTopic.topic_id.in_(subject.topics)),
        select(func.coalesce(Organisation.merged_into_id, Organisation.id))
        .join(Placement, Placement.organisation_id == Organisation.id)
        .where(*placed(subject)),
    )


def near_people(subject: Subject) -> Any:
    """The ids of the contacts of a subject's areas or topics, of those on its map, and of those who work for such."""
    works = (ContactRole.until.is_(None), ContactRole.organisation_id.in_(near_organisations(subject)))
    return union(
        select(ContactArea.contact_id).where(ContactArea.area_id.in_(subject.here)),
        select(ContactTopic.contact_id).where(ContactTopic.topic_id.in_(subject.topics)),
        select(ContactRole.contact_id).where(*works),
        select(func.coalesce(Contact.merged_into_id, Contact.id))
        .join(Placement, Placement.contact_id == Contact.id)
        .where(*placed(subject)),
    )


def is_near(subject: Subject, whom: StakeholderKind, size: int) -> list[ColumnElement[bool]]:
    """What a stakeholder that is not on the map must be to be concerned, put so that a page of many costs no more.

    `size` is how many of the kind were concerned when they were counted last.
    """
    if subject.is_for_all:
        return []
    is_person = whom is StakeholderKind.CONTACT
    if size <= FEW:
        return [Contact.id.in_(near_people(subject)) if is_person else Organisation.id.in_(near_organisations(subject))]
    return [or_(*(_person_has(subject) if is_person else _organisation_has(subject, Organisation.id)))]


def _organisation_has(subject: Subject, organisation_id: Any) -> list[ColumnElement[bool]]:
    areas = (OrganisationArea.organisation_id == organisation_id, OrganisationArea.area_id.in_(subject.here))
    topics = (OrganisationTopic.organisation_id == organisation_id, OrganisationTopic.topic_id.in_(subject.topics))
    return [exists().where(*areas), exists().where(*topics)]


def _person_has(subject: Subject) -> list[ColumnElement[bool]]:
    areas = (ContactArea.contact_id == Contact.id, ContactArea.area_id.in_(subject.here))
    topics = (ContactTopic.contact_id == Contact.id, ContactTopic.topic_id.in_(subject.topics))
    works = (ContactRole.contact_id == Contact.id, ContactRole.until.is_(None))
    there = or_(*_organisation_has(subject, ContactRole.organisation_id))
    return [exists().where(*areas), exists().where(*topics), exists().where(*works, there)]
