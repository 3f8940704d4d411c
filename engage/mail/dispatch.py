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

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.settings import Settings
from engage.mail import claims, coming_back, envelope
from engage.mail.claims import Settled
from engage.mail.delivery import Deferred, NoServer, Rejected, Transport, transport
from engage.mail.letters import Withheld, letter_of
from engage.mail.mime import mime
from engage.mail.patience import next_try
from engage.mail.signing import sign

log = structlog.get_logger()
SERVER_DELAY = timedelta(minutes=1)
BROKEN_IN_A_ROW = 3
LONGEST_RUN = timedelta(seconds=50)


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    suppressed: int = 0
    dropped: int = 0
    stopped: str = ""

    def count(self, settled: Settled) -> None:
        """Add one."""
        name = settled.state.value
        setattr(self, name, getattr(self, name) + 1)
        if settled.stop:
            self.stopped = settled.said


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
    pace = claims.Pace(settings)
    with transport(settings) as way:
        row = _settle_and_claim(None, None, pace)
        while row is not None:
            settled = _attempt(row, way, settings)
            broken = broken + 1 if settled.said.startswith("the connection broke") else 0
            settled.stop = settled.stop or broken >= BROKEN_IN_A_ROW
            tally.count(settled)
            going_on = not settled.stop and clock.now() < until
            row = _settle_and_claim(row, settled, pace if going_on else None)
    if tally.stopped:
        log.warning("mail_stands_still", said=tally.stopped)


def _settle_and_claim(
    row: OutboxMessage | None, settled: Settled | None, pace: claims.Pace | None
) -> OutboxMessage | None:
    with unit_of_work():
        if row is not None and settled is not None:
            claims.settle(row, settled)
            if settled.state is OutboxState.FAILED:
                coming_back.refused(row, settled.said)
        return claims.claim(pace) if pace is not None else None


def _attempt(row: OutboxMessage, way: Transport, settings: Settings) -> Settled:
    try:
        letter = letter_of(row)
        mail = sign(mime(letter, settings, clock.now()), settings)
        way.send(mail, sender=envelope.sender(row.id, settings), to=row.to, number=row.id)
    except Withheld as error:
        return Settled(error.state, error.why)
    except NoServer as error:
        return Settled(OutboxState.DEFERRED, str(error), clock.now() + SERVER_DELAY, stop=True)
    except Deferred as error:
        return _later(row, str(error))
    except (Rejected, ValueError) as error:
        return Settled(OutboxState.FAILED, str(error))
    except Exception as error:
        log.exception("mail_attempt_failed", message=row.id)
        return _later(row, f"{type(error).__name__}: {error}")
    else:
        return Settled(OutboxState.SENT, subject=letter.subject)


def _later(row: OutboxMessage, said: str) -> Settled:
    due_at = next_try(row.attempts, said, clock.now())
    return Settled(OutboxState.FAILED, said) if due_at is None else Settled(OutboxState.DEFERRED, said, due_at)
