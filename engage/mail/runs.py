"""Digest runs: one row for each frequency and period, and never twice.

Which run is due follows from the clock and the newest run of the chain alone, so that a worker that looks twice, late,
or together with another starts it once. What cannot be known is asked of an administrator: whether news of more than
a week is still wanted, and which clock is right when a run of the future has been started.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from flask import current_app
from sqlalchemy import func, select, text

from engage.core import clock, ledger
from engage.core.database import after_commit, db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.ledger import Entry, Seal
from engage.mail import audience, witness
from engage.mail.models import Frequency, MailRun, RunKind
from engage.mail.news import VERBS
from engage.mail.periods import SPAN, Period, Slot, newest_due, next_due
from engage.moderation.queries import unsettled_comment_ids

AT_ONCE_READER = "mail.at_once"
CATCH_UP = timedelta(days=7)
SLACK = timedelta(seconds=5)
RESTORED = "restored"


class Doubt(StrEnum):
    """Why a run that is due is not started without being asked for."""

    LATE = "late"
    CLOCK = "clock"


@dataclass(frozen=True)
class Standing:
    """Where a chain of runs stands: what came due last, whether it has run, and what speaks against starting it."""

    frequency: Frequency
    slot: Slot
    period: Period
    last: MailRun | None
    is_due: bool
    doubt: Doubt | None = None


def standing(frequency: Frequency, slot: Slot, moment: datetime | None = None) -> Standing:
    """Where the chain stands at a moment; now unless one is given."""
    settings, moment = current_app.config["ENGAGE"], moment or clock.now()
    period, last = newest_due(frequency, slot, moment, settings), last_run(RunKind(frequency.value), slot)
    if last is None:
        return Standing(frequency, slot, period, None, is_due=True)
    if _known(RunKind(frequency.value), period.name) is not None:
        return Standing(frequency, slot, period, last, is_due=False)
    if last.due_at >= period.due_at:
        ahead = Doubt.CLOCK if last.due_at > moment else None
        return Standing(frequency, slot, period, last, is_due=False, doubt=ahead)
    missed = next_due(frequency, slot, last.due_at, settings)
    late = Doubt.LATE if moment - missed.due_at > CATCH_UP else None
    return Standing(frequency, slot, period, last, is_due=True, doubt=late)


def standings() -> list[Standing]:
    """Where every chain of the daily and the weekly digests stands."""
    both = (Frequency.DAILY, Frequency.WEEKLY)
    return [standing(frequency, slot) for frequency in both for slot in audience.slots_in_use(frequency)]


def start_due(frequency: Frequency) -> list[int]:
    """Start the runs that are due now and not in doubt."""
    with reading():
        slots = audience.slots_in_use(frequency)
    return [started for slot in slots if (started := _start_slot(frequency, slot)) is not None]


def _start_slot(frequency: Frequency, slot: Slot) -> int | None:
    seen = witness.newest(RunKind(frequency.value), slot.key)
    with reading():
        found = standing(frequency, slot)
    if seen is not None and (found.last is None or found.last.due_at < seen.due_at):
        _remember_lost(RunKind(frequency.value), slot, seen)
        with reading():
            found = standing(frequency, slot)
    return start(found) if found.is_due and found.doubt is None else None


def start_named(frequency: Frequency, moment: datetime) -> int:
    """Start, or go on with, the site's run of the period at a moment; refuses a period that lies before another."""
    with reading():
        found = standing(frequency, Slot(), moment)
        known = _known(RunKind(frequency.value), found.period.name)
    if known is not None:
        return known
    if not found.is_due and found.last is not None:
        raise Refused(
            f"The {frequency.value} digest of {found.last.period} has run; {found.period.name} lies before it "
            "and its news is told."
        )
    return start(found)


def start(found: Standing) -> int:
    """Note that a run covers what was sealed since the one before; gives the run that is there if another was first."""
    with unit_of_work():
        return begin(found)


def begin(found: Standing, *, told_until: int | None = None) -> int:
    """The same in the running unit of work; what lies up to `told_until`, if it is given, is not told."""
    _one_at_a_time()
    kind = RunKind(found.frequency.value)
    known = _known(kind, found.period.name)
    if known is not None:
        return known
    after = end_of_last(found.frequency, found.slot) if told_until is None else told_until
    until = settled_position(after)
    return _begin(kind, found.period, found.slot, after=min(after, until), until=until)


def open_chain(frequency: Frequency, slot: Slot) -> None:
    """Note, in the running unit of work, that a time which nobody had chosen begins now and missed nothing before."""
    _one_at_a_time()
    period = newest_due(frequency, slot, clock.now(), current_app.config["ENGAGE"])
    if _known(RunKind(frequency.value), period.name) is None:
        until = settled_position(0)
        run_id = _begin(RunKind(frequency.value), period, slot, after=until, until=until)
        db.session.get_one(MailRun, run_id).finished_at = clock.now()


