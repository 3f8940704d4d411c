"""Writes of subscriptions."""

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.accounts.queries import account as account_of
from engage.core import clock, i18n, ledger, limits, outbox
from engage.core.database import db
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR, Viewer
from engage.mail import mails, preferences, queries, verbs
from engage.mail.consents import BY_THE_SITE, Change, Leave, note
from engage.mail.kinds import REPLIES
from engage.mail.models import Frequency, Subscriber, Subscription, TargetKind
from engage.mail.targets import Target
from engage.mail.timing import set_frequency
from engage.taxonomy.arranging import when_merging, when_removing
from engage.taxonomy.models import Area, Topic

MOST_ASKED_OF_A_DOMAIN = 300
AN_HOUR = timedelta(hours=1)


def ask_to_follow(
    actor: Viewer, *, email: str, target: Target, frequency: Frequency, leave: Leave = BY_THE_SITE
) -> Subscription:
    """Note that an address wants to follow a thing, and ask it by mail.

    It gets one mail a day whatever is asked for and however often: the page behind its link holds everything that
    was asked for since. Nothing that it follows already is changed by who may not be its owner.
    """
    subscriber = ensure_subscriber(email)
    found, is_new = _subscription(subscriber, target, frequency)
    if is_new:
        _record(verbs.SUBSCRIPTION_ASKED, actor, found)
        note(actor, subscriber=subscriber, leave=leave, changes=[_change("asked to follow", found)])
    elif found.confirmed_at is None:
        found.frequency = frequency
    key = f"follow:{subscriber.id}:{i18n.today().isoformat()}"
    if not queries.mails_under(subscriber.email, key):
        message = (mails.follow_known if found.confirmed_at else mails.follow_confirm)(subscriber, target)
        outbox.put(message, key=key, due_at=_when_asked(subscriber.email))
    return found


def follow(actor: Viewer, *, target: Target, frequency: Frequency, leave: Leave = BY_THE_SITE) -> Subscription:
    """Let a signed-in person, whose address is confirmed, follow a thing at once, or change how often."""
    subscriber = own_subscriber(actor)
    found, _ = _subscription(subscriber, target, frequency)
    if found.confirmed_at is not None:
        set_frequency(actor, subscription=found, frequency=frequency)
        note(actor, subscriber=subscriber, leave=leave, changes=[_change("chose how often", found)])
        return found
    found.frequency, found.confirmed_at = frequency, clock.now()
    _record(verbs.SUBSCRIPTION_CONFIRMED, actor, found)
    note(actor, subscriber=subscriber, leave=leave, changes=[_change("agreed to follow", found)])
    return found


def confirm(
    actor: Viewer, *, subscriber: Subscriber, subscription_ids: Collection[int], leave: Leave = BY_THE_SITE
) -> list[Subscription]:
    """Let a subscriber agree to what was asked for in its name; gives what is followed from now on."""
    confirmed = []
    for row in queries.live_subscriptions(subscriber.id):
        if row.id in subscription_ids and row.confirmed_at is None:
            row.confirmed_at = clock.now()
            _record(verbs.SUBSCRIPTION_CONFIRMED, actor, row)
            confirmed.append(row)
    if confirmed and subscriber.confirmed_at is None:
        subscriber.confirmed_at = clock.now()
    note(actor, subscriber=subscriber, leave=leave, changes=[_change("agreed to follow", row) for row in confirmed])
    return confirmed


def choose(
    actor: Viewer,
    *,
    subscriber: Subscriber,
    wanted: Mapping[int, Frequency | None],
    leave: Leave = BY_THE_SITE,
) -> None:
    """Set what a subscriber chose for each subscription: a frequency, or None to stop."""
    changes = []
    for row in queries.live_subscriptions(subscriber.id):
        if row.confirmed_at is None or row.id not in wanted:
            continue
        frequency = wanted[row.id]
        if frequency is None:
            _end(actor, row, "preferences")
            changes.append(_change("stopped following", row))
        elif frequency is not row.frequency:
            set_frequency(actor, subscription=row, frequency=frequency)
            changes.append(_change("chose how often", row))
    note(actor, subscriber=subscriber, leave=leave, changes=changes)


def stop_all(actor: Viewer, *, subscriber: Subscriber, way: str, leave: Leave = BY_THE_SITE) -> int:
    """End everything that a subscriber follows or was asked to confirm; gives the number; safe to repeat."""
    rows = queries.live_subscriptions(subscriber.id)
    for row in rows:
        _end(actor, row, way)
    changes = [_change("stopped following", row) for row in rows]
    note(actor, subscriber=subscriber, leave=leave, changes=changes)
    return len(rows)


def own_subscriber(actor: Viewer) -> Subscriber:
    """The subscriber that a signed-in person is, who may not have followed anything yet."""
    assert actor.account_id is not None  # noqa: S101 - the route is for signed-in people
    row = queries.subscriber_of_account(actor.account_id, actor.email) or ensure_subscriber(actor.email)
    row.account_id = actor.account_id
    row.confirmed_at = row.confirmed_at or clock.now()
    return row


def stop_replies(actor: Viewer, *, email: str, account_id: int | None, leave: Leave = BY_THE_SITE) -> Subscriber:
    """Write no more about replies to an address; gives its subscriber, which goes where the account goes."""
    subscriber = ensure_subscriber(email)
    if subscriber.account_id is None and account_id is not None and queries.subscriber_of_account(account_id) is None:
        subscriber.account_id = account_id
    kinds = queries.objections(subscriber.id) | {REPLIES.key}
    preferences.object_to(actor, subscriber=subscriber, kinds=kinds, leave=leave)
    return subscriber


