"""What is said about a publication beside its texts: status, years, contact, byline, areas, topics, address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm.attributes import set_committed_value

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing import rights, verbs
from engage.publishing.actions.addresses import untaken
from engage.publishing.actions.revisions import add_details, lock
from engage.publishing.actions.texts import line_text
from engage.publishing.models import (
    OldSlug,
    Plan,
    PlanStatus,
    Post,
    PostSection,
    Publication,
    PublicationArea,
    PublicationTopic,
)
from engage.taxonomy.arranging import when_merging
from engage.taxonomy.models import Area, Topic

POST_LINES = {
    "byline_name": "The name",
    "byline_role": "The role",
    "byline_organisation": "The organisation",
    "picture_alt": "The description of the picture",
    "picture_caption": "The caption",
}
PLAN_LINES = {
    "contact_name": "The name",
    "contact_role": "The role",
    "contact_email": "The email address",
    "contact_phone": "The telephone number",
}


def post_fields(**values: str) -> dict[str, str]:
    """The lines of a post as they are kept; refuses a name that a post does not have."""
    return {name: line_text(value, name, POST_LINES[name]) for name, value in values.items()}


def plan_fields(*, first_year: int | None, last_year: int | None, **values: str) -> dict[str, Any]:
    """The years and lines of a plan as they are kept; refuses years that run backwards."""
    for name, year in (("first_year", first_year), ("last_year", last_year)):
        if year is not None and not 1900 <= year <= 2200:
            raise Refused("Enter a year with four digits, such as 2027.", name)
    if last_year is not None and first_year is not None and last_year < first_year:
        raise Refused("The last year must not be before the first.", "last_year")
    lines = {name: line_text(value, name, PLAN_LINES[name]) for name, value in values.items()}
    return {"first_year": first_year, "last_year": last_year} | lines


def set_details(
    actor: Viewer,
    *,
    publication: Publication,
    areas: Iterable[Area] | None = None,
    topics: Iterable[Topic] | None = None,
    section: PostSection | None = None,
    dated: date | None = None,
    base_revision: int | None = None,
    **fields: Any,
) -> None:
    """Change what is said about a publication; what is not named stays.

    A post takes section, dated, answers and its byline; a plan its years and contact. Raises Stale when somebody
    changed the same since `base_revision`.
    """
    lock(publication)
    if areas is not None:
        _set_areas(actor, publication, list(areas))
    if topics is not None:
        _write_topics(publication, list(topics))
    if isinstance(publication, Plan):
        years = {name: fields.pop(name, getattr(publication, name)) for name in ("first_year", "last_year")}
        _assign(publication, plan_fields(**years, **fields))
    elif isinstance(publication, Post):
        _describe_post(publication, section, dated, fields)
    if add_details(actor, publication, "details", base_revision):
        cache.bump(cache.SITE, publication.scope)


def _describe_post(post: Post, section: PostSection | None, dated: date | None, fields: dict[str, Any]) -> None:
    if "answers" in fields:
        plan = fields.pop("answers")
        post.answers_id = plan.id if plan is not None else None
    if section is not None:
        post.section_id = section.id
        set_committed_value(post, "section", section)
    if dated is not None:
        post.dated = dated
    _assign(post, post_fields(**fields))


def _assign(row: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _set_areas(actor: Viewer, publication: Publication, areas: list[Area]) -> None:
    ids = [area.id for area in areas]
    if actor.may(rights.WRITE) and not actor.may(rights.WRITE, ids):
        raise Refused("Keep at least one of the areas that you look after, or you could not edit it any more.", "areas")
    _write_areas(publication, areas)


def write_labels(publication: Publication, areas: list[Area], topics: list[Topic]) -> None:
    """Write the areas and topics of a publication that has none."""
    _write_areas(publication, areas)
    _write_topics(publication, topics)


def _write_areas(publication: Publication, areas: list[Area]) -> None:
    db.session.execute(delete(PublicationArea).where(PublicationArea.publication_id == publication.id))
    for area_id in dict.fromkeys(area.id for area in areas):
        db.session.add(PublicationArea(publication_id=publication.id, area_id=area_id))
    db.session.flush()


def _write_topics(publication: Publication, topics: list[Topic]) -> None:
    db.session.execute(delete(PublicationTopic).where(PublicationTopic.publication_id == publication.id))
    for topic_id in dict.fromkeys(topic.id for topic in topics):
        db.session.add(PublicationTopic(publication_id=publication.id, topic_id=topic_id))
    db.session.flush()


def _move_topic(topic: Topic, into: Topic) -> None:
    mine = select(PublicationTopic.publication_id).where(PublicationTopic.topic_id == into.id)
    with_it = PublicationTopic.topic_id == topic.id
    moved = (
        update(PublicationTopic).where(with_it, PublicationTopic.publication_id.not_in(mine)).values(topic_id=into.id)
    )
    db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.execute(delete(PublicationTopic).where(with_it).execution_options(synchronize_session=False))


when_merging(_move_topic)


def set_status(actor: Viewer, *, plan: Plan, status: PlanStatus, base_revision: int | None = None) -> None:
    """Say where a plan stands; followers of a public plan are told by its own entry of the ledger.

    Raises Stale when somebody set another one since `base_revision`.
    """
    lock(plan)
    if status is PlanStatus.WITHDRAWN and plan.withdrawn_at is None and plan.live_revision is not None:
        raise Refused("Withdraw the plan instead: readers are then told when and why.", "status")
    if plan.withdrawn_at is not None and status is not PlanStatus.WITHDRAWN:
        raise Refused("The plan is withdrawn. Publish it again first.", "status")
    change_status(actor, plan, PlanStatus(status), base_revision)


def change_status(actor: Viewer, plan: Plan, status: PlanStatus, base_revision: int | None = None) -> None:
    """Write a status with its revision and entry; nothing happens when the plan has it already."""
    old = plan.status
    if old is status:
        return
    plan.status = status
    add_details(actor, plan, "status", base_revision)
    now = clock.now()
    if plan.is_public(now):
        plan.updated_at = now
        ledger.record(
            verbs.PLAN_STATUS_CHANGED,
            subject_id=plan.id,
            actor_id=actor.account_id,
            old=old.value,
            new=status.value,
        )
    cache.bump(cache.SITE, plan.scope)


def change_slug(actor: Viewer, *, publication: Publication, slug: str, base_revision: int | None = None) -> None:
    """Move a publication to another address; one that people may know redirects there for ever.

    Raises Stale when somebody moved it since `base_revision`.
    """
    lock(publication)
    old = publication.slug
    if slug == old:
        return
    returned = (OldSlug.kind == publication.kind, OldSlug.slug == slug, OldSlug.publication_id == publication.id)
    if db.session.scalar(select(exists().where(*returned))):
        db.session.execute(delete(OldSlug).where(*returned))
    publication.slug = untaken(publication.kind, slug)
    if publication.live_revision is not None:
        db.session.add(OldSlug(kind=publication.kind, slug=old, publication_id=publication.id))
    add_details(actor, publication, "address", base_revision)
    ledger.record(
        verbs.PUBLICATION_SLUG_CHANGED, subject_id=publication.id, actor_id=actor.account_id, old=old, new=slug
    )
    cache.bump(cache.SITE, publication.scope)
