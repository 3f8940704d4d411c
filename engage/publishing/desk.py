"""What the desk shows: lists of what one may edit, who saved what, what may be linked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import joinedload

from engage.accounts.models import Account
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.directory.models import OrganisationMember
from engage.publishing import rights, verbs
from engage.publishing.models import (
    Attachment,
    Milestone,
    Plan,
    PlanOrganisation,
    Post,
    PostSection,
    Publication,
    PublicationArea,
    PublicationKind,
    Related,
    Workstream,
    WorkstreamArea,
)

STATES = {
    "draft": "Drafts",
    "scheduled": "Scheduled",
    "public": "Public",
    "changed": "Public, with changes not published",
    "updating": "Public, update scheduled",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Filter:
    """Which publications the desk lists."""

    kind: PublicationKind | None = None
    state: str = ""
    section_id: int | None = None
    words: str = ""


def state_of(publication: Publication, now: datetime) -> str:
    """One of STATES."""
    if publication.live_revision is None or publication.publish_at is None:
        return "draft"
    if publication.publish_at > now:
        return "scheduled"
    if publication.withdrawn_at is not None:
        return "withdrawn"
    if publication.next_at is not None and publication.next_at > now:
        return "updating"
    return "public" if publication.live_revision == publication.latest_revision else "changed"


def listed(viewer: Viewer, chosen: Filter, *, before: int | None = None, limit: int = 50) -> list[Publication]:
    """What the viewer may edit, newest first, begun before one of an id."""
    now = clock.now()
    wanted = select(Publication).options(joinedload(Post.section)).where(_editable(viewer), _in_state(chosen, now))
    if chosen.kind is not None:
        wanted = wanted.where(Publication.kind == chosen.kind)
    if chosen.section_id is not None:
        wanted = wanted.where(Post.section_id == chosen.section_id)
    if chosen.words:
        wanted = wanted.where(Publication.title.icontains(chosen.words, autoescape=True))
    if before is not None:
        wanted = wanted.where(Publication.id < before)
    return list(db.session.scalars(wanted.order_by(Publication.id.desc()).limit(limit)))


def _in_state(chosen: Filter, now: datetime) -> ColumnElement[bool]:
    changed = Publication.live_revision != Publication.latest_revision
    updating = and_(Publication.listed(now), Publication.next_at > now)
    return {
        "draft": Publication.standing_revision.is_(None),
        "scheduled": or_(and_(Publication.standing_revision.is_not(None), Publication.publish_at > now), updating),
        "public": Publication.listed(now),
        "changed": and_(Publication.listed(now), changed),
        "updating": updating,
        "withdrawn": and_(Publication.public(now), Publication.withdrawn_at.is_not(None)),
    }.get(chosen.state, true())


def _editable(viewer: Viewer) -> ColumnElement[bool]:
    scope = viewer.scope(rights.WRITE)
    if scope is None:
        return true()
    empowered = (
        select(PlanOrganisation.plan_id)
        .join(OrganisationMember, OrganisationMember.organisation_id == PlanOrganisation.organisation_id)
        .where(
            or_(PlanOrganisation.may_edit, PlanOrganisation.may_approve),
            OrganisationMember.account_id == viewer.account_id,
        )
    )
    reached = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(scope))
    return or_(Publication.id.in_(empowered), Publication.id.in_(reached) if scope else false())


def names_of(account_ids: Collection[int | None]) -> dict[int, str]:
    """The names of accounts by id."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_([i for i in account_ids if i])))
    return dict(rows.all())


def is_deleted_by(viewer: Viewer, publication_id: int) -> bool:
    """Whether the viewer has deleted the publication of this id: the second click of two."""
    gone = (
        ledger.Entry.subject_kind == verbs.PUBLICATION_DELETED.subject,
        ledger.Entry.subject_id == publication_id,
        ledger.Entry.verb == verbs.PUBLICATION_DELETED.name,
        ledger.Entry.actor_id == viewer.account_id,
    )
    return bool(db.session.scalar(select(exists().where(*gone))))


def plans_to_answer(viewer: Viewer, answered: int | None) -> Sequence[Plan]:
    """The plans that a post can answer, by title: those that the viewer may see, and the one that it answers."""
    seen = or_(Plan.public(clock.now()), _editable(viewer), Plan.id == answered)
    return db.session.scalars(select(Plan).where(seen).order_by(Plan.title).limit(1000)).all()


def related_to(publication_id: int) -> list[tuple[Publication, str]]:
    """The teasers below a publication with their own words."""
    rows = db.session.execute(
        select(Publication, Related.label)
        .join(Related, Related.other_id == Publication.id)
        .options(joinedload(Post.section))
        .where(Related.publication_id == publication_id)
        .order_by(Related.position)
    )
    return [(publication, label) for publication, label in rows]


def files_of(publication_id: int) -> list[tuple[Attachment, StoredFile]]:
    """The files of a publication with what is stored of them."""
    rows = db.session.execute(
        select(Attachment, StoredFile)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.publication_id == publication_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.position, Attachment.id)
    )
    return [(attachment, stored) for attachment, stored in rows]


def attachment(publication_id: int, attachment_id: int) -> Attachment | None:
    """One file of a publication."""
    found = db.session.get(Attachment, attachment_id)
    return found if found is not None and found.publication_id == publication_id else None


def stored_file(file_id: int | None) -> StoredFile | None:
    """What is stored of a file."""
    return db.session.get(StoredFile, file_id) if file_id is not None else None


def parts_of(plan_id: int) -> list[dict[str, Any]]:
    """The organisations that have a part in a plan, as the lines of a form."""
    rows = db.session.scalars(
        select(PlanOrganisation)
        .where(PlanOrganisation.plan_id == plan_id)
        .order_by(PlanOrganisation.role, PlanOrganisation.organisation_id)
    )
    rights_held = ("may_edit", "may_approve", "may_reply")
    return [
        {"organisation": row.organisation_id, "role": row.role.value}
        | {name: getattr(row, name) for name in rights_held}
        for row in rows
    ]


def timetable_of(plan_id: int) -> list[dict[str, Any]]:
    """The timetable of a plan, as the lines of a form."""
    rows = db.session.scalars(
        select(Milestone).where(Milestone.plan_id == plan_id).order_by(Milestone.on, Milestone.id)
    )
    return [{"title": row.title, "on": row.on, "state": row.state.value} for row in rows]


def work_of(plan_id: int) -> list[dict[str, Any]]:
    """The workstreams of a plan with the ids of their areas, as the lines of a form."""
    rows = db.session.scalars(
        select(Workstream).where(Workstream.plan_id == plan_id).order_by(Workstream.position, Workstream.id)
    ).all()
    areas = db.session.execute(
        select(WorkstreamArea.workstream_id, WorkstreamArea.area_id).where(
            WorkstreamArea.workstream_id.in_([row.id for row in rows])
        )
    ).all()
    names = ("title", "description", "lead", "starts", "ends", "status")
    return [
        {name: getattr(row, name) for name in names}
        | {"areas": [area_id for workstream_id, area_id in areas if workstream_id == row.id]}
        for row in rows
    ]


def plan(plan_id: int | None) -> Plan | None:
    """A plan by its id."""
    return db.session.get(Plan, plan_id) if plan_id is not None else None


def section(section_id: int) -> PostSection | None:
    """A section by its id."""
    return db.session.get(PostSection, section_id)
