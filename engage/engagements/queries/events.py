"""Public events: what is coming, what was heard, and who booked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, func, select, tuple_

from engage.core.database import db
from engage.engagements.models import Booking, BookingState, Engagement, EngagementPublication, PublicEvent
from engage.publishing.models import PublicationArea

Place = tuple[datetime, int]
MOST = 100


@dataclass(frozen=True)
class Happening:
    """An event with what is public of it."""

    engagement: Engagement
    event: PublicEvent

    @property
    def ends(self) -> datetime:
        """When it ends."""
        return self.engagement.at + timedelta(minutes=self.event.minutes)

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends <= now

    def takes_bookings(self, now: datetime) -> bool:
        """Whether somebody can still book, be it for the waiting list."""
        return self.event.is_public and self.event.called_off_at is None and self.engagement.at > now


def _happenings() -> Any:
    return select(Engagement, PublicEvent).join(PublicEvent, PublicEvent.engagement_id == Engagement.id)


def _listed(wanted: Any) -> list[Happening]:
    return [Happening(engagement, event) for engagement, event in db.session.execute(wanted)]


def coming_events(now: datetime, *about: ColumnElement[bool], limit: int = MOST) -> list[Happening]:
    """The public events that have not begun, the first to begin first."""
    wanted = _happenings().where(PublicEvent.public(), Engagement.at > now, *about)
    return _listed(wanted.order_by(Engagement.at, Engagement.id).limit(limit))


def past_events(
    now: datetime, *about: ColumnElement[bool], after: Place | None = None, limit: int = 20
) -> list[Happening]:
    """The public events that have begun, the last one first, behind a place (at, id)."""
    wanted = _happenings().where(PublicEvent.public(), Engagement.at <= now, *about)
    if after is not None:
        wanted = wanted.where(tuple_(Engagement.at, Engagement.id) < after)
    return _listed(wanted.order_by(Engagement.at.desc(), Engagement.id.desc()).limit(limit))


def about_plan(publication_id: int) -> ColumnElement[bool]:
    """That an event is about a plan."""
    about = select(EngagementPublication.engagement_id)
    return Engagement.id.in_(about.where(EngagementPublication.publication_id == publication_id))


def about_areas(area_ids: Collection[int]) -> ColumnElement[bool]:
    """That an event is about a plan that concerns one of the areas."""
    about = select(EngagementPublication.engagement_id).join(
        PublicationArea, PublicationArea.publication_id == EngagementPublication.publication_id
    )
    return Engagement.id.in_(about.where(PublicationArea.area_id.in_(area_ids)))


def events_beside(now: datetime, about: ColumnElement[bool], *, limit: int = 6) -> list[Happening]:
    """The first coming events about something, then the last ones of which it is told what was heard."""
    heard = past_events(now, about, PublicEvent.heard != "", limit=limit // 2)
    return [*coming_events(now, about, limit=limit), *heard]


def newest_events(limit: int) -> list[Happening]:
    """The public events that were listed or changed last."""
    changed = func.coalesce(PublicEvent.updated_at, PublicEvent.listed_at)
    wanted = _happenings().where(PublicEvent.public())
    return _listed(wanted.order_by(changed.desc(), Engagement.id.desc()).limit(limit))


def events_by_ids(engagement_ids: Collection[int]) -> list[Happening]:
    """Those of the events that are public."""
    return _listed(_happenings().where(PublicEvent.public(), Engagement.id.in_(engagement_ids)))


def event_addresses(limit: int) -> Sequence[tuple[str, datetime | None]]:
    """The slugs of the newest public events, each with the moment of its last change."""
    rows = db.session.execute(
        select(PublicEvent.slug, func.coalesce(PublicEvent.updated_at, PublicEvent.listed_at))
        .where(PublicEvent.public())
        .order_by(PublicEvent.engagement_id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def next_start(now: datetime) -> datetime | None:
    """When the next public event begins, and a list changes."""
    wanted = select(func.min(Engagement.at)).join(PublicEvent, PublicEvent.engagement_id == Engagement.id)
    return db.session.scalar(wanted.where(PublicEvent.public(), Engagement.at > now))


def happening(slug: str) -> Happening | None:
    """The event of a slug, public or not."""
    return next(iter(_listed(_happenings().where(PublicEvent.slug == slug))), None)


def access_event(slug: str) -> Happening:
    """The event at an address, if it is public; 404 otherwise."""
    found = happening(slug)
    return found if found is not None and found.event.is_public else abort(404)


def public_side(engagement_id: int) -> PublicEvent | None:
    """What is public of an engagement, if it is an event that was ever described."""
    return db.session.get(PublicEvent, engagement_id)


def is_listed(engagement_id: int) -> bool:
    """Whether everybody can see the engagement as an event."""
    listed = select(PublicEvent.engagement_id).where(PublicEvent.engagement_id == engagement_id, PublicEvent.public())
    return db.session.scalar(listed) is not None


def locked_event(engagement_id: int) -> PublicEvent:
    """The event as it stands now, kept from others until the unit of work ends."""
    wanted = select(PublicEvent).where(PublicEvent.engagement_id == engagement_id)
    return db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()


def is_slug_taken(slug: str) -> bool:
    """Whether another event has the address."""
    return db.session.scalar(select(PublicEvent.engagement_id).where(PublicEvent.slug == slug)) is not None


def booking(booking_id: int) -> Booking | None:
    """The booking of an id."""
    return db.session.get(Booking, booking_id)


def booking_of(engagement_id: int, email: str) -> Booking | None:
    """The booking of an address."""
    return db.session.scalars(select(Booking).where(Booking.event_id == engagement_id, Booking.email == email)).first()


def bookings_of(engagement_id: int, *states: BookingState) -> Sequence[Booking]:
    """The bookings of an event in some states, in the order in which they came."""
    return db.session.scalars(
        select(Booking)
        .where(Booking.event_id == engagement_id, Booking.state.in_(states))
        .order_by(Booking.at, Booking.id)
    ).all()


def unconfirmed_from(engagement_id: int, network: str, *, since: datetime) -> tuple[int, int]:
    """How many bookings a network has asked for since a moment and not confirmed, and for how many a place is held."""
    counted = select(func.count(), func.count(Booking.held_until)).where(
        Booking.event_id == engagement_id,
        Booking.state == BookingState.UNCONFIRMED,
        Booking.network == network,
        Booking.at > since,
    )
    asked, held = db.session.execute(counted).one()
    return asked, held


def lapsed_holds(engagement_id: int, now: datetime) -> Sequence[Booking]:
    """The bookings of an event whose hold is over, in the order in which they came."""
    lapsed = select(Booking).where(Booking.event_id == engagement_id, Booking.held_until <= now)
    return db.session.scalars(lapsed.order_by(Booking.id)).all()


def with_lapsed_holds(now: datetime, limit: int = 50) -> list[Happening]:
    """Events of which a place is held for longer than was said."""
    held = select(Booking.event_id).where(Booking.held_until <= now)
    return _listed(_happenings().where(Engagement.id.in_(held)).order_by(Engagement.id).limit(limit))


def old_unconfirmed(before: datetime, limit: int = 500) -> Sequence[Booking]:
    """The bookings that were asked for before a moment and never confirmed."""
    asked = select(Booking).where(Booking.state == BookingState.UNCONFIRMED, Booking.at <= before)
    return db.session.scalars(asked.where(Booking.held_until.is_(None)).order_by(Booking.id).limit(limit)).all()


def begins_within(now: datetime, ahead: timedelta) -> list[Happening]:
    """The public events that begin soon and were not called off."""
    wanted = _happenings().where(PublicEvent.public(), PublicEvent.called_off_at.is_(None))
    return _listed(wanted.where(Engagement.at > now, Engagement.at <= now + ahead))


def with_old_bookings(before: datetime, limit: int = 50) -> list[Happening]:
    """Events of before a moment of which somebody's booking is still kept."""
    kept = select(Booking.event_id)
    return _listed(_happenings().where(Engagement.at < before, Engagement.id.in_(kept)).limit(limit))
