"""The public events: what is coming, booking a place, giving it back, and what was heard."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.core import cache, clock, limits, navigation, tokens
from engage.core.access import public
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.icalendar import calendar_file
from engage.core.pages import cursor_from_query, cursor_text, page, see_other
from engage.engagements import queries
from engage.engagements.actions import events as actions
from engage.engagements.calendar_entries import changed_at, entry_of
from engage.engagements.forms_events import BookingForm
from engage.engagements.mails import PURPOSE
from engage.engagements.models import Booking
from engage.engagements.queries import events

blueprint = Blueprint("engagements", __name__)
navigation.add("main", "engagements.events_list", "Events", 25)
PAGE = 20


@blueprint.get("/events/")
@public
def events_list() -> Response:
    """What is coming, and what was heard."""
    cache.page()
    now = clock.now()
    cache.page_until(events.next_start(now))
    past = events.past_events(now, after=cursor_from_query(), limit=PAGE + 1)
    last = past[PAGE - 1].engagement if len(past) > PAGE else None
    return page(
        "engagements/events.html",
        coming=events.coming_events(now),
        past=past[:PAGE],
        older=url_for(".events_list", after=cursor_text(last.at, last.id)) if last else None,
        newest=url_for(".events_list") if "after" in request.args else None,
    )


def _opened(slug: str) -> events.Happening:
    """Say what the page depends on, then pass the gate."""
    known = events.happening(slug)
    if known is not None:
        cache.page(known.event.scope)
        now = clock.now()
        for moment in (known.engagement.at, known.ends):
            cache.page_until(moment if moment > now else None)
    return events.access_event(slug)


@blueprint.get("/events/<slug>/")
@public
def event(slug: str) -> Response:
    """One event, with the form to book a place."""
    return _event(_opened(slug), BookingForm(formdata=None))


def _event(found: events.Happening, form: BookingForm, status: int = 200) -> Response:
    return page(
        "engagements/event.html",
        status,
        found=found,
        form=form,
        now=clock.now(),
        publications=queries.public_publications_of(found.engagement.id),
    )


@blueprint.post("/events/<slug>/")
@public
def book(slug: str) -> BaseResponse:
    """Book a place; the answer is the same whether or not the address has booked already."""
    form = BookingForm()
    if not form.validate_on_submit():
        return _event(events.access_event(slug), form, 422)
    limits.require("event-booking", limits.source(), most=30, per=timedelta(hours=1))
    limits.require("event-booking-address", (form.email.data or "").lower(), most=10, per=timedelta(hours=24))
    found = events.access_event(slug)
    facts = {"name": form.name.data or "", "email": form.email.data or "", "needs": form.needs.data or ""}
    try:
        actions.book(engagement=found.engagement, **facts)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _event(found, form, 422)
    return see_other(url_for(".booked", slug=slug))


@blueprint.get("/events/<slug>/booked/")
@public
def booked(slug: str) -> Response:
    """What happens next."""
    return page("engagements/booked.html", found=events.access_event(slug))


@blueprint.route("/events/bookings/<token>/", methods=["GET", "POST"])
@public
def booking(token: str) -> Response:
    """What somebody has booked, and giving it back; opening the link alone changes nothing."""
    held, form = _held(token), Form()
    engagement = queries.engagement(held.event_id) if held else None
    if held is None or engagement is None:
        return page("engagements/dead_booking.html", 410)
    if form.validate_on_submit():
        actions.cancel_booking(engagement=engagement, booking=held)
    answer = page("engagements/booking.html", 422 if form.errors else 200, booking=held, it=engagement, form=form)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _held(token: str) -> Booking | None:
    try:
        return events.booking(int(tokens.read(PURPOSE, token)["b"]))
    except tokens.BadToken:
        return None


@blueprint.get("/events/<slug>/calendar.ics")
@public
def event_calendar(slug: str) -> Response:
    """The event for a calendar."""
    found = _opened(slug)
    text = calendar_file(found.engagement.title, changed_at(found), [entry_of(found, alarm=True)])
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f"attachment; filename={slug}.ics"
    return answer
