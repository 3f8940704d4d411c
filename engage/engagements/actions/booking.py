"""Booking places at a public event: held until the address is proved, given back, passed on to who waits."""

from datetime import timedelta

from sqlalchemy import delete

from engage.core import cache, clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_line, clean_text
from engage.engagements import mails, verbs
from engage.engagements.models import Booking, BookingState, Engagement, PublicEvent
from engage.engagements.queries import events

COMING = (BookingState.BOOKED, BookingState.WAITING)
# Time to find a message on a phone; others are not kept out for longer by an address that nobody reads.
HELD_FOR = timedelta(minutes=30)
# One network may be a whole library, so that more can ask than places are held for.
MOST_HELD = 5
MOST_ASKED = 20
# Who confirms late still gets what is left.
KEPT_UNCONFIRMED = timedelta(days=1)


def book(*, engagement: Engagement, name: str, email: str, needs: str, proved: bool, network: str = "") -> Booking:
    """Book a place, or the next one that is given back; an address that has booked keeps what it has.

    One that is not `proved` has to be confirmed first, and until then a place is held for it a short while, if one is
    free and few are held for the same network.
    """
    name, email, needs = clean_line(name), email.strip().lower(), clean_text(needs)
    event = _open_event(engagement)
    found = events.booking_of(engagement.id, email)
    if found is not None and found.state in COMING:
        return found
    if found is None:
        found = Booking(event_id=engagement.id, email=email, round=0, state=BookingState.CANCELLED, at=clock.now())
        db.session.add(found)
    found.name, found.needs = name, needs
    if proved:
        found.round += found.state is BookingState.CANCELLED
        _settle(engagement, event, found)
    elif found.held_until is None:
        _ask(engagement, event, found, network)
    return found


def _open_event(engagement: Engagement) -> PublicEvent:
    event = events.locked_event(engagement.id)
    if not events.Happening(engagement, event).takes_bookings(clock.now()):
        raise Refused("It takes no bookings any more.")
    _let_holds_lapse(engagement, event)
    return event


def _ask(engagement: Engagement, event: PublicEvent, booking: Booking, network: str) -> None:
    """Ask whether the address is the booker's, and hold a place meanwhile."""
    now, was_full = clock.now(), event.is_full
    asked, held = events.unconfirmed_from(engagement.id, network, since=now - HELD_FOR)
    if asked >= MOST_ASKED:
        minutes = int(HELD_FOR.total_seconds()) // 60
        raise Refused(
            "Many bookings from your network wait for their confirmation. Open the messages and confirm them, "
            f"or try again in {minutes} minutes."
        )
    booking.state, booking.network, booking.at = BookingState.UNCONFIRMED, network, now
    booking.round += 1
    if held < MOST_HELD and not was_full:
        booking.held_until = now + HELD_FOR
        event.taken += 1
    db.session.flush()
    is_held = booking.held_until is not None
    facts = {"booking_id": booking.id, "held": is_held}
    ledger.record(verbs.PLACE_ASKED, subject_id=engagement.id, actor_id=VISITOR.account_id, **facts)
    outbox.put(mails.to_confirm(engagement, event, booking), key=f"event:{booking.id}:{booking.round}:confirm")
    if is_held:
        _show_places(event, was_full=was_full)


def confirm_booking(*, engagement: Engagement, booking: Booking) -> None:
    """Give the place that was held, or what is left; doing it twice changes nothing."""
    event = _open_event(engagement)
    db.session.refresh(booking)
    if booking.state is BookingState.UNCONFIRMED:
        _settle(engagement, event, booking)


def _settle(engagement: Engagement, event: PublicEvent, booking: Booking) -> None:
    """Give a proved address its place, or the end of the waiting list."""
    was_full = event.is_full
    if booking.held_until is not None:
        booking.state = BookingState.BOOKED
    else:
        booking.state, booking.at = BookingState.WAITING if was_full else BookingState.BOOKED, clock.now()
        event.taken += booking.state is BookingState.BOOKED
    booking.held_until, booking.network = None, ""
    db.session.flush()
    ledger.record(
        verbs.PLACE_BOOKED,
        subject_id=engagement.id,
        actor_id=VISITOR.account_id,
        booking_id=booking.id,
        state=booking.state.value,
    )
    tell(engagement, event, booking, booking.state.value)
    _show_places(event, was_full=was_full)


