"""What is written to people who booked a place at an event."""

from datetime import timedelta

from flask import current_app

from engage.core import tokens
from engage.core.i18n import datetime_text
from engage.core.messages import Message, compose, link
from engage.engagements.models import Booking, Engagement, PublicEvent

BEFOREHAND = timedelta(hours=26)
KEPT = timedelta(days=30)
PURPOSE = "event-booking"
SAID = {
    "booked": ("You have a place: {title}", "We look forward to seeing you."),
    "waiting": ("You are on the waiting list: {title}", "It is full. We write to you when a place is free."),
    "moved_up": ("A place is free for you: {title}", "You were on the waiting list and now have a place."),
    "changed": (
        "New time: {title}",
        "It begins at another time. If you cannot come then, please give your place back.",
    ),
    "reminder": ("Tomorrow: {title}", "This is a reminder. If you cannot come, please give your place back."),
    "called_off": ("Called off: {title}", "It does not take place. {reason}"),
}


def booking_token(booking: Booking) -> str:
    """What the link carries by which somebody gives a place back."""
    return tokens.sign(PURPOSE, {"b": booking.id})


def to_confirm(engagement: Engagement, event: PublicEvent, booking: Booking) -> Message:
    """What is asked of an address that anybody may have typed: nothing of what was typed is repeated to it."""
    return compose(
        "event_confirm",
        to=booking.email,
        title=engagement.title,
        when=datetime_text(engagement.at),
        place=event.place,
        held_until=datetime_text(booking.held_until) if booking.held_until else "",
        url=link(_path("engagements.booking", token=booking_token(booking))),
    )


def _path(endpoint: str, **values: str) -> str:
    return current_app.url_map.bind("localhost").build(endpoint, values)


def about_booking(engagement: Engagement, event: PublicEvent, booking: Booking, what: str) -> Message:
    """What happened to a booking, with when and where, and the link to give it back."""
    headline, said = SAID[what]
    return compose(
        "event_booking",
        to=booking.email,
        name=booking.name,
        headline=headline.format(title=engagement.title),
        said=said.format(reason=event.called_off_reason),
        when=datetime_text(engagement.at),
        place=event.place,
        online_url=event.online_url if what in ("booked", "moved_up", "changed", "reminder") else "",
        url=link(_path("engagements.event", slug=event.slug)),
        calendar_url=link(_path("engagements.event_calendar", slug=event.slug)),
        cancel_url=link(_path("engagements.booking", token=booking_token(booking))) if what != "called_off" else "",
    )
