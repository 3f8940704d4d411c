"""What feeds and sitemaps tell, newest first; only what anybody may see."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import case, func, select
from sqlalchemy.orm import with_polymorphic

from engage.comments import queries as comments
from engage.comments.models import Comment
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.i18n import datetime_text
from engage.core.text import excerpt
from engage.directory.models import Organisation
from engage.directory.queries.networks_shown import shown_networks
from engage.engagements.queries import events
from engage.engagements.queries.events import Happening
from engage.publishing.models import Plan, Post, PostSection, Publication
from engage.site.articles import Version, versions_of
from engage.site.feeds import Item
from engage.site.front import SITE_PAGES
from engage.taxonomy.models import Area, Topic

NEWEST = 50
SITEMAP_SIZE = 5_000
EXCERPT = 400
# A file of a sitemap may hold 50,000 addresses.
MOST_ORGANISATIONS = 40_000


def publications(now: datetime, owner: str, section: PostSection | None = None) -> list[Item]:
    """The plans and posts that were published or changed last, or the posts of one section."""
    either = with_polymorphic(Publication, [Plan, Post])
    wanted = select(either, PostSection).outerjoin(PostSection, PostSection.id == either.Post.section_id)
    if section is not None:
        wanted = wanted.where(PostSection.id == section.id)
    changed = case((either.updated_at > either.publish_at, either.updated_at), else_=either.publish_at)
    rows = db.session.execute(wanted.where(either.listed(now)).order_by(changed.desc(), either.id.desc()).limit(NEWEST))
    return [_item(publication, held, owner) for publication, held in rows]


def newest(now: datetime, owner: str) -> list[Item]:
    """What was published, changed or launched last on the whole site."""
    asked = [_asked(each, owner) for each in consultations.newest_launched(NEWEST)]
    found = [*publications(now, owner), *asked, *events_alone(owner)]
    return sorted(found, key=lambda item: (item.updated, item.name), reverse=True)[:NEWEST]


def consultations_alone(owner: str) -> list[Item]:
    """The consultations that were launched, answered with results or called off last."""
    return [_asked(each, owner) for each in consultations.newest_public(NEWEST)]


def events_alone(owner: str) -> list[Item]:
    """The public events that were listed, moved, called off, or of which it was told what was heard, last."""
    return [_event(each, owner) for each in events.newest_events(NEWEST)]


def _event(found: Happening, owner: str) -> Item:
    it, told = found.engagement, found.event
    listed = told.listed_at or it.created_at
    what = "Called off" if told.called_off_at else "What we heard" if told.heard else "Event"
    return Item(
        name=f"event/{it.id}",
        title=f"{what}: {it.title}",
        url=url_for("engagements.event", slug=told.slug),
        published=listed,
        updated=max(told.updated_at or listed, listed),
        author=owner,
        summary=f"{datetime_text(it.at)}. {told.called_off_reason or excerpt(told.heard or told.summary, EXCERPT)}",
        categories=("Events",),
    )


def _asked(consultation: Consultation, owner: str) -> Item:
    launched = consultation.launched_at or consultation.created_at
    moments = (launched, consultation.results_published_at, consultation.withdrawn_at)
    what = "Called off" if consultation.withdrawn_at else "Consultation"
    return Item(
        name=f"consultation/{consultation.id}",
        title=f"{what}: {consultation.title}",
        url=url_for("consultations.one", slug=consultation.slug),
        published=launched,
        updated=max(moment for moment in moments if moment is not None),
        author=owner,
        summary=consultation.summary,
        categories=("Consultations",),
    )


def _item(publication: Publication, section: PostSection | None, owner: str) -> Item:
    published = publication.publish_at or publication.created_at
    byline = publication.byline_name if isinstance(publication, Post) else ""
    return Item(
        name=f"publication/{publication.id}",
        title=publication.title,
        url=_path(publication, section),
        published=published,
        updated=max(publication.updated_at or published, published),
        author=byline or owner,
        summary=publication.standfirst,
        categories=(section.name if section else "Plans",),
    )


def _path(publication: Publication, section: PostSection | None) -> str:
    if section is None:
        return url_for("site.plan", slug=publication.slug)
    return url_for("site.post", section=section.slug, slug=publication.slug)


def of_plan(plan: Plan, now: datetime, owner: str) -> list[Item]:
    """A plan's versions and the statements that answer it."""
    changed = [_version_item(plan, version, owner) for version in versions_of(plan, now)]
    found = [*changed, *_statements(plan, now, owner)]
    return sorted(found, key=lambda item: (item.published, item.name), reverse=True)[:NEWEST]