def _show_places(event: PublicEvent, *, was_full: bool) -> None:
    """Show how many places are free; the lists say of an event that it is full."""
    cache.bump(event.scope, *([cache.SITE] if was_full != event.is_full else []))


def cancel_booking(*, engagement: Engagement, booking: Booking) -> None:
    """Give a place back to the first who waits; doing it twice changes nothing."""
    event = events.locked_event(engagement.id)
    db.session.refresh(booking)
    if booking.state is BookingState.CANCELLED:
        return
    was_full = event.is_full
    event.taken -= booking.has_place
    booking.state, booking.needs = BookingState.CANCELLED, ""
    booking.held_until, booking.network = None, ""
    ledger.record(verbs.PLACE_GIVEN_BACK, subject_id=engagement.id, actor_id=None, booking_id=booking.id)
    fill(engagement, event)
    _show_places(event, was_full=was_full)


def fill(engagement: Engagement, event: PublicEvent) -> None:
    """Give free places to those who wait, in their order."""
    if not events.Happening(engagement, event).takes_bookings(clock.now()):
        return
    for one in events.bookings_of(engagement.id, BookingState.WAITING):
        if event.is_full:
            return
        one.state = BookingState.BOOKED
        event.taken += 1
        tell(engagement, event, one, "moved_up")


def tell(engagement: Engagement, event: PublicEvent, booking: Booking, what: str) -> None:
    """Write to somebody with a proved address what happened to the booking, once."""
    message = mails.about_booking(engagement, event, booking, what)
    outbox.put(message, key=f"event:{booking.id}:{booking.round}:{what}:{engagement.at:%Y%m%dT%H%M}")


def let_holds_lapse() -> None:
    """Free the places that were held for addresses that nobody confirmed in time."""
    for found in events.with_lapsed_holds(clock.now()):
        _let_holds_lapse(found.engagement, events.locked_event(found.engagement.id))


def _let_holds_lapse(engagement: Engagement, event: PublicEvent) -> None:
    lapsed, was_full = events.lapsed_holds(engagement.id, clock.now()), event.is_full
    for one in lapsed:
        one.held_until = None
        event.taken -= 1
        ledger.record(verbs.HOLD_LAPSED, subject_id=engagement.id, actor_id=None, booking_id=one.id)
    if lapsed:
        fill(engagement, event)
        _show_places(event, was_full=was_full)


def remind() -> None:
    """Remind those who have a place, the day before."""
    for found in events.begins_within(clock.now(), mails.BEFOREHAND):
        for one in events.bookings_of(found.engagement.id, BookingState.BOOKED):
            tell(found.engagement, found.event, one, "reminder")


def forget_bookings() -> None:
    """Forget who came to events that are a month old."""
    for found in events.with_old_bookings(clock.now() - mails.KEPT):
        kept = events.bookings_of(found.engagement.id, *BookingState)
        db.session.execute(delete(Booking).where(Booking.event_id == found.engagement.id))
        ledger.record(verbs.BOOKINGS_FORGOTTEN, subject_id=found.engagement.id, actor_id=None, number=len(kept))


def forget_unconfirmed() -> None:
    """Forget the addresses that nobody confirmed within a day."""
    for one in events.old_unconfirmed(clock.now() - KEPT_UNCONFIRMED):
        ledger.record(verbs.UNCONFIRMED_FORGOTTEN, subject_id=one.event_id, actor_id=None, booking_id=one.id)
        db.session.delete(one)


def note_taken_away(actor: Viewer, *, engagement: Engagement, number: int) -> None:
    """Put on record that so many bookings of an event leave the site as a file."""
    ledger.record(verbs.BOOKINGS_TAKEN_AWAY, subject_id=engagement.id, actor_id=actor.account_id, number=number)
