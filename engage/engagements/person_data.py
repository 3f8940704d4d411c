"""What the log of engagements holds of a person, and the places that they booked."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, holds, mentions, one_of
from engage.engagements.actions.booking import cancel_booking
from engage.engagements.models import (
    Booking,
    BookingState,
    Engagement,
    EngagementParty,
    EngagementRevision,
    FollowedKind,
    Promise,
)

RECORD = "it is the body’s record of what was said, with others too"


@finds
def engagements_of(person: Person) -> Person:
    """Engagements in which they took part, that followed up what they wrote, or that speak of them."""
    part = select(EngagementParty.engagement_id).where(
        or_(
            one_of(EngagementParty.contact_id, person.ids("contact")),
            one_of(EngagementParty.account_id, person.ids("account")),
        )
    )
    promised = select(Promise.engagement_id).where(mentions(person, Promise.what, Promise.by))
    wanted = select(Engagement.id).where(
        or_(
            Engagement.id.in_(part),
            Engagement.id.in_(promised),
            and_(Engagement.follows_kind == FollowedKind.COMMENT, one_of(Engagement.follows_id, person.ids("comment"))),
            and_(
                Engagement.follows_kind == FollowedKind.SUBMISSION,
                one_of(Engagement.follows_id, person.ids("submission")),
            ),
            mentions(person, Engagement.said, Engagement.others, Engagement.place),
        )
    )
    return person.adding("engagement", db.session.scalars(wanted))


@erases
def give_places_back(_actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Give a booked place to the first who waits, one after the other."""
    taken = (addressed(Booking.email, person), Booking.state != BookingState.CANCELLED)
    booking = db.session.scalars(select(Booking).where(*taken).order_by(Booking.id).limit(1)).first()
    if booking is not None:
        cancel_booking(engagement=db.session.get_one(Engagement, booking.event_id), booking=booking)
    return booking is not None


def _of(column: Any, person: Person) -> ColumnElement[bool]:
    return one_of(column, person.ids("engagement"))


def _title(column: Any) -> Any:
    return select(Engagement.title).where(Engagement.id == column).scalar_subquery()


holds(
    Holding(
        "Events that you booked",
        Booking,
        lambda person: addressed(Booking.email, person),
        Fate.DELETED,
        "the place is given to the first who waits",
        also=(("Event", _title(Booking.event_id)), "state", "at"),
    ),
    Holding(
        "Meetings, calls and letters with you",
        Engagement,
        lambda person: _of(Engagement.id, person),
        Fate.BLACKED_OUT,
        RECORD,
        also=("kind", "title", "at"),
        blacks_out=("title", "place", "said", "others"),
        only_by_staff=True,
    ),
    Holding(
        "What was logged of them before it was changed",
        EngagementRevision,
        lambda person: _of(EngagementRevision.engagement_id, person),
        Fate.BLACKED_OUT,
        RECORD,
        also=("number", "at"),
        blacks_out=("fields",),
        only_by_staff=True,
    ),
    Holding(
        "What was promised there",
        Promise,
        lambda person: _of(Promise.engagement_id, person),
        Fate.BLACKED_OUT,
        RECORD,
        also=("due", "kept_at", "kept_note"),
        blacks_out=("what", "by", "kept_note"),
        only_by_staff=True,
    ),
)