def comments_on(plan: Plan, owner: str) -> list[Item]:
    """The newest comments on a plan."""
    return [_comment_item(plan, each, owner) for each in comments.newest_public(plan.id, NEWEST)]


def _version_item(plan: Plan, version: Version, owner: str) -> Item:
    first = version.number == 1
    return Item(
        name=f"publication/{plan.id}/version/{version.number}",
        title=plan.title if first else f"Changed: {plan.title}",
        url=url_for("site.plan_version", slug=plan.slug, number=version.number),
        published=version.at,
        updated=version.at,
        author=owner,
        summary=version.note or (plan.standfirst if first else ""),
    )


def _statements(plan: Plan, now: datetime, owner: str) -> list[Item]:
    rows = db.session.execute(
        select(Post, PostSection)
        .join(PostSection, PostSection.id == Post.section_id)
        .where(Post.answers_id == plan.id, Post.listed(now))
        .order_by(Post.publish_at.desc())
        .limit(NEWEST)
    )
    return [_item(post, section, owner) for post, section in rows]


def _comment_item(plan: Plan, comment: Comment, owner: str) -> Item:
    published = comment.published_at or comment.submitted_at
    return Item(
        name=f"comment/{comment.id}",
        title=f"Comment #{comment.number} on {plan.title}",
        url=url_for("comments.permalink", comment_id=comment.id),
        published=published,
        updated=max(comment.edited_at or published, published),
        author=comment.name or owner,
        html=comment.html,
    )


def sitemap_part(now: datetime, part: int) -> Sequence[tuple[str, datetime | None]]:
    """The paths of one part of the sitemap: the publications of a range of ids."""
    first = (part - 1) * SITEMAP_SIZE
    either = with_polymorphic(Publication, [Plan, Post])
    rows = db.session.execute(
        select(either, PostSection)
        .outerjoin(PostSection, PostSection.id == either.Post.section_id)
        .where(either.listed(now), either.id > first, either.id <= first + SITEMAP_SIZE)
        .order_by(either.id)
    )
    return [(_path(each, section), each.updated_at or each.publish_at) for each, section in rows]


def sitemap_parts() -> int:
    """How many parts the publications make."""
    last = db.session.scalar(select(func.max(Publication.id))) or 0
    return -(-last // SITEMAP_SIZE)


def sitemap_places() -> list[tuple[str, datetime | None]]:
    """The paths of all that is not a publication."""
    paths = [url_for(f"site.{name}") for name in ("home", "plans", "posts", "areas", "organisations")]
    paths += [url_for("consultations.index"), url_for("engagements.events_list")]
    paths += [url_for("site.page", slug=slug) for slug in SITE_PAGES]
    paths += [url_for("site.post_section", section=slug) for slug in db.session.scalars(select(PostSection.slug))]
    paths += [url_for("site.area", code=code) for code in db.session.scalars(select(Area.code))]
    paths += [url_for("site.topic", slug=slug) for slug in db.session.scalars(select(Topic.slug))]
    shown = select(Organisation.slug).where(Organisation.is_public, Organisation.merged_into_id.is_(None))
    paths += [url_for("site.organisation", slug=slug) for slug in db.session.scalars(shown.limit(MOST_ORGANISATIONS))]
    paths += [url_for("directory.networks")]
    paths += [url_for("directory.network", slug=network.slug) for network in shown_networks()]
    asked = [(url_for("consultations.one", slug=slug), at) for slug, at in consultations.public_addresses()]
    held = [(url_for("engagements.event", slug=slug), at) for slug, at in events.event_addresses(SITEMAP_SIZE)]
    return [*((path, None) for path in paths), *asked, *held]
