"""Changing how often and when somebody hears, so that nothing is told twice and nothing is left out by the change."""

from engage.core import ledger
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.mail import audience, queries, runs, verbs
from engage.mail.models import Frequency, RunKind, Subscriber, Subscription
from engage.mail.periods import Slot

TIMED = (Frequency.DAILY, Frequency.WEEKLY)


def slot_of(subscriber: Subscriber, frequency: Frequency) -> Slot:
    """When a subscriber hears at a frequency."""
    return Slot(subscriber.digest_hour, subscriber.digest_weekday).at(frequency)


def set_frequency(actor: Viewer, *, subscription: Subscription, frequency: Frequency) -> None:
    """Change how often a subscriber hears of a thing; its news goes on where it was last told."""
    old = subscription.frequency
    if old is frequency:
        return
    subscriber = db.session.get_one(Subscriber, subscription.subscriber_id)
    if subscription.confirmed_at is not None:
        subscription.told_until = told_until(subscriber, subscription)
    subscription.frequency = frequency
    ledger.record(
        verbs.SUBSCRIPTION_CHANGED,
        subject_id=subscription.id,
        actor_id=actor.account_id,
        old=old.value,
        new=frequency.value,
    )


def choose_time(actor: Viewer, *, subscriber: Subscriber, hour: int | None, weekday: int | None) -> None:
    """Let digests come at an hour and, weekly ones, on a weekday (1 is Monday); None is the site's own."""
    wanted = Slot(hour, weekday)
    old = Slot(subscriber.digest_hour, subscriber.digest_weekday)
    if wanted == old:
        return
    for row in queries.live_subscriptions(subscriber.id):
        if (
            row.confirmed_at is not None
            and row.frequency in TIMED
            and wanted.at(row.frequency) != old.at(row.frequency)
        ):
            row.told_until = told_until(subscriber, row)
    for frequency in TIMED:
        if not audience.is_chosen(frequency, wanted.at(frequency), but=subscriber.id):
            runs.open_chain(frequency, wanted.at(frequency))
    subscriber.digest_hour, subscriber.digest_weekday = hour, weekday
    ledger.record(
        verbs.DIGEST_TIME_CHOSEN, subject_id=subscriber.id, actor_id=actor.account_id, hour=hour, weekday=weekday
    )


def told_until(subscriber: Subscriber, subscription: Subscription) -> int:
    """Up to which position of the ledger a subscription has been told, or is being told by a run under way."""
    if subscription.told_until is not None:
        return subscription.told_until
    if subscription.frequency is Frequency.AT_ONCE:
        return ledger.position_of(runs.AT_ONCE_READER)
    kind, slot = RunKind(subscription.frequency.value), slot_of(subscriber, subscription.frequency)
    last = runs.last_run(kind, slot, lock=True)
    if last is None:
        return runs.first_position(subscription.frequency)
    is_passed = last.finished_at is not None or subscriber.id <= last.last_person_id
    return last.until_position if is_passed else last.after_position
