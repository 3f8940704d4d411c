"""Home, and the lists of plans and posts."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, request, url_for

from engage.core import cache, clock
from engage.core.access import public
from engage.core.pages import cursor_from_query, cursor_text, page
from engage.engagements.queries import events
from engage.publishing import queries
from engage.publishing.models import Plan, PlanStatus, Publication
from engage.site.asked import asked_about
from engage.site.forms import PlanFilter
from engage.site.front import blueprint
from engage.site.teasers import next_closing, teasers
from engage.taxonomy.models import Area, Topic
from engage.taxonomy.queries import all_areas, all_topics, areas_above, areas_below

PAGE = 20
DECIDED = (PlanStatus.DECIDED, PlanStatus.IN_PROGRESS, PlanStatus.DONE)


@blueprint.get("/")
@public
def home() -> Response:
    """What is open, what is new, what was decided."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    open_plans = queries.listed_plans(now, statuses=[PlanStatus.OPEN_FOR_COMMENT], limit=7)
    for moment in (next_closing(open_plans), events.next_start(now)):
        cache.page_until(moment)
    return page(
        "site/home.html",
        events=events.coming_events(now, limit=3),
        open_plans=teasers(open_plans),
        posts=teasers(queries.listed_posts(now, limit=6)),
        decided=teasers(queries.listed_plans(now, statuses=DECIDED, limit=3)),
        sections=queries.post_sections(),
        topics=all_topics(),
        asked=asked_about(now=now),
    )


@blueprint.get("/plans/")
@public
def plans() -> Response:
    """The plans, narrowed by what the address says."""
    cache.page()
    cache.page_until(queries.next_change(clock.now()))
    areas, topics = all_areas(), all_topics()
    form = PlanFilter(request.args).offer(areas, topics)
    found = _narrowed(form, areas, topics)
    cache.page_until(next_closing(found))
    return page(
        "site/plans.html",
        form=form,
        plans=teasers(found[:PAGE]),
        older=_older(found, "site.plans", **form.chosen),
        newest=url_for("site.plans", **dict[str, Any](form.chosen)) if "after" in request.args else None,
    )


def _narrowed(form: PlanFilter, areas: Sequence[Area], topics: Sequence[Topic]) -> list[Plan]:
    return queries.listed_plans(
        clock.now(),
        statuses=[PlanStatus(form.status.data)] if form.status.data else None,
        area_ids=_concerned(areas, form.area.data),
        topic_id=next((topic.id for topic in topics if topic.slug == form.topic.data), None),
        after=cursor_from_query(),
        limit=PAGE + 1,
    )


def _concerned(areas: Sequence[Area], code: str) -> frozenset[int] | None:
    """The ids of all areas whose plans touch people in the area of a code; nothing when none was chosen."""
    chosen = [area.id for area in areas if area.code == code]
    return areas_below(chosen) | areas_above(chosen) if chosen else None


def _older(found: Sequence[Publication], endpoint: str, **values: Any) -> str | None:
    """The address of what comes behind a page of a list, if there is more."""
    if len(found) <= PAGE:
        return None
    last = found[PAGE - 1]
    if last.publish_at is None:
        return None
    return url_for(endpoint, after=cursor_text(last.publish_at, last.id), **values)


@blueprint.get("/posts/")
@public
def posts() -> Response:
    """The sections of posts, and the newest posts of all of them."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    found = queries.listed_posts(now, after=cursor_from_query(), limit=PAGE + 1)
    return page(
        "site/posts.html",
        sections=queries.post_sections(),
        posts=teasers(found[:PAGE]),
        older=_older(found, "site.posts"),
        newest=url_for("site.posts") if "after" in request.args else None,
    )


@blueprint.get("/posts/<section>/")
@public
def post_section(section: str) -> Response:
    """The posts of a section, newest first."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    sections = queries.post_sections()
    chosen = next((each for each in sections if each.slug == section), None)
    if chosen is None:
        abort(404)
    found = queries.listed_posts(now, section=chosen, after=cursor_from_query(), limit=PAGE + 1)
    return page(
        "site/post_section.html",
        section=chosen,
        sections=sections,
        posts=teasers(found[:PAGE]),
        older=_older(found, "site.post_section", section=section),
        newest=url_for("site.post_section", section=section) if "after" in request.args else None,
    )
