"""Digest runs: one row for each frequency and period, resumable after a crash, and never twice.

A run is started in one unit of work and worked off in batches of subscribers; how far it came is committed with
the messages of each batch. Two workers on one run hinder each other but write nothing twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, select, text

from engage.core import clock, i18n, ledger, outbox
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.messages import Message
from engage.mail import audience, mails
from engage.mail.digests import sections
from engage.mail.models import DigestRun, Frequency
from engage.mail.news import VERBS, Happening, happenings, tell

BATCH = 500
SPAN = {Frequency.DAILY: timedelta(days=1), Frequency.WEEKLY: timedelta(days=7)}
AT_ONCE_READER = "mail.at_once"


def period_of(frequency: Frequency, moment: datetime) -> str:
    """The period whose digest is due at a moment: a day, or a week from Monday on, once the site's hour has come."""
    local = i18n.local(moment)
    day = local.date()
    if local.hour < current_app.config["ENGAGE"].digest_hour:
        day -= timedelta(days=1)
    return day.isoformat() if frequency is Frequency.DAILY else _week(day)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def start_due(frequency: Frequency) -> int | None:
    """Start the run that is due now; nothing if it, or one of a later period, was started before."""
    period = period_of(frequency, clock.now())
    with reading():
        newest = db.session.scalar(select(func.max(DigestRun.period)).where(DigestRun.frequency == frequency))
    return None if newest is not None and newest >= period else start(frequency, period)


def start_named(frequency: Frequency, moment: datetime) -> int:
    """Start, or go on with, the run of the period at a moment; refuses a period that lies before another run."""
    period = period_of(frequency, moment)
    with reading():
        newest = db.session.scalar(select(func.max(DigestRun.period)).where(DigestRun.frequency == frequency))
        known = _run_of(frequency, period)
    if known is not None:
        return known
    if newest is not None and newest > period:
        raise Refused(
            f"The {frequency.value} digest of {newest} has run; {period} lies before it and its news is told."
        )
    return start(frequency, period)


def start(frequency: Frequency, period: str) -> int:
    """Note that a run covers what was sealed since the one before; gives the run that is there if another was first."""
    with unit_of_work():
        _one_at_a_time()
        known = _run_of(frequency, period)
        return known if known is not None else _begin(frequency, period, _end_of_last(frequency))


def _begin(frequency: Frequency, period: str, after: int) -> int:
    run = DigestRun(
        frequency=frequency,
        period=period,
        started_at=clock.now(),
        after_position=after,
        until_position=ledger.last_position(),
    )
    db.session.add(run)
    db.session.flush()
    return run.id


def _one_at_a_time() -> None:
    """Let no other process start a run before this one is committed; on SQLite only one can write anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(7306)"))


def _run_of(frequency: Frequency, period: str) -> int | None:
    return db.session.scalar(select(DigestRun.id).where(DigestRun.frequency == frequency, DigestRun.period == period))


def _end_of_last(frequency: Frequency) -> int:
    last = db.session.scalar(select(func.max(DigestRun.until_position)).where(DigestRun.frequency == frequency))
    if last is not None:
        return last
    since = clock.now() - SPAN[frequency]
    before = select(func.max(ledger.Seal.position)).join(ledger.Entry, ledger.Entry.id == ledger.Seal.entry_id)
    return db.session.scalar(before.where(ledger.Entry.at < since)) or 0


def start_at_once() -> int | None:
    """Start a run for what was sealed since the last one, if there is news and anybody who wants it at once."""
    with unit_of_work():
        _one_at_a_time()
        after, until = ledger.position_of(AT_ONCE_READER), ledger.last_position()
        if until <= after:
            return None
        ledger.advance(AT_ONCE_READER, until)
        if not ledger.read_after(after, verbs=VERBS, limit=1) or not audience.anybody(Frequency.AT_ONCE):
            return None
        return _begin(Frequency.AT_ONCE, f"{until:012d}", after)


def unfinished() -> list[int]:
    """The runs that were started and not ended, oldest first."""
    with reading():
        return list(
            db.session.scalars(select(DigestRun.id).where(DigestRun.finished_at.is_(None)).order_by(DigestRun.id))
        )


@dataclass(frozen=True)
class Batch:
    """The next subscribers of a run and what they are sent."""

    after: int
    last: int | None
    messages: dict[str, Message]


def work(run_id: int, *, most_batches: int | None = None) -> None:
    """Write what is missing of a run into the outbox, batch by batch; safe to repeat, also at the same time."""
    happened: list[Happening] | None = None
    done = 0
    while most_batches is None or done < most_batches:
        with reading():
            db.session.expire_all()
            run = db.session.get(DigestRun, run_id)
            if run is None or run.finished_at is not None:
                return
            if happened is None:
                happened = happenings(run.after_position, run.until_position)
                run = db.session.get_one(DigestRun, run_id)
            batch = _batch(run, happened)
        _keep(run_id, batch)
        done += 1


def _batch(run: DigestRun, happened: list[Happening]) -> Batch:
    items = tell(happened)
    people = audience.next_readers(run.frequency, items, after=run.last_subscriber_id, limit=BATCH)
    messages = {}
    for reader in people:
        found = sections(items, reader.follows, run.frequency)
        if found:
            key = f"digest:{run.id}:{reader.subscriber.id}"
            messages[key] = mails.digest(reader.subscriber, found, run.frequency)
    return Batch(run.last_subscriber_id, people[-1].subscriber.id if people else None, messages)


def _keep(run_id: int, batch: Batch) -> None:
    with unit_of_work():
        run = db.session.get_one(DigestRun, run_id, with_for_update=True, populate_existing=True)
        if run.finished_at is not None or run.last_subscriber_id != batch.after:
            return
        if batch.last is None:
            run.finished_at = clock.now()
            return
        run.message_count += outbox.put_all(batch.messages)
        run.last_subscriber_id = batch.last
