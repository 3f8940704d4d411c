"""What a plan is made of beside its text: organisations, timetable, workstreams; and what is read next.

With a `base_revision` each raises Stale rather than undo what somebody saved since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from engage.core import cache
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.directory.models import Organisation
from engage.publishing.actions.revisions import add_details, lock
from engage.publishing.actions.texts import line_text
from engage.publishing.models import (
    Milestone,
    MilestoneState,
    OrganisationRole,
    Plan,
    PlanOrganisation,
    Publication,
    Related,
    Workstream,
    WorkstreamArea,
)
from engage.taxonomy.models import Area

LONGEST_DESCRIPTION = 5000


@dataclass(frozen=True)
class OrganisationPart:
    """What an organisation is to a plan, and what its people may do with it."""

    organisation: Organisation
    role: OrganisationRole
    may_edit: bool = False
    may_approve: bool = False
    may_reply: bool = False


@dataclass(frozen=True)
class MilestoneLine:
    """One line of a timetable."""

    on: date
    title: str
    state: MilestoneState = MilestoneState.PLANNED


@dataclass(frozen=True)
class WorkstreamLine:
    """One part of a plan's work."""

    title: str
    description: str = ""
    lead: str = ""
    starts: date | None = None
    ends: date | None = None
    status: str = ""
    areas: Sequence[Area] = ()


def set_organisations(
    actor: Viewer, *, plan: Plan, parts: Iterable[OrganisationPart], base_revision: int | None = None
) -> None:
    """Say which organisations have a part in the plan; these replace those before."""
    lock(plan)
    chosen = {(part.organisation.id, OrganisationRole(part.role)): part for part in parts}
    db.session.execute(delete(PlanOrganisation).where(PlanOrganisation.plan_id == plan.id))
    for (organisation_id, role), part in chosen.items():
        db.session.add(
            PlanOrganisation(
                plan_id=plan.id,
                organisation_id=organisation_id,
                role=role,
                may_edit=part.may_edit,
                may_approve=part.may_approve,
                may_reply=part.may_reply,
            )
        )
    _arranged(actor, plan, "organisations", base_revision)


def set_milestones(
    actor: Viewer, *, plan: Plan, milestones: Iterable[MilestoneLine], base_revision: int | None = None
) -> None:
    """Set the timetable; these lines replace those before."""
    lock(plan)
    rows = [
        Milestone(plan_id=plan.id, on=line.on, title=_named(line.title), state=MilestoneState(line.state))
        for line in milestones
    ]
    db.session.execute(delete(Milestone).where(Milestone.plan_id == plan.id))
    db.session.add_all(rows)
    _arranged(actor, plan, "milestones", base_revision)


def set_workstreams(
    actor: Viewer, *, plan: Plan, workstreams: Iterable[WorkstreamLine], base_revision: int | None = None
) -> None:
    """Set the workstreams in order; these replace those before."""
    lock(plan)
    rows = [_workstream(plan, position, line) for position, line in enumerate(workstreams)]
    old = select(Workstream.id).where(Workstream.plan_id == plan.id)
    db.session.execute(delete(WorkstreamArea).where(WorkstreamArea.workstream_id.in_(old)))
    db.session.execute(delete(Workstream).where(Workstream.plan_id == plan.id))
    db.session.add_all(rows)
    _arranged(actor, plan, "workstreams", base_revision)


def _workstream(plan: Plan, position: int, line: WorkstreamLine) -> Workstream:
    if line.starts and line.ends and line.ends < line.starts:
        raise Refused(f"“{line.title}” must not end before it starts.", "ends")
    description = clean_text(line.description)
    if len(description) > LONGEST_DESCRIPTION:
        raise Refused(f"The description must be {LONGEST_DESCRIPTION:,} characters or fewer.", "description")
    return Workstream(
        plan_id=plan.id,
        position=position,
        title=_named(line.title),
        description=description,
        lead=line_text(line.lead, "lead", "The lead"),
        starts=line.starts,
        ends=line.ends,
        status=line_text(line.status, "status", "The status"),
        areas=[WorkstreamArea(area_id=area_id) for area_id in dict.fromkeys(area.id for area in line.areas)],
    )


def _named(title: str) -> str:
    if is_blank(title):
        raise Refused("Say in a few words what it is.", "title")
    return line_text(title, "title", "This")


def set_related(
    actor: Viewer,
    *,
    publication: Publication,
    others: Iterable[tuple[Publication, str]],
    base_revision: int | None = None,
) -> None:
    """Set the teasers below a publication, in order: another one, and words of its own for it or none."""
    lock(publication)
    chosen = {other.id: line_text(label, "label", "The words") for other, label in others}
    if publication.id in chosen:
        raise Refused("A publication cannot refer to itself.", "related")
    db.session.execute(delete(Related).where(Related.publication_id == publication.id))
    for position, (other_id, label) in enumerate(chosen.items()):
        db.session.add(Related(publication_id=publication.id, other_id=other_id, position=position, label=label))
    _arranged(actor, publication, "related", base_revision)


def _arranged(actor: Viewer, publication: Publication, part: str, base_revision: int | None) -> None:
    if add_details(actor, publication, part, base_revision):
        cache.bump(cache.SITE, publication.scope)
