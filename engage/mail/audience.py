"""Who is to be told: set queries over those who follow what is new, as many for a thousand as for five.

Who follows nothing that is new is never read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, false, or_, select, type_coerce, update

from engage.core.database import db
from engage.core.prepared import PreparedSelect
from engage.mail.digests import Follow
from engage.mail.models import Frequency, Subscriber, Subscription, TargetKind
from engage.mail.periods import Slot
from engage.mail.targets import Key

MOST_KEYS = 10_000


@dataclass(frozen=True)
class Moved:
    """A subscription with a cursor of its own, since its frequency or its time was changed."""

    subscriber_id: int
    told_until: int
    is_mine: bool


def live() -> ColumnElement[bool]:
    """Whether a subscription is one that somebody agreed to and has not ended."""
    return and_(Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None))


def anybody(frequency: Frequency) -> bool:
    """Whether anybody follows anything at this frequency."""
    one = select(Subscription.id).where(Subscription.frequency == frequency, live()).limit(1)
    return db.session.scalar(one) is not None


def slots_in_use(frequency: Frequency) -> list[Slot]:
    """The site's own time, and those that somebody chose."""
    chosen = select(Subscriber.digest_hour, Subscriber.digest_weekday).distinct()
    rows = db.session.execute(
        chosen.where(or_(Subscriber.digest_hour.is_not(None), Subscriber.digest_weekday.is_not(None)))
    )
    return sorted({Slot(), *(Slot(hour, weekday).at(frequency) for hour, weekday in rows)}, key=lambda slot: slot.key)


def of_slot(frequency: Frequency, slot: Slot) -> ColumnElement[bool]:
    """Whether a subscriber hears at this time; what happens at once has none."""
    if frequency is Frequency.AT_ONCE:
        return Subscriber.id.is_not(None)
    by_hour = Subscriber.digest_hour.is_not_distinct_from(slot.hour)
    if frequency is Frequency.DAILY:
        return by_hour
    return and_(by_hour, Subscriber.digest_weekday.is_not_distinct_from(slot.weekday))


def is_chosen(frequency: Frequency, slot: Slot, *, but: int) -> bool:
    """Whether anybody but one subscriber hears at this time."""
    one = select(Subscriber.id).where(of_slot(frequency, slot), Subscriber.id != but).limit(1)
    return db.session.scalar(one) is not None


def with_news(frequency: Frequency, slot: Slot, keys: Iterable[Key], *, after: int, limit: int) -> Sequence[int]:
    """The next subscribers, by id, who follow one of the keys at this frequency and hear at this time."""
    wanted = (
        select(Subscription.subscriber_id)
        .distinct()
        .where(Subscription.frequency == frequency, Subscription.subscriber_id > after, live(), of_any(keys))
        .order_by(Subscription.subscriber_id)
        .limit(limit)
    )
    if frequency is not Frequency.AT_ONCE:
        wanted = wanted.join(Subscriber, Subscriber.id == Subscription.subscriber_id).where(of_slot(frequency, slot))
    return db.session.scalars(wanted).all()


def of_any(keys: Iterable[Key]) -> ColumnElement[bool]:
    """Whether a subscription follows one of the keys."""
    by_kind: dict[TargetKind, set[int]] = defaultdict(set)
    for kind, target_id in keys:
        by_kind[kind].add(target_id)
    if sum(map(len, by_kind.values())) > MOST_KEYS:
        return Subscription.id.is_not(None)
    parts = (
        and_(Subscription.target_kind == kind, Subscription.target_id.in_(sorted(ids))) for kind, ids in by_kind.items()
    )
    return or_(false(), *parts)


def moved(frequency: Frequency, slot: Slot, *, after: int, last: int | None = None) -> dict[int, Moved]:
    """The subscriptions, of subscribers behind one id up to another, that have a cursor of their own."""
    hears = select(Subscriber.id).where(Subscriber.id == Subscription.subscriber_id, of_slot(frequency, slot))
    mine = and_(Subscription.frequency == frequency, hears.exists())
    # The sum keeps databases from walking through everybody in the order of the numbers: hardly anybody has a cursor.
    number = Subscription.subscriber_id + 0
    wanted = select(Subscription.id, Subscription.subscriber_id, Subscription.told_until, mine)
    wanted = wanted.where(Subscription.told_until.is_not(None), number > after)
    if last is not None:
        wanted = wanted.where(number <= last)
    rows = db.session.execute(wanted)
    return {row_id: Moved(subscriber_id, told or 0, bool(is_mine)) for row_id, subscriber_id, told, is_mine in rows}


def arrived(subscription_ids: Iterable[int]) -> None:
    """Let subscriptions go with their run from now on."""
    changed = update(Subscription).where(Subscription.id.in_(sorted(subscription_ids))).values(told_until=None)
    db.session.execute(changed.execution_options(synchronize_session=False))


def addresses(ids: Sequence[int]) -> Sequence[tuple[int, str]]:
    """The addresses of subscribers, by id."""
    wanted = select(Subscriber.id, Subscriber.email).where(Subscriber.id.in_(ids)).order_by(Subscriber.id)
    return [(number, email) for number, email in db.session.execute(wanted)]


def keys_of(ids: Sequence[int], frequency: Frequency, begins: datetime) -> Iterator[tuple[int, Key, bool]]:
    """What subscribers follow: who, the thing, and whether plainly.

    Plainly means at this frequency, since before anything of this run happened, and without a cursor of its own:
    so it is with nearly everybody, and nothing more need be read of them.
    """
    plainly = and_(
        Subscription.frequency == frequency, Subscription.confirmed_at <= begins, Subscription.told_until.is_(None)
    )
    kind = type_coerce(Subscription.target_kind, String)  # the text as it is stored equals the member of TargetKind
    wanted = select(Subscription.subscriber_id, kind, Subscription.target_id, plainly)
    rows = db.session.execute(wanted.where(Subscription.subscriber_id.in_(ids), live()))
    for number, kind_text, target_id, is_plain in rows:
        yield number, (cast(TargetKind, kind_text), target_id), is_plain


def follows_of(ids: Iterable[int], *, told_until: int) -> dict[int, dict[Key, Follow]]:
    """All that subscribers follow, in full; what has no cursor of its own was told up to a position."""
    found: dict[int, dict[Key, Follow]] = defaultdict(dict)
    for row in db.session.scalars(select(Subscription).where(Subscription.subscriber_id.in_(sorted(ids)), live())):
        if row.confirmed_at is not None:
            cursor = told_until if row.told_until is None else row.told_until
            found[row.subscriber_id][(row.target_kind, row.target_id)] = Follow(row.frequency, row.confirmed_at, cursor)
    return found


def live_keys(subscriber_id: int) -> set[Key]:
    """Everything that a subscriber follows now."""
    return {(kind, target_id) for kind, target_id in _LIVE_KEYS.all({"subscriber": subscriber_id})}


_OF_ONE = cast("Select[Any]", select(Subscription.target_kind, Subscription.target_id))
_LIVE_KEYS = PreparedSelect(_OF_ONE.where(Subscription.subscriber_id == bindparam("subscriber"), live()))
