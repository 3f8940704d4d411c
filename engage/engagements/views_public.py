"""The public events: what is coming, booking a place, giving it back, and what was heard."""

from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.core import cache, clock, limits, navigation, tokens
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.icalendar import calendar_file
from engage.core.pages import cursor_from_query, cursor_text, page, see_other
from engage.engagements import queries
from engage.engagements.actions import booking as actions
from engage.engagements.calendar_entries import changed_at, entry_of
from engage.engagements.forms_events import BookingForm
from engage.engagements.mails import PURPOSE, booking_token
from engage.engagements.models import Booking, Engagement
from engage.engagements.queries import events

blueprint = Blueprint("engagements", __name__)
navigation.add("main", "engagements.events_list", "Events", 25)
PAGE = 20
ADDRESS = "event-booking-address"
MOST_MAILS = 5


OFTEN = (
    "We have written to this address several times today. Open the latest message and confirm the booking; "
    "then you can make another."
)


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
    found, me = _opened(slug), viewer()
    return _event(found, BookingForm(formdata=None, data={"name": me.name, "email": me.email}))


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
    """Book a place; what is answered to a stranger's address is the same whether or not it has booked already."""
    form = BookingForm()
    if not form.validate_on_submit():
        return _event(events.access_event(slug), form, 422)
    email, me = (form.email.data or "").strip().lower(), viewer()
    proved = me.signed_in and email == me.email.lower()
    within = proved or limits.spend(ADDRESS, email, most=MOST_MAILS, per=timedelta(hours=24))
    found = events.access_event(slug)
    if not within:
        form.refuse("email", OFTEN)
        return _event(found, form, 422)
    try:
        held = _take(found, form, proved=proved)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _event(found, form, 422)
    return see_other(url_for(".booking", token=booking_token(held)) if proved else url_for(".booked", slug=slug))


def _take(found: events.Happening, form: BookingForm, *, proved: bool) -> Booking:
    return actions.book(
        engagement=found.engagement,
        name=form.name.data or "",
        email=form.email.data or "",
        needs=form.needs.data or "",
        proved=proved,
        network=limits.source_key("event-booking"),
    )


@blueprint.get("/events/<slug>/booked/")
@public
def booked(slug: str) -> Response:
    """What happens next."""
    return page("engagements/booked.html", found=events.access_event(slug))


@blueprint.route("/events/bookings/<token>/", methods=["GET", "POST"])
@public
def booking(token: str) -> Response:
    """What somebody has booked, and giving it back; opening the link alone changes nothing."""
    found, form = _held(token), Form()
    if found is None:
        return page("engagements/dead_booking.html", 410)
    if form.validate_on_submit():
        actions.cancel_booking(engagement=found[0], booking=found[1])
    return _booking(*found, form, token)


@blueprint.post("/events/bookings/<token>/confirm/")
@public
def confirm_booking(token: str) -> BaseResponse:
    """Take the place that was held, or what is left; the link has proved the address."""
    found, form = _held(token), Form()
    if found is None:
        return page("engagements/dead_booking.html", 410)
    if form.validate_on_submit():
        try:
            actions.confirm_booking(engagement=found[0], booking=found[1])
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
        else:
            limits.forgive(ADDRESS, found[1].email)
            return see_other(url_for(".booking", token=token))
    return _booking(*found, form, token)


def _booking(engagement: Engagement, held: Booking, form: Form, token: str) -> Response:
    status = 422 if form.errors else 200
    event = events.public_side(engagement.id)
    answer = page("engagements/booking.html", status, booking=held, it=engagement, event=event, form=form, token=token)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _held(token: str) -> tuple[Engagement, Booking] | None:
    """The booking that a link from a mail speaks of, with its event."""
    try:
        held = events.booking(int(tokens.read(PURPOSE, token)["b"]))
    except tokens.BadToken:
        return None
    engagement = queries.engagement(held.event_id) if held else None
    return (engagement, held) if held and engagement else None


@blueprint.get("/events/<slug>/calendar.ics")
@public
def event_calendar(slug: str) -> Response:
    """The event for a calendar."""
    found = _opened(slug)
    text = calendar_file(found.engagement.title, changed_at(found), [entry_of(found, alarm=True)])
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f"attachment; filename={slug}.ics"
    return answer
