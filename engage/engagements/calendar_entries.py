"""Public events as entries of a calendar, the same one by one and in a calendar of all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, url_for

from engage.core.icalendar import Event, calendar_file
from engage.core.messages import link
from engage.engagements.queries.events import Happening

# An event that was called off, or has just been, is still told to the calendars that have it.
LOOKED_BACK = timedelta(days=31)
MOST = 500
LOOK_AGAIN = timedelta(hours=6)
_NEVER = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def changed_at(found: Happening) -> datetime:
    """When what is public of an event was changed last."""
    return found.event.updated_at or found.event.listed_at or found.engagement.created_at


def entry_of(found: Happening, *, alarm: bool = False) -> Event:
    """An event for a calendar, known again by an id that outlives its address."""
    it, told = found.engagement, found.event
    return Event(
        uid=f"event-{it.id}@{urlsplit(link('/')).hostname}",
        at=it.at,
        summary=f"Called off: {it.title}" if told.called_off_at else it.title,
        description=told.summary,
        url=link(url_for("engagements.event", slug=told.slug)),
        alarm=alarm,
        ends=found.ends,
        place=told.place,
        called_off=told.called_off_at is not None,
        changed_at=changed_at(found),
        sequence=_sequence(found),
    )


def _sequence(found: Happening) -> int:
    """A number that grows whenever the event is moved, called off or described anew."""
    seconds = int((changed_at(found) - found.engagement.created_at).total_seconds())
    return max(0, seconds) + found.engagement.revision - 1 + (found.event.called_off_at is not None)


def calendar_of(name: str, happenings: Sequence[Happening]) -> Response:
    """A calendar to which people subscribe; it is the same until an event changes."""
    stamp = max((changed_at(found) for found in happenings), default=_NEVER)
    text = calendar_file(name, stamp, [entry_of(found) for found in happenings], again_in=LOOK_AGAIN)
    return Response(text, mimetype="text/calendar")
