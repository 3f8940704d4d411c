"""The pages of areas and topics, and the pages about the site."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.casework import queries as casework
from engage.comments import queries as comments
from engage.consultations import queries as consultations
from engage.core import cache, clock, text
from engage.core.access import public
from engage.core.pages import page as answer
from engage.directory.queries.networks_shown import shown_networks
from engage.engagements.queries import events
from engage.publishing import queries
from engage.site import places
from engage.site.asked import asked_about
from engage.site.front import SITE_PAGES, blueprint
from engage.site.teasers import next_closing, teasers
from engage.taxonomy.queries import all_areas, all_topics, topic_by_slug, tree


@blueprint.get("/areas/")
@public
def areas() -> Response:
    """Every area and every topic."""
    cache.page()
    return answer("site/areas.html", areas=tree(all_areas()), topics=all_topics())


@blueprint.get("/areas/<code>/")
@public
def area(code: str) -> Response:
    """What concerns one area: its own, and what comes from above."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    found = places.surroundings(code)
    own = queries.listed_plans(now, area_ids=found.below_ids, limit=50)
    wider = [plan for plan in queries.listed_plans(now, area_ids=found.above_ids, limit=50) if plan not in own]
    for moment in (next_closing([*own, *wider]), events.next_start(now)):
        cache.page_until(moment)
    cards = teasers([*own, *wider])
    return answer(
        "site/area.html",
        found=found,
        own=cards[: len(own)],
        wider=cards[len(own) :],
        posts=teasers(queries.listed_posts(now, area_ids=found.below_ids, limit=9)),
        organisations=places.organisations_in(found.below_ids),
        events=events.events_beside(now, events.about_areas(found.concerned_ids)),
        networks=shown_networks(area_ids=found.below_ids),
        asked=asked_about(consultations.about_areas(found.concerned_ids), now),
    )


@blueprint.get("/topics/<slug>/")
@public
def topic(slug: str) -> BaseResponse:
    """What there is about one topic."""
    cache.page()
    now = clock.now()
    cache.page_until(queries.next_change(now))
    found = places.topic_or_404(topic_by_slug(slug))
    if found.slug != slug:
        return redirect(url_for("site.topic", slug=found.slug), 301)
    plans = queries.listed_plans(now, topic_id=found.id, limit=50)
    cache.page_until(next_closing(plans))
    return answer(
        "site/topic.html",
        topic=found,
        plans=teasers(plans),
        posts=teasers(queries.listed_posts(now, topic_id=found.id, limit=12)),
        asked=asked_about(consultations.about_topic(found.id), now),
    )


@blueprint.get(f"/<any({', '.join(repr(slug) for slug in SITE_PAGES)}):slug>/")
@public
def page(slug: str) -> Response:
    """A page about the site itself; one that nobody has written yet says so."""
    cache.page()
    written = queries.site_page(slug)
    return answer(
        "site/page.html",
        slug=slug,
        label=SITE_PAGES[slug],
        written=written,
        html=text.stored(written.html) if written else None,
        rules=comments.reasons() if slug == "moderation-policy" else (),
        years=casework.years_told() if slug == "moderation-policy" else (),
    )
