"""What the page of an organisation shows: its place among others, and what it did, each list newest first by key."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, tuple_

from engage.core.database import db
from engage.directory.models import FormerName, Organisation, OrganisationCode
from engage.directory.queries.records import predecessors_of, successors_of
from engage.publishing.models import Plan, PlanOrganisation, Post
from engage.site.articles import ROLE_WORDS

Place = tuple[datetime, int]


@dataclass(frozen=True)
class Standing:
    """The place of an organisation among others, as far as these agreed to be shown."""

    former_names: Sequence[str]
    codes: Sequence[OrganisationCode]
    parent: Organisation | None
    predecessors: Sequence[Organisation]
    successors: Sequence[Organisation]
    was_replaced: bool


def standing_of(organisation: Organisation) -> Standing:
    """The place of an organisation among others."""
    parent = db.session.get(Organisation, organisation.parent_id) if organisation.parent_id else None
    successors = successors_of(organisation.id)
    return Standing(
        former_names=[name for name in former_names(organisation.id) if name != organisation.name],
        codes=db.session.scalars(
            select(OrganisationCode)
            .where(OrganisationCode.organisation_id == organisation.id)
            .order_by(OrganisationCode.scheme, OrganisationCode.code)
        ).all(),
        parent=parent if parent is not None and parent.is_public else None,
        predecessors=[each for each in predecessors_of(organisation.id) if each.is_public],
        successors=[each for each in successors if each.is_public],
        was_replaced=bool(successors),
    )


def former_names(organisation_id: int) -> Sequence[str]:
    """What an organisation was called before."""
    return db.session.scalars(
        select(FormerName.said).where(FormerName.organisation_id == organisation_id).order_by(FormerName.id)
    ).all()


def plans_of(
    ids: Collection[int], now: datetime, *, after: Place | None = None, limit: int = 20
) -> list[tuple[Plan, str]]:
    """The listed plans in which organisations have a part, behind a place (publish_at, id), each with what part."""
    theirs = select(PlanOrganisation.plan_id).where(PlanOrganisation.organisation_id.in_(ids))
    wanted = select(Plan).where(Plan.id.in_(theirs), Plan.listed(now))
    if after is not None:
        wanted = wanted.where(tuple_(Plan.publish_at, Plan.id) < after)
    plans = db.session.scalars(wanted.order_by(Plan.publish_at.desc(), Plan.id.desc()).limit(limit)).all()
    rows = db.session.execute(
        select(PlanOrganisation.plan_id, PlanOrganisation.role).where(
            PlanOrganisation.organisation_id.in_(ids), PlanOrganisation.plan_id.in_([plan.id for plan in plans])
        )
    )
    roles = {(plan_id, role) for plan_id, role in rows}
    return [(plan, ", ".join(role.value for role in ROLE_WORDS if (plan.id, role) in roles)) for plan in plans]


def statements_of(
    organisation: Organisation, ids: Collection[int], now: datetime, *, after: Place | None = None, limit: int = 20
) -> Sequence[Post]:
    """The statements that answer its plans, or that it wrote itself under any name, behind a place (publish_at, id)."""
    theirs = select(PlanOrganisation.plan_id).where(PlanOrganisation.organisation_id.in_(ids))
    names = [organisation.name, *former_names(organisation.id)]
    wanted = select(Post).where(
        Post.listed(now),
        Post.answers_id.is_not(None),
        or_(Post.answers_id.in_(theirs), Post.byline_organisation.in_(names)),
    )
    if after is not None:
        wanted = wanted.where(tuple_(Post.publish_at, Post.id) < after)
    return db.session.scalars(wanted.order_by(Post.publish_at.desc(), Post.id.desc()).limit(limit)).all()