def follow_account(*, account_id: int) -> None:
    """Write to an account's new address what it follows, and nothing more to one that was closed; safe to repeat."""
    subscriber = queries.subscriber_of_account(account_id)
    account = account_of(account_id)
    if subscriber is None or account is None:
        return
    if account.closed_at is not None:
        stop_all(VISITOR, subscriber=subscriber, way="account closed")
        subscriber.account_id = None
    elif account.email and account.email != subscriber.email:
        other = queries.subscriber_by_email(account.email)
        if other is None:
            # Whoever reads the old mailbox has links that must not reach what now belongs to the new one.
            subscriber.email, subscriber.key = account.email, secrets.token_urlsafe(12)
        else:
            subscriber.account_id, other.account_id = None, account_id
            preferences.hand_over_objections(subscriber, other)


def retry(actor: Viewer, *, message_id: int | None = None) -> int:
    """Have a failed message, or all of them, tried again from the beginning; gives their number."""
    rows = queries.failed_messages(message_id)
    for row in rows:
        row.state, row.attempts, row.due_at, row.settled_at = OutboxState.PLANNED, 0, clock.now(), None
    if rows:
        outbox.wake_after_commit()
        ledger.record(verbs.OUTBOX_RETRIED, subject_id=message_id or 0, actor_id=actor.account_id, messages=len(rows))
    return len(rows)


def _move_followers(topic: Topic, into: Topic) -> None:
    """Who follows a topic that becomes part of another follows that one, once."""
    there = {row.subscriber_id: row for row in db.session.scalars(select(Subscription).where(*_follow(into)))}
    for row in db.session.scalars(select(Subscription).where(*_follow(topic))):
        other = there.get(row.subscriber_id)
        if other is None:
            row.target_id = into.id
        elif row.ended_at is None:
            if other.ended_at is not None:
                other.ended_at, other.confirmed_at, other.frequency = None, row.confirmed_at, row.frequency
            _end(VISITOR, row, "topic merged")


def _let_followers_go(thing: Area | Topic) -> None:
    for row in db.session.scalars(select(Subscription).where(*_follow(thing), Subscription.ended_at.is_(None))):
        _end(VISITOR, row, "removed")


def _follow(thing: Area | Topic) -> tuple[ColumnElement[bool], ...]:
    kind = TargetKind.AREA if isinstance(thing, Area) else TargetKind.TOPIC
    return (Subscription.target_kind == kind, Subscription.target_id == thing.id)


when_merging(_move_followers)
when_removing(_let_followers_go)


def ensure_subscriber(email: str) -> Subscriber:
    """The subscriber of an address, who is added if there is none."""
    values = {"email": email, "key": secrets.token_urlsafe(12), "created_at": clock.now()}
    db.session.execute(_insert()(Subscriber).values(**values).on_conflict_do_nothing())
    found = queries.subscriber_by_email(email)
    assert found is not None  # noqa: S101 - it was inserted if it was not there
    return found


def ensure_subscribers(emails: Collection[str]) -> dict[str, int]:
    """Give each address a place among the subscribers, without following anything, so that it can say no to us."""
    now = clock.now()
    rows = [{"email": email, "key": secrets.token_urlsafe(12), "created_at": now} for email in emails]
    if rows:
        db.session.execute(_insert()(Subscriber).on_conflict_do_nothing(), rows)
    known = select(Subscriber.email, Subscriber.id).where(Subscriber.email.in_(emails))
    return dict(db.session.execute(known).all())


def _when_asked(email: str) -> datetime:
    """When an address may be asked: at once, or hours later where very many of its domain are asked in this one.

    Nobody is refused, and no mail provider gets a flood from us because somebody filled in our form ten thousand times.
    """
    times = limits.count("follow-domain", outbox.domain_of(email), per=AN_HOUR)
    return clock.now() + AN_HOUR * ((times - 1) // MOST_ASKED_OF_A_DOMAIN)


def _subscription(subscriber: Subscriber, target: Target, frequency: Frequency) -> tuple[Subscription, bool]:
    """The subscription, pending if it was not there or had ended, and whether it was not there or had ended."""
    place = {"subscriber_id": subscriber.id, "target_kind": target.kind, "target_id": target.id}
    values = {**place, "frequency": frequency, "created_at": clock.now()}
    inserted = db.session.execute(
        _insert()(Subscription).values(**values).on_conflict_do_nothing().returning(Subscription.id)
    ).scalar()
    found = queries.subscription(subscriber.id, target.kind, target.id)
    assert found is not None  # noqa: S101 - it was inserted if it was not there
    had_ended = found.ended_at is not None
    if had_ended:
        found.frequency, found.created_at, found.told_until = frequency, clock.now(), None
        found.confirmed_at, found.ended_at = None, None
    return found, inserted is not None or had_ended


def _insert() -> Callable[[Any], Any]:
    return insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite


def _end(actor: Viewer, row: Subscription, way: str) -> None:
    row.ended_at = clock.now()
    ledger.record(verbs.SUBSCRIPTION_ENDED, subject_id=row.id, actor_id=actor.account_id, way=way)


def _change(what: str, row: Subscription) -> Change:
    thing = {"kind": row.target_kind.value, "target_id": row.target_id, "frequency": row.frequency.value}
    return Change(what, thing)


def _record(verb: ledger.Verb, actor: Viewer, row: Subscription) -> None:
    ledger.record(
        verb,
        subject_id=row.id,
        actor_id=actor.account_id,
        kind=row.target_kind.value,
        target_id=row.target_id,
        frequency=row.frequency.value,
    )
