"""Emptying the outbox: claim one message, hand it over, settle it with the claim of the next.

A message is marked as being attempted, and that is committed, before the mail server hears of it. Whoever dies
between the server's yes and the commit leaves exactly that one message marked; when its lease has run out it is
tried again with the same Message-ID, so that a mail program can tell that it is the same.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import select

from engage.core import clock, limits
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.settings import Settings
from engage.mail.delivery import Deferred, NoServer, Rejected, Transport, transport
from engage.mail.mime import mime
from engage.mail.models import Suppression

log = structlog.get_logger()
LEASE = timedelta(minutes=10)
DELAYS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440))
SERVER_DELAY = timedelta(minutes=1)
BROKEN_IN_A_ROW = 3
LONGEST_RUN = timedelta(seconds=50)
DUE = (OutboxState.ATTEMPTING, OutboxState.DEFERRED, OutboxState.PLANNED)


@dataclass
class Outcome:
    """What became of one attempt."""

    state: OutboxState
    said: str = ""
    due_at: datetime | None = None
    stop: bool = False


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    suppressed: int = 0
    stopped: str = ""

    def count(self, outcome: Outcome) -> None:
        """Add one."""
        name = outcome.state.value
        setattr(self, name, getattr(self, name) + 1)
        if outcome.stop:
            self.stopped = outcome.said


class Runner:
    """One delivery run at a time in each process; a wake-up during one makes it look once more."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._running = threading.Lock()
        self._again = threading.Event()

    def run(self, longest: timedelta = LONGEST_RUN) -> Tally:
        """Deliver what is due until nothing is, the server fails, the pace is reached or the time is up."""
        self._again.set()
        tally = Tally()
        until = clock.now() + longest
        while self._again.is_set() and self._running.acquire(blocking=False):
            try:
                self._again.clear()
                _drain(current_app.config["ENGAGE"], tally, until)
            finally:
                self._running.release()
        return tally


RUNNER = Runner()


def _drain(settings: Settings, tally: Tally, until: datetime) -> None:
    broken = 0
    with transport(settings) as way:
        row = _settle_and_claim(None, None, settings)
        while row is not None:
            outcome = _attempt(row, way, settings)
            broken = broken + 1 if outcome.said.startswith("the connection broke") else 0
            outcome.stop = outcome.stop or broken >= BROKEN_IN_A_ROW
            tally.count(outcome)
            going_on = not outcome.stop and clock.now() < until
            row = _settle_and_claim(row, outcome, settings, claim=going_on)
    if tally.stopped:
        log.warning("mail_stands_still", said=tally.stopped)


def _settle_and_claim(
    row: OutboxMessage | None, outcome: Outcome | None, settings: Settings, *, claim: bool = True
) -> OutboxMessage | None:
    with unit_of_work():
        if row is not None and outcome is not None:
            _settle(row.id, row.attempts, outcome)
        claimed = _claim(settings) if claim else None
        if claimed is not None:
            db.session.flush()
            db.session.expunge(claimed)
        return claimed


def _claim(settings: Settings) -> OutboxMessage | None:
    now = clock.now()
    for state in DUE:
        row = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.state == state, OutboxMessage.due_at <= now)
            .order_by(OutboxMessage.bulk, OutboxMessage.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is not None:
            if limits.count("mail.pace", "all", per=timedelta(minutes=1)) > settings.mail_per_minute:
                return None
            row.state, row.attempts, row.due_at = OutboxState.ATTEMPTING, row.attempts + 1, now + LEASE
            return row
    return None


def _attempt(row: OutboxMessage, way: Transport, settings: Settings) -> Outcome:
    if _is_suppressed(row.to):
        return Outcome(OutboxState.SUPPRESSED)
    try:
        way.send(mime(row, settings, clock.now()), row.id)
    except NoServer as error:
        return Outcome(OutboxState.DEFERRED, str(error), clock.now() + SERVER_DELAY, stop=True)
    except Deferred as error:
        return _later(row, str(error))
    except (Rejected, ValueError) as error:
        return Outcome(OutboxState.FAILED, str(error))
    except Exception as error:
        log.exception("mail_attempt_failed", message=row.id)
        return _later(row, f"{type(error).__name__}: {error}")
    return Outcome(OutboxState.SENT)


def _later(row: OutboxMessage, said: str) -> Outcome:
    if row.attempts > len(DELAYS):
        return Outcome(OutboxState.FAILED, said)
    return Outcome(OutboxState.DEFERRED, said, clock.now() + DELAYS[row.attempts - 1])


def _is_suppressed(address: str) -> bool:
    with reading():
        return db.session.get(Suppression, address.casefold()) is not None


def _settle(row_id: int, attempts: int, outcome: Outcome) -> None:
    row = db.session.get(OutboxMessage, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.state is not OutboxState.ATTEMPTING or row.attempts != attempts:
        return
    row.state, row.last_error = outcome.state, outcome.said
    if outcome.due_at is not None:
        row.due_at = outcome.due_at
    if outcome.stop:
        row.attempts -= 1
    if outcome.state is OutboxState.SENT:
        row.sent_at = clock.now()
    if outcome.state in (OutboxState.SENT, OutboxState.SUPPRESSED):
        row.text = row.html = ""
