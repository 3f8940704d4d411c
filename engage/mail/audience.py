"""Who is to be told: read in batches of subscribers, with as many statements for five hundred as for five."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from engage.core.database import db
from engage.mail.digests import Follow
from engage.mail.models import Frequency, Subscriber, Subscription, TargetKind
from engage.mail.news import Item
from engage.mail.targets import Key


@dataclass(frozen=True)
class Reader:
    """A subscriber and all that she follows."""

    subscriber: Subscriber
    follows: dict[Key, Follow]


def _live() -> ColumnElement[bool]:
    return and_(Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None))


def anybody(frequency: Frequency) -> bool:
    """Whether anybody follows anything at this frequency."""
    one = select(Subscription.id).where(Subscription.frequency == frequency, _live()).limit(1)
    return db.session.scalar(one) is not None


def next_readers(frequency: Frequency, items: Sequence[Item], *, after: int, limit: int) -> list[Reader]:
    """The next subscribers, by id, who follow one of the items at this frequency."""
    if not items:
        return []
    ids = db.session.scalars(
        select(Subscription.subscriber_id)
        .where(
            Subscription.frequency == frequency,
            Subscription.subscriber_id > after,
            _live(),
            _of_any(key for item in items for key in item.keys),
        )
        .distinct()
        .order_by(Subscription.subscriber_id)
        .limit(limit)
    ).all()
    follows: dict[int, dict[Key, Follow]] = defaultdict(dict)
    for row in db.session.scalars(select(Subscription).where(Subscription.subscriber_id.in_(ids), _live())):
        if row.confirmed_at is not None:
            follows[row.subscriber_id][(row.target_kind, row.target_id)] = Follow(row.frequency, row.confirmed_at)
    people = db.session.scalars(select(Subscriber).where(Subscriber.id.in_(ids)).order_by(Subscriber.id))
    return [Reader(person, follows[person.id]) for person in people]


def _of_any(keys: Iterable[Key]) -> ColumnElement[bool]:
    by_kind: dict[TargetKind, set[int]] = defaultdict(set)
    for kind, target_id in keys:
        by_kind[kind].add(target_id)
    return or_(
        *(
            and_(Subscription.target_kind == kind, Subscription.target_id.in_(sorted(ids)))
            for kind, ids in by_kind.items()
        )
    )
