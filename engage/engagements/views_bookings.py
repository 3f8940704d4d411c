"""Who comes to an event: a sheet for the door, and the same as a file."""

from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.forms import Form
from engage.core.i18n import local
from engage.core.pages import page, see_other
from engage.core.tables import csv_head, csv_lines
from engage.engagements import queries
from engage.engagements.actions import booking as actions
from engage.engagements.blueprint import staff
from engage.engagements.models import Booking, BookingState, Engagement
from engage.engagements.queries import events
from engage.engagements.rights import PUBLISH

COLUMNS = ("Name", "Email address", "Needs", "Place", "Booked")


def _found(engagement_id: int) -> tuple[Engagement, Sequence[Booking], Sequence[Booking]]:
    """The event, who has a place and who waits for one."""
    found = queries.access_engagement(viewer(), engagement_id, PUBLISH)
    if events.public_side(found.id) is None:
        abort(404)
    booked = events.bookings_of(found.id, BookingState.BOOKED)
    return found, booked, events.bookings_of(found.id, BookingState.WAITING)


@staff.get("/<int:engagement_id>/event/bookings/")
@requires(PUBLISH)
def who_comes(engagement_id: int) -> FlaskResponse:
    """A sheet to print: names and needs, and no addresses."""
    found, booked, waiting = _found(engagement_id)
    event = events.public_side(found.id)
    unconfirmed = events.bookings_of(found.id, BookingState.UNCONFIRMED)
    return page(
        "engagements/who_comes.html", it=found, event=event, booked=booked, waiting=waiting, unconfirmed=unconfirmed
    )


@staff.post("/<int:engagement_id>/event/bookings.csv")
@requires(PUBLISH)
def take_bookings_away(engagement_id: int) -> Response:
    """The same with the addresses as a file, which goes on record."""
    (found, booked, waiting), form = _found(engagement_id), Form()
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
        return see_other(url_for(".who_comes", engagement_id=engagement_id))
    rows = [*booked, *waiting]
    actions.note_taken_away(viewer(), engagement=found, number=len(rows))
    answer = make_response(csv_head(COLUMNS) + csv_lines(map(_cells, rows)))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="bookings-{found.id}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _cells(one: Booking) -> tuple[str, ...]:
    return (one.name, one.email, one.needs, one.state.value, f"{local(one.at):%Y-%m-%d %H:%M}")
