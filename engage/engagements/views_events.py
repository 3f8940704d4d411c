"""The staff's side of public events: what is public, who booked, what was heard."""

from flask import Response as FlaskResponse
from flask import flash, url_for
from werkzeug.wrappers import Response

from engage.core import clock
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory.queries.history import last_saved
from engage.engagements import queries
from engage.engagements.actions import events as actions
from engage.engagements.blueprint import staff
from engage.engagements.forms_events import CallOffForm, EventForm, HeardForm
from engage.engagements.models import BookingState, Engagement
from engage.engagements.queries import events
from engage.engagements.rights import PUBLISH
from engage.engagements.views_log import say


@staff.route("/<int:engagement_id>/event/", methods=["GET", "POST"])
@requires(PUBLISH)
def event(engagement_id: int) -> Response:
    """Describe an event for everybody, and list it; who has booked, and what they need."""
    hold(Engagement, engagement_id)
    found = queries.access_engagement(viewer(), engagement_id, PUBLISH)
    known = events.public_side(found.id)
    form = EventForm(obj=known, data={"listed": bool(known and known.is_public)})
    form.compare(found, lambda: last_saved("engagement", [found.id]))
    if form.validate_on_submit():
        try:
            actions.save_event(viewer(), engagement=found, described=_described(form), listed=bool(form.listed.data))
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("Saved.", "success")
            return see_other(url_for(".event", engagement_id=found.id))
    return _event(found, form, 422 if form.errors else 200)


def _described(form: EventForm) -> actions.Described:
    return actions.Described(
        summary=form.summary.data or "",
        minutes=form.minutes.data or 0,
        place=form.place.data or "",
        access=form.access.data or "",
        online_url=form.online_url.data or "",
        capacity=form.capacity.data,
    )


def _event(
    found: Engagement,
    form: EventForm | None = None,
    status: int = 200,
    *,
    off: Form | None = None,
    heard: Form | None = None,
) -> FlaskResponse:
    known = events.public_side(found.id)
    return page(
        "engagements/staff_event.html",
        status,
        it=found,
        event=known,
        form=form or EventForm(formdata=None, obj=known, data={"listed": bool(known and known.is_public)}),
        off=off or CallOffForm(formdata=None),
        heard=heard or HeardForm(formdata=None, obj=known),
        booked=events.bookings_of(found.id, BookingState.BOOKED),
        waiting=events.bookings_of(found.id, BookingState.WAITING),
        unconfirmed=events.bookings_of(found.id, BookingState.UNCONFIRMED),
        is_over=found.at <= clock.now(),
    )


@staff.post("/<int:engagement_id>/event/off/")
@requires(PUBLISH)
def call_off(engagement_id: int) -> Response:
    """Call an event off, and tell those who booked."""
    found, form = queries.access_engagement(viewer(), engagement_id, PUBLISH), CallOffForm()
    if form.validate_on_submit():
        try:
            actions.call_off(viewer(), engagement=found, reason=form.reason.data or "")
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("It is called off. Those who booked are told.", "success")
            return see_other(url_for(".event", engagement_id=found.id))
    return _event(found, status=422, off=form)


@staff.post("/<int:engagement_id>/event/heard/")
@requires(PUBLISH)
def say_heard(engagement_id: int) -> Response:
    """Publish what was heard."""
    hold(Engagement, engagement_id)
    found = queries.access_engagement(viewer(), engagement_id, PUBLISH)
    form = HeardForm(obj=events.public_side(found.id))
    form.compare(found, lambda: last_saved("engagement", [found.id]))
    if form.validate_on_submit():
        try:
            actions.say_heard(viewer(), engagement=found, heard=form.heard.data or "")
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("It stands on the page of the event.", "success")
            return see_other(url_for(".event", engagement_id=found.id))
    return _event(found, status=422, heard=form)
