"""Calendars of public events to which a phone subscribes: of the whole site, and of each area."""

from flask import Response, current_app

from engage.core import cache, clock
from engage.core.access import public
from engage.engagements.calendar_entries import LOOKED_BACK, MOST, calendar_of
from engage.engagements.queries import events
from engage.engagements.queries.events import Happening
from engage.site import places
from engage.site.front import blueprint


@blueprint.get("/feeds/events.ics")
@public
def events_calendar() -> Response:
    """Every public event that is coming, and the last month’s."""
    cache.page()
    return calendar_of(f"Events – {current_app.config['ENGAGE'].site_name}", _listed())


@blueprint.get("/feeds/areas/<code>/events.ics")
@public
def area_events_calendar(code: str) -> Response:
    """The same for what concerns one area."""
    cache.page()
    found = places.surroundings(code)
    return calendar_of(f"Events – {found.area.name}", _listed(found.concerned_ids))


def _listed(area_ids: frozenset[int] | None = None) -> list[Happening]:
    about = [] if area_ids is None else [events.about_areas(area_ids)]
    found = events.coming_events(clock.now() - LOOKED_BACK, *about, limit=MOST)
    cache.page_until(found[0].engagement.at + LOOKED_BACK if found else None)
    return found
