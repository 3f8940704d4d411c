"""Reads of subscriptions and of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.core.database import db
from engage.mail.models import Subscriber, Subscription, TargetKind
from engage.mail.targets import Target, targets


def subscriber_by_email(email: str) -> Subscriber | None:
    """The subscriber of an address in its normal spelling."""
    return db.session.scalars(select(Subscriber).where(Subscriber.email == email)).first()


def subscriber_of_account(account_id: int) -> Subscriber | None:
    """The subscriber that an account is."""
    return db.session.scalars(
        select(Subscriber).where(Subscriber.account_id == account_id).order_by(Subscriber.id)
    ).first()


def subscription(subscriber_id: int, kind: TargetKind, target_id: int) -> Subscription | None:
    """What a subscriber once said about following a thing, ended or not."""
    return db.session.scalars(
        select(Subscription).where(
            Subscription.subscriber_id == subscriber_id,
            Subscription.target_kind == kind,
            Subscription.target_id == target_id,
        )
    ).first()


def live_subscriptions(subscriber_id: int) -> Sequence[Subscription]:
    """What a subscriber follows or has been asked to confirm, oldest first."""
    return db.session.scalars(
        select(Subscription)
        .where(Subscription.subscriber_id == subscriber_id, Subscription.ended_at.is_(None))
        .order_by(Subscription.created_at, Subscription.id)
    ).all()


@dataclass(frozen=True)
class Followed:
    """A subscription and the thing that it follows; nothing when it is no longer there for everybody."""

    subscription: Subscription
    target: Target | None

    @property
    def name(self) -> str:
        """The thing as people know it."""
        return self.target.name if self.target else "Something that is no longer shown"


def followed(subscriber_id: int) -> tuple[list[Followed], list[Followed]]:
    """What a subscriber follows, and what waits to be confirmed."""
    rows = live_subscriptions(subscriber_id)
    known = targets((row.target_kind, row.target_id) for row in rows)
    both = [Followed(row, known.get((row.target_kind, row.target_id))) for row in rows]
    confirmed = [one for one in both if one.subscription.confirmed_at is not None]
    return confirmed, [one for one in both if one.subscription.confirmed_at is None and one.target is not None]
