"""Making an event public, following its changes, and saying afterwards what was heard."""

from dataclasses import asdict, dataclass

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import local
from engage.core.parameters import is_web_address
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory.keys import slug_of
from engage.engagements import verbs
from engage.engagements.actions.booking import COMING, fill, tell
from engage.engagements.actions.showing import show
from engage.engagements.models import Engagement, EngagementKind, PublicEvent
from engage.engagements.queries import events


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
    fill(engagement, event)
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
        tell(engagement, event, one, "called_off")
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


def follow_change(engagement: Engagement, *, moved: bool) -> None:
    """Show a public event as its engagement now says; where its time has changed, tell those who booked."""
    event = events.public_side(engagement.id)
    if event is None or not event.is_public:
        return
    if moved and event.called_off_at is None and engagement.at > clock.now():
        for one in events.bookings_of(engagement.id, *COMING):
            tell(engagement, event, one, "changed")
    show(engagement, event)
