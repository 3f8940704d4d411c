"""Letters to staff: the weekly summary, and what somebody promised and is due or overdue.

The key of each names what it is for, so that a job that looks twice writes once.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, select

from engage.accounts.models import Account, RoleGrant
from engage.casework.queries import waiting_since_before
from engage.comments.models import Comment
from engage.consultations.queries import open_now
from engage.core import clock, i18n, outbox
from engage.core.database import db, unit_of_work
from engage.core.i18n import date_text, number_text
from engage.core.messages import Message, link
from engage.core.permissions import STAFF
from engage.engagements.models import Promise
from engage.mail import mails, queries
from engage.mail.actions import ensure_subscribers
from engage.mail.kinds import PROMISES, STAFF_SUMMARY
from engage.mail.mails import Line
from engage.mail.models import Frequency, Subscriber
from engage.mail.periods import Slot, newest_due
from engage.submissions.models import Submission, SubmissionState

A_WEEK = timedelta(days=7)
LATEST = timedelta(hours=12)
BEFOREHAND = timedelta(days=3)
FORTNIGHT = timedelta(days=14)
MOST = 300
NAMED = 20
DESK, RESPONSES, PROMISED = "/staff/moderation/", "/staff/consultations/", "/staff/engagements/promises/"


def write_summaries() -> int:
    """Write the summary of the week to each member of staff who wants it; gives their number.

    One that nobody wrote within half a day of its time is left out: the next tells of a week too.
    """
    now = clock.now()
    period = newest_due(Frequency.WEEKLY, Slot(), now, current_app.config["ENGAGE"])
    if now - period.due_at > LATEST:
        return 0
    with unit_of_work():
        shared = _shared(now)
        found = {}
        for account, reader in _readers(STAFF_SUMMARY.key):
            lines = [*shared, *_own(account, i18n.today())]
            if lines:
                message = mails.staff_summary(reader.email, subscriber=reader, lines=lines)
                found[f"staff-summary:{period.name}:{account.id}"] = message
        return outbox.put_all(found, bulk=False)


def remind_of_promises() -> int:
    """Remind those who see to a promise, once, some days before it is due; gives the number of messages."""
    today = i18n.today()
    soon = (Promise.kept_at.is_(None), Promise.due <= today + BEFOREHAND, Promise.due >= today - A_WEEK)
    with unit_of_work():
        due = db.session.scalars(select(Promise).where(*soon, Promise.owner_id.is_not(None)).limit(MOST)).all()
        readers = {account.id: reader for account, reader in _readers(PROMISES.key)} if due else {}
        found = {
            f"promise-due:{one.id}:{one.due.isoformat()}": _reminder(one, readers[one.owner_id])
            for one in due
            if one.owner_id in readers
        }
        return outbox.put_all(found, bulk=False)


def remind_of_overdue() -> int:
    """Name to each colleague once a week what she sees to and is overdue; gives the number of messages."""
    now, today = clock.now(), i18n.today()
    period = newest_due(Frequency.WEEKLY, Slot(), now, current_app.config["ENGAGE"])
    if now - period.due_at > LATEST:
        return 0
    with unit_of_work():
        late = (Promise.kept_at.is_(None), Promise.due < today, Promise.owner_id.is_not(None))
        owned: dict[int | None, list[Promise]] = {}
        for one in db.session.scalars(select(Promise).where(*late).order_by(Promise.due, Promise.id)):
            owned.setdefault(one.owner_id, []).append(one)
        readers = _readers(PROMISES.key) if owned else []
        found = {
            f"promises-overdue:{period.name}:{account.id}": _overdue(owned[account.id], reader)
            for account, reader in readers
            if account.id in owned
        }
        return outbox.put_all(found, bulk=False)


def _overdue(owned: Sequence[Promise], reader: Subscriber) -> Message:
    named = [(one.what, one.due, link(_path(one))) for one in owned[:NAMED]]
    return mails.promises_overdue(reader.email, subscriber=reader, promises=named, more=max(0, len(owned) - NAMED))


def _reminder(one: Promise, reader: Subscriber) -> Message:
    return mails.promise_due(reader.email, subscriber=reader, what=one.what, due=one.due, path=_path(one))


def _path(one: Promise) -> str:
    return current_app.url_map.bind("localhost").build("engagements_staff.promise", {"promise_id": one.id})


def _readers(kind: str) -> list[tuple[Account, Subscriber]]:
    """The staff with a confirmed address who do not object to a kind, each with a place among the subscribers."""
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(STAFF))
    wanted = select(Account).where(Account.id.in_(held), Account.closed_at.is_(None), Account.confirmed_at.is_not(None))
    accounts = {row.email: row for row in db.session.scalars(wanted.order_by(Account.id)) if row.email}
    unwilling = queries.objecting(set(accounts), kind)
    numbers = ensure_subscribers([email for email in accounts if email not in unwilling])
    rows = db.session.scalars(select(Subscriber).where(Subscriber.id.in_(numbers.values())).order_by(Subscriber.id))
    return [(accounts[row.email], row) for row in rows]


def _shared(now: datetime) -> list[Line]:
    """What is the same for all staff; nothing is said of what there is none of."""
    since = now - A_WEEK
    comments = _count(select(Comment.id).where(Comment.published_at > since))
    sent = (Submission.state == SubmissionState.SENT, Submission.sent_at > since)
    counted = [
        (waiting_since_before(now), "comment waits to be decided", "comments wait to be decided", DESK),
        (comments, "comment was published this week", "comments were published this week", DESK),
        (
            _count(select(Submission.id).where(*sent)),
            "answer to a consultation came in this week",
            "answers to consultations came in this week",
            RESPONSES,
        ),
    ]
    lines = [(_counted(number, one, many), link(path)) for number, one, many, path in counted if number]
    return lines + [
        (f"{row.title} closes on {date_text(row.closes_at)}", link(f"/consultations/{row.slug}/"))
        for row in open_now(now)
        if row.closes_at is not None and row.closes_at < now + FORTNIGHT
    ]


def _own(account: Account, today: date) -> Sequence[Line]:
    mine = (Promise.owner_id == account.id, Promise.kept_at.is_(None), Promise.due <= today + A_WEEK)
    number = _count(select(Promise.id).where(*mine))
    if not number:
        return []
    one, many = "promise of yours is due within a week", "promises of yours are due within a week"
    return [(_counted(number, one, many), link(PROMISED))]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number_text(number)} {one if number == 1 else many}"


def _count(rows: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