def skip(found: Standing) -> int:
    """Leave out, in the running unit of work, what has gathered: a run that tells nothing, and the next goes on."""
    return begin(found, told_until=settled_position(0))


def _begin(kind: RunKind, period: Period, slot: Slot, *, after: int, until: int) -> int:
    run = MailRun(
        kind=kind,
        period=period.name,
        slot=slot.key,
        due_at=period.due_at,
        started_at=clock.now(),
        after_position=after,
        until_position=until,
    )
    db.session.add(run)
    db.session.flush()
    after_commit(partial(witness.note, kind, slot.key, witness.Seen(run.period, run.due_at, run.started_at)))
    return run.id


def _one_at_a_time() -> None:
    """Let no other process start a run before this one is committed; on SQLite only one can write anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(7306)"))


def last_run(kind: RunKind, slot: Slot, *, lock: bool = False) -> MailRun | None:
    """The newest run of a chain; locked, it cannot go on before the running unit of work ends."""
    wanted = select(MailRun).where(MailRun.kind == kind, MailRun.slot == slot.key)
    wanted = wanted.order_by(MailRun.due_at.desc(), MailRun.id.desc()).limit(1)
    return db.session.scalars(wanted.with_for_update() if lock else wanted).first()


def _known(kind: RunKind, period: str) -> int | None:
    return db.session.scalar(select(MailRun.id).where(MailRun.kind == kind, MailRun.period == period))


def end_of_last(frequency: Frequency, slot: Slot) -> int:
    """Up to where a chain has told."""
    last = last_run(RunKind(frequency.value), slot)
    return last.until_position if last is not None else first_position(frequency)


def first_position(frequency: Frequency) -> int:
    """Where the first run of all begins: it tells what happened in one day or week."""
    return _position_at(clock.now() - SPAN[frequency])


def _position_at(moment: datetime) -> int:
    """The position behind which everything lies that happened since a moment."""
    since = select(func.min(Seal.position)).join(Entry, Entry.id == Seal.entry_id).where(Entry.at >= moment)
    first = db.session.scalar(since)
    return ledger.last_position() if first is None else first - 1


def settled_position(after: int) -> int:
    """The position up to which it may be told: behind it lie decisions of moderators that may still be undone."""
    now, undo = clock.now(), current_app.config["ENGAGE"].undo_window
    waiting = unsettled_comment_ids(now)
    if not waiting:
        return ledger.last_position()
    theirs = (Entry.subject_kind == "comment", Entry.subject_id.in_(waiting), Entry.at > now - undo - SLACK)
    first = select(func.min(Seal.position)).join(Entry, Entry.id == Seal.entry_id)
    unsettled = db.session.scalar(first.where(*theirs, Seal.position > after))
    return ledger.last_position() if unsettled is None else unsettled - 1


def _remember_lost(kind: RunKind, slot: Slot, seen: witness.Seen) -> None:
    """Count a run that this machine saw start, and of which the database knows nothing, as done.

    So it is after a backup was restored. What the restored ledger held when that run was started has been told.
    """
    with unit_of_work():
        _one_at_a_time()
        if _known(kind, seen.period) is None:
            run_id = _begin(
                kind,
                Period(seen.period, seen.due_at),
                slot,
                after=end_of_last(Frequency(kind.value), slot),
                until=_position_at(seen.started_at),
            )
            run = db.session.get_one(MailRun, run_id)
            run.started_at, run.finished_at, run.note = seen.started_at, clock.now(), RESTORED


def start_at_once() -> int | None:
    """Start a run for what was sealed since the last one, if there is news and anybody who wants it at once."""
    with unit_of_work():
        _one_at_a_time()
        after = _told_at_once()
        until = settled_position(after)
        if until <= after:
            return None
        ledger.advance(AT_ONCE_READER, until)
        if not ledger.read_after(after, verbs=VERBS, limit=1) or not audience.anybody(Frequency.AT_ONCE):
            return None
        period = Period(f"{until:012d}", clock.now())
        return _begin(RunKind.AT_ONCE, period, Slot(), after=after, until=until)


def _told_at_once() -> int:
    """Up to where it was told, also by a run that a restored backup does not know."""
    told, seen = ledger.position_of(AT_ONCE_READER), witness.newest(RunKind.AT_ONCE, "")
    if seen is None or _known(RunKind.AT_ONCE, seen.period) is not None:
        return told
    return max(told, _position_at(seen.started_at))


def unfinished() -> list[int]:
    """The runs of digests that were started and not planned to the end, oldest first."""
    digests = MailRun.kind.in_([RunKind(frequency.value) for frequency in Frequency])
    with reading():
        wanted = select(MailRun.id).where(digests, MailRun.finished_at.is_(None)).order_by(MailRun.id)
        return list(db.session.scalars(wanted))
