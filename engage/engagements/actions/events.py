"""Making an event public, booking places at it, and saying afterwards what was heard."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete

from engage.core import cache, clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import local
from engage.core.parameters import is_web_address
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory.keys import slug_of
from engage.engagements import mails, verbs
from engage.engagements.actions.showing import show
from engage.engagements.models import Booking, BookingState, Engagement, EngagementKind, PublicEvent
from engage.engagements.queries import events

COMING = (BookingState.BOOKED, BookingState.WAITING)


@dataclass(frozen=True)
class Described:
    """What everybody may know of an event."""

    summary: str
    minutes: int
    place: str = ""
    access: str = ""
    online_url: str = ""
    capacity: int | None = None


def save_event(actor: Viewer, *, engagement: Engagement, described: Described, listed: bool) -> PublicEvent:
    """Say what is public of an event, and list it or take it off the list; who waits may get a place by it."""
    _check(engagement, described)
    event = events.public_side(engagement.id)
    if event is None:
        event = PublicEvent(engagement_id=engagement.id, slug=_free_slug(engagement), **asdict(described))
        db.session.add(event)
        db.session.flush()
    event = events.locked_event(engagement.id)
    for name, value in asdict(described).items():
        setattr(event, name, value)
    if not listed and event.listed_at and events.bookings_of(engagement.id, *COMING):
        raise Refused("People have booked. Call it off, so that they are told.", "listed")
    event.listed_at = (event.listed_at or clock.now()) if listed else None
    ledger.record(verbs.EVENT_SAVED, subject_id=engagement.id, actor_id=actor.account_id, listed=listed)
    _fill(engagement, event)
    show(engagement, event)
    return event


def _check(engagement: Engagement, described: Described) -> None:
    if engagement.kind is not EngagementKind.EVENT:
        raise Refused("Only an event can be public. Change what it was first.")
    if is_blank(described.summary):
        raise Refused("Say what people can expect.", "summary")
    if not described.place and not described.online_url:
        raise Refused("Say where it is, or give the link.", "place")
    url = described.online_url
    if url and not is_web_address(url):
        raise Refused("Enter the whole address, beginning with https://", "online_url")


def _free_slug(engagement: Engagement) -> str:
    wanted = f"{slug_of(engagement.title, 60) or 'event'}-{local(engagement.at):%Y-%m-%d}"
    slug, number = wanted, 1
    while events.is_slug_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def call_off(actor: Viewer, *, engagement: Engagement, reason: str) -> None:
    """Call a public event off and tell everybody who booked; doing it twice changes nothing."""
    reason, event = clean_line(reason), events.locked_event(engagement.id)
    if is_blank(reason):
        raise Refused("Say why, for those who booked are told.", "reason")
    if event.called_off_at is not None:
        return
    event.called_off_at, event.called_off_reason = clock.now(), reason
    for one in events.bookings_of(engagement.id, *COMING):
        _tell(engagement, event, one, "called_off")
    ledger.record(verbs.EVENT_CALLED_OFF, subject_id=engagement.id, actor_id=actor.account_id)
    show(engagement, event)


def say_heard(actor: Viewer, *, engagement: Engagement, heard: str) -> None:
    """Publish what was heard at an event; the same words again change nothing."""
    heard, event = clean_text(heard), events.locked_event(engagement.id)
    if engagement.at > clock.now():
        raise Refused("It has not begun yet.")
    if heard == event.heard:
        return
    event.heard = heard
    ledger.record(verbs.EVENT_HEARD, subject_id=engagement.id, actor_id=actor.account_id)
    show(engagement, event)


def book(*, engagement: Engagement, name: str, email: str, needs: str) -> Booking:
    """Book a place, or the next one that is given back; an address that has booked keeps what it has."""
    name, email, needs = clean_line(name), email.strip().lower(), clean_text(needs)
    event = events.locked_event(engagement.id)
    if not events.Happening(engagement, event).takes_bookings(clock.now()):
        raise Refused("It takes no bookings any more.")
    found = events.booking_of(engagement.id, email)
    if found is not None and found.state is not BookingState.CANCELLED:
        return found
    found = found or Booking(event_id=engagement.id, email=email, round=0)
    found.name, found.needs, found.at, found.round = name, needs, clock.now(), (found.round or 0) + 1
    found.state = BookingState.WAITING if event.is_full else BookingState.BOOKED
    event.taken += found.state is BookingState.BOOKED
    db.session.add(found)
    db.session.flush()
    ledger.record(
        verbs.PLACE_BOOKED,
        subject_id=engagement.id,
        actor_id=VISITOR.account_id,
        booking_id=found.id,
        state=found.state.value,
    )
    _tell(engagement, event, found, found.state.value)
    # The lists say of an event that it is full.
    cache.bump(event.scope, *([cache.SITE] if event.is_full else []))
    return found


def cancel_booking(*, engagement: Engagement, booking: Booking) -> None:
    """Give a place back to the first who waits; doing it twice changes nothing."""
    event = events.locked_event(engagement.id)
    db.session.refresh(booking)
    if booking.state is BookingState.CANCELLED:
        return
    was_full = event.is_full
    event.taken -= booking.state is BookingState.BOOKED
    booking.state, booking.needs = BookingState.CANCELLED, ""
    ledger.record(verbs.PLACE_GIVEN_BACK, subject_id=engagement.id, actor_id=None, booking_id=booking.id)
    _fill(engagement, event)
    cache.bump(event.scope, *([cache.SITE] if was_full else []))


def _fill(engagement: Engagement, event: PublicEvent) -> None:
    """Give free places to those who wait, in their order."""
    if not events.Happening(engagement, event).takes_bookings(clock.now()):
        return
    for one in events.bookings_of(engagement.id, BookingState.WAITING):
        if event.is_full:
            return
        one.state = BookingState.BOOKED
        event.taken += 1
        _tell(engagement, event, one, "moved_up")


def _tell(engagement: Engagement, event: PublicEvent, booking: Booking, what: str) -> None:
    message = mails.about_booking(engagement, event, booking, what)
    outbox.put(message, key=f"event:{booking.id}:{booking.round}:{what}:{engagement.at:%Y%m%dT%H%M}")


def follow_change(engagement: Engagement, *, moved: bool) -> None:
    """Show a public event as its engagement now says; where its time has changed, tell those who booked."""
    event = events.public_side(engagement.id)
    if event is None or not event.is_public:
        return
    if moved and event.called_off_at is None and engagement.at > clock.now():
        for one in events.bookings_of(engagement.id, *COMING):
            _tell(engagement, event, one, "changed")
    show(engagement, event)


def remind() -> None:
    """Remind those who have a place, the day before."""
    for found in events.begins_within(clock.now(), mails.BEFOREHAND):
        for one in events.bookings_of(found.engagement.id, BookingState.BOOKED):
            _tell(found.engagement, found.event, one, "reminder")


def forget_bookings() -> None:
    """Forget who came to events that are a month old."""
    for found in events.with_old_bookings(clock.now() - mails.KEPT):
        kept = events.bookings_of(found.engagement.id, *BookingState)
        db.session.execute(delete(Booking).where(Booking.event_id == found.engagement.id))
        ledger.record(verbs.BOOKINGS_FORGOTTEN, subject_id=found.engagement.id, actor_id=None, number=len(kept))


def note_taken_away(actor: Viewer, *, engagement: Engagement, number: int) -> None:
    """Put on record that so many bookings of an event leave the site as a file."""
    ledger.record(verbs.BOOKINGS_TAKEN_AWAY, subject_id=engagement.id, actor_id=actor.account_id, number=number)
