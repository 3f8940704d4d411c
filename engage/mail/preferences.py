"""What a subscriber decides about our mail beyond what is followed: when, a pause, objections, another address."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import delete

from engage.accounts.queries import roles_of
from engage.core import clock, i18n, ledger, limits, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import moment_from_local
from engage.core.permissions import STAFF, Viewer
from engage.mail import mails, queries, timing, verbs
from engage.mail.consents import Change, Leave, note
from engage.mail.kinds import KINDS, Kind
from engage.mail.models import AddressChange, Objection, Subscriber

A_DAY = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=366)
HOURS = range(6, 22)
WEEKDAYS = range(1, 8)


def choose_time(actor: Viewer, *, subscriber: Subscriber, hour: int | None, weekday: int | None, leave: Leave) -> None:
    """Let digests come at an hour of the day and on a day of the week; None is the site's own."""
    if (hour is not None and hour not in HOURS) or (weekday is not None and weekday not in WEEKDAYS):
        raise Refused("Choose a time from the list.", "hour")
    if (hour, weekday) == (subscriber.digest_hour, subscriber.digest_weekday):
        return
    timing.choose_time(actor, subscriber=subscriber, hour=hour, weekday=weekday)
    details = {"hour": hour, "weekday": weekday}
    note(actor, subscriber=subscriber, leave=leave, changes=[Change("chose when", details)])


def pause(actor: Viewer, *, subscriber: Subscriber, until: date | None, leave: Leave) -> None:
    """Send no updates before a day of the site's calendar; without one, send them again from now on."""
    today = i18n.today()
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise Refused("Enter a day after today, at most a year ahead.", "until")
    moment = None if until is None else _begin_of(until)
    if moment == subscriber.paused_until:
        return
    subscriber.paused_until = moment
    said = None if until is None else until.isoformat()
    ledger.record(verbs.PAUSE_CHOSEN, subject_id=subscriber.id, actor_id=actor.account_id, until=said)
    what = "ended a pause" if until is None else "paused"
    note(actor, subscriber=subscriber, leave=leave, changes=[Change(what, {"until": said})])


def is_paused(subscriber: Subscriber) -> bool:
    """Whether updates are held back now."""
    return subscriber.paused_until is not None and subscriber.paused_until > clock.now()


def _begin_of(day: date) -> datetime:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a time on the site's clock
    return moment_from_local(midnight, current_app.config["ENGAGE"].zone)


def kinds_for(subscriber: Subscriber) -> list[Kind]:
    """The kinds of messages that a person may get and object to."""
    held = roles_of(subscriber.account_id) if subscriber.account_id is not None else ()
    is_staff = any(one.grant.role in STAFF for one in held)
    return [kind for kind in KINDS.values() if is_staff or not kind.for_staff]


def object_to(actor: Viewer, *, subscriber: Subscriber, kinds: Collection[str], leave: Leave) -> None:
    """Send no messages of these kinds, and those of all others; the messages of a service cannot be objected to."""
    wanted, had = set(kinds) & set(KINDS), queries.objections(subscriber.id)
    added, taken_back = sorted(wanted - had), sorted(had - wanted)
    if not added and not taken_back:
        return
    for kind in added:
        db.session.add(Objection(subscriber_id=subscriber.id, kind=kind, at=clock.now()))
    gone = (Objection.subscriber_id == subscriber.id, Objection.kind.in_(taken_back))
    db.session.execute(delete(Objection).where(*gone))
    ledger.record(
        verbs.OBJECTIONS_CHOSEN,
        subject_id=subscriber.id,
        actor_id=actor.account_id,
        added=" ".join(added),
        taken_back=" ".join(taken_back),
    )
    changes = [Change("objected to", {"kind": kind}) for kind in added]
    changes += [Change("took back an objection to", {"kind": kind}) for kind in taken_back]
    note(actor, subscriber=subscriber, leave=leave, changes=changes)


def ask_address(actor: Viewer, *, subscriber: Subscriber, email: str) -> None:
    """Ask both addresses by mail whether updates should go to the new one; the answer is the same for every address."""
    if subscriber.account_id is not None:
        raise Refused("Change the address in your account; your updates go where the account goes.", "email")
    if email == subscriber.email:
        raise Refused("This is the address that we write to now.", "email")
    if limits.count("address-change", email, per=A_DAY) > 1:
        return
    change = AddressChange(
        id=ledger.never_given(verbs.ADDRESS_CHANGE_ASKED.subject, AddressChange.id),
        subscriber_id=subscriber.id,
        key=secrets.token_urlsafe(12),
        old_email=subscriber.email,
        new_email=email,
        asked_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    ledger.record(verbs.ADDRESS_CHANGE_ASKED, subject_id=change.id, actor_id=actor.account_id)
    for is_new in (False, True):
        outbox.put(mails.address_change(change, is_new=is_new), key=f"address-change:{change.id}:{int(is_new)}")


def agree_address(actor: Viewer, *, change: AddressChange, is_new: bool, leave: Leave) -> bool:
    """Note that one of the two addresses agrees; gives whether both have now, and the updates go to the new one."""
    if is_new:
        change.new_agreed_at = change.new_agreed_at or clock.now()
    else:
        change.old_agreed_at = change.old_agreed_at or clock.now()
    if change.old_agreed_at is None or change.new_agreed_at is None:
        return False
    if change.done_at is None:
        change.done_at = clock.now()
        _move(actor, change, leave)
    return True


def _move(actor: Viewer, change: AddressChange, leave: Leave) -> None:
    subscriber = db.session.get_one(Subscriber, change.subscriber_id)
    said = Change("changed the address", {"from": change.old_email, "to": change.new_email})
    note(actor, subscriber=subscriber, leave=leave, changes=[said])
    other = queries.subscriber_by_email(change.new_email)
    if other is None:
        # Whoever reads the old mailbox has links that must not reach what now belongs to the new one.
        subscriber.email, subscriber.key = change.new_email, secrets.token_urlsafe(12)
    else:
        _hand_over(subscriber, other)
        note(actor, subscriber=other, leave=leave, changes=[said])
    ledger.record(verbs.ADDRESS_CHANGED, subject_id=change.id, actor_id=actor.account_id, subscriber_id=subscriber.id)


def _hand_over(subscriber: Subscriber, other: Subscriber) -> None:
    """Let the subscriber who has the new address already follow what the one of the old address followed."""
    known = {(row.target_kind, row.target_id): row for row in queries.all_subscriptions(other.id)}
    for row in queries.live_subscriptions(subscriber.id):
        if row.confirmed_at is None:
            continue
        told = timing.told_until(subscriber, row)
        there = known.get((row.target_kind, row.target_id))
        if there is None:
            row.subscriber_id, row.told_until = other.id, told
            continue
        row.ended_at = clock.now()
        if there.ended_at is not None or there.confirmed_at is None:
            there.ended_at, there.confirmed_at = None, row.confirmed_at
            there.frequency, there.told_until = row.frequency, told
    other.confirmed_at = other.confirmed_at or clock.now()
    hand_over_objections(subscriber, other)


def hand_over_objections(subscriber: Subscriber, other: Subscriber) -> None:
    """Let what one subscriber objected to hold for another, who is the same person."""
    for kind in sorted(queries.objections(subscriber.id) - queries.objections(other.id)):
        db.session.add(Objection(subscriber_id=other.id, kind=kind, at=clock.now()))
