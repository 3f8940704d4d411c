"""Feeds, sitemaps and what robots may read."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.core import cache, clock
from engage.core.access import public
from engage.core.pages import page
from engage.publishing import queries
from engage.publishing.models import Plan, PublicationKind
from engage.site import articles, feeds, syndication
from engage.site.front import blueprint

ATOM = "application/atom+xml"
KEPT_FROM_ROBOTS = ("/staff/", "/account/", "/search/", "/subscriptions/", "/comments/", "/dev/")


def answer_feed(title: str, name: str, page_path: str, items: Sequence[feeds.Item]) -> Response:
    """The feed of the running request, about the page at a path."""
    settings = current_app.config["ENGAGE"]
    body = feeds.atom(
        base_url=settings.base_url,
        name=name,
        title=title,
        page=page_path,
        feed=request.path,
        author=settings.site_owner,
        items=items,
    )
    return Response(body, content_type=f"{ATOM}; charset=utf-8")


@blueprint.get("/feeds/")
@public
def feed_list() -> Response:
    """Every feed and what comes in it."""
    cache.page()
    return page("site/feed_list.html", sections=queries.post_sections())


@blueprint.get("/feeds/site.atom")
@public
def feed() -> Response:
    """The newest plans, posts, consultations and events."""
    cache.page()
    now, settings = clock.now(), current_app.config["ENGAGE"]
    cache.page_until(queries.next_change(now))
    items = syndication.newest(now, settings.site_owner)
    return answer_feed(settings.site_name, "site", url_for("site.home"), items)


@blueprint.get("/feeds/consultations.atom")
@public
def consultations_feed() -> Response:
    """The consultations alone: what is launched, answered with results, or called off."""
    cache.page()
    settings = current_app.config["ENGAGE"]
    items = syndication.consultations_alone(settings.site_owner)
    title = f"Consultations – {settings.site_name}"
    return answer_feed(title, "consultations", url_for("consultations.index"), items)


@blueprint.get("/feeds/events.atom")
@public
def events_feed() -> Response:
    """The public events alone: what is coming, called off, and what was heard."""
    cache.page()
    settings = current_app.config["ENGAGE"]
    items = syndication.events_alone(settings.site_owner)
    return answer_feed(f"Events – {settings.site_name}", "events", url_for("engagements.events_list"), items)


@blueprint.get("/feeds/posts/<section>.atom")
@public
def section_feed(section: str) -> Response:
    """The newest posts of a section."""
    cache.page()
    now, settings = clock.now(), current_app.config["ENGAGE"]
    cache.page_until(queries.next_change(now))
    found = next((each for each in queries.post_sections() if each.slug == section), None)
    if found is None:
        abort(404)
    items = syndication.publications(now, settings.site_owner, found)
    title = f"{found.name} – {settings.site_name}"
    return answer_feed(title, f"section/{found.id}", url_for("site.post_section", section=section), items)


@blueprint.get("/feeds/plans/<slug>.atom")
@public
def plan_feed(slug: str) -> BaseResponse:
    """What changes in a plan, and the statements that answer it."""
    now, settings = clock.now(), current_app.config["ENGAGE"]
    plan = _public_plan(slug, now)
    if plan.slug != slug:
        return redirect(url_for("site.plan_feed", slug=plan.slug), 301)
    cache.page_until(queries.next_change(now))
    items = syndication.of_plan(plan, now, settings.site_owner)
    title = f"{plan.title} – {settings.site_name}"
    return answer_feed(title, f"publication/{plan.id}", url_for("site.plan", slug=slug), items)


@blueprint.get("/feeds/plans/<slug>/comments.atom")
@public
def plan_comments_feed(slug: str) -> BaseResponse:
    """The newest comments on a plan."""
    now, settings = clock.now(), current_app.config["ENGAGE"]
    plan = _public_plan(slug, now, "thread")
    if plan.slug != slug:
        return redirect(url_for("site.plan_comments_feed", slug=plan.slug), 301)
    items = syndication.comments_on(plan, settings.site_owner)
    title = f"Comments on {plan.title} – {settings.site_name}"
    return answer_feed(title, f"publication/{plan.id}/comments", url_for("site.plan", slug=slug), items)


def _public_plan(slug: str, now: datetime, *scopes: str) -> Plan:
    """The plan that has the address or once had it, and what its feed is made from; 404 unless anybody may see it."""
    known = articles.find(PublicationKind.PLAN, slug)
    if known is not None:
        cache.page(f"publication:{known}", *(f"{scope}:{known}" for scope in scopes))
    plan = queries.publication(known) if known else queries.publication_by_old_slug(PublicationKind.PLAN, slug)
    if not isinstance(plan, Plan) or not plan.is_public(now):
        abort(404)
    return plan


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Every public page, or an index of the parts that list them."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    parts = syndication.sitemap_parts()
    if parts <= 1:
        return _sitemap([*syndication.sitemap_places(), *syndication.sitemap_part(now, 1)])
    base = current_app.config["ENGAGE"].base_url
    urls = [base + url_for("site.sitemap_part", part=part) for part in range(parts + 1)]
    return Response(feeds.sitemap_index(urls), content_type="application/xml; charset=utf-8")


@blueprint.get("/sitemap-<int:part>.xml")
@public
def sitemap_part(part: int) -> Response:
    """One part: part 0 lists what is not a publication."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    if part > syndication.sitemap_parts():
        abort(404)
    return _sitemap(syndication.sitemap_part(now, part) if part else syndication.sitemap_places())


def _sitemap(paths: Sequence[tuple[str, datetime | None]]) -> Response:
    base = current_app.config["ENGAGE"].base_url
    body = feeds.sitemap((base + path, changed) for path, changed in paths)
    return Response(body, content_type="application/xml; charset=utf-8")


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """What robots leave alone, and where the sitemap is."""
    cache.page()
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_FROM_ROBOTS)]
    lines.append(f"Sitemap: {current_app.config['ENGAGE'].base_url}{url_for('site.sitemap')}")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
