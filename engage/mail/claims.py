"""Claiming and settling messages, so that several workers never hold the same one."""

import functools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, bindparam, case, or_, select, update

from engage.core import clock, limits
from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.prepared import Prepared, PreparedSelect
from engage.core.settings import Settings
from engage.mail.models import MailRun
from engage.mail.queries import STATES

LEASE = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
EMPTIED = (OutboxState.SENT, OutboxState.SUPPRESSED, OutboxState.DROPPED)


@dataclass
class Settled:
    """What became of one attempt."""

    state: OutboxState
    said: str = ""
    due_at: datetime | None = None
    stop: bool = False
    subject: str = ""


@dataclass
class Pace:
    """How much may leave in a minute, and which domains have had theirs."""

    settings: Settings
    minute: datetime = LONG_AGO
    full: set[str] = field(default_factory=set)

    def slow_domains(self) -> set[str]:
        """The domains that are sent no more in this minute."""
        minute = clock.now().replace(second=0, microsecond=0)
        if minute != self.minute:
            self.minute, self.full = minute, set()
        return self.full


def claim(pace: Pace) -> OutboxMessage | None:
    """Mark the next message as being attempted, in the running unit of work; nothing when none may leave now."""
    while True:
        row = _marked(pace.slow_domains(), bulk=False) or _marked(pace.full, bulk=True)
        if row is None:
            return None
        db.session.expunge(row)
        if limits.count("mail.pace", row.domain, per=MINUTE) > pace.settings.mail_per_domain_per_minute:
            pace.full.add(row.domain)
            _put_back(row, pace.minute + MINUTE)
        elif limits.count("mail.pace", "all", per=MINUTE) > pace.settings.mail_per_minute:
            _put_back(row, pace.minute + MINUTE)
            return None
        else:
            return row


def _marked(slow_domains: set[str], *, bulk: bool) -> OutboxMessage | None:
    """The next of the messages that somebody waits for, or of the others; nothing is locked to see that none is due."""
    now = clock.now()
    if not _DUE.all({"bulk": bulk, "now": now}):
        return None
    values = {"now": now, "lease": now + LEASE, "slow": sorted(slow_domains)}
    found: OutboxMessage | None = db.session.scalars(_mark(bulk), values).first()
    return found


_DUE = PreparedSelect(
    select(OutboxMessage.id)
    .where(OutboxMessage.settled_at.is_(None), OutboxMessage.bulk == bindparam("bulk", type_=Boolean))
    .where(OutboxMessage.due_at <= bindparam("now", type_=OutboxMessage.due_at.type))
    .limit(1)
)


@functools.cache
def _mark(bulk: bool) -> Any:
    stopped = select(MailRun.id).where(or_(MailRun.paused_at.is_not(None), MailRun.cancelled_at.is_not(None)))
    due = (
        select(OutboxMessage.id)
        .where(OutboxMessage.settled_at.is_(None), OutboxMessage.due_at <= bindparam("now"))
        .where(OutboxMessage.bulk.is_(bulk), OutboxMessage.state.in_(STATES["waiting"]))
        .where(or_(OutboxMessage.run_id.is_(None), OutboxMessage.run_id.not_in(stopped)))
        .where(OutboxMessage.domain.not_in(bindparam("slow", expanding=True)))
        .order_by(OutboxMessage.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    died = OutboxMessage.state == OutboxState.ATTEMPTING
    marked = (
        update(OutboxMessage)
        .where(OutboxMessage.id == due.scalar_subquery())
        .values(
            state=OutboxState.ATTEMPTING,
            attempts=OutboxMessage.attempts + 1,
            due_at=bindparam("lease"),
            repeated_at=case((died, bindparam("now")), else_=OutboxMessage.repeated_at),
        )
    )
    same_row = {"synchronize_session": False, "populate_existing": True}
    return marked.returning(OutboxMessage).execution_options(**same_row)


def _put_back(row: OutboxMessage, due_at: datetime) -> None:
    """Undo a mark that is not committed yet."""
    values = {"state": OutboxState.PLANNED, "attempts": row.attempts - 1, "due_at": due_at}
    _change(row, values)


def settle(row: OutboxMessage, settled: Settled) -> None:
    """Write down what became of an attempt, unless its lease ran out and another has it now."""
    now = clock.now()
    values: dict[str, object] = {"state": settled.state, "last_error": settled.said}
    if settled.state is OutboxState.DEFERRED:
        values["due_at"] = settled.due_at
    else:
        values["settled_at"] = now
    if settled.stop:
        values["attempts"] = row.attempts - 1
    if settled.state is OutboxState.SENT:
        values |= {"sent_at": now, "subject": settled.subject}
    if settled.state in EMPTIED:
        values |= {"text": "", "html": ""}
    _change(row, values)


def _change(row: OutboxMessage, values: dict[str, object]) -> None:
    _changing(tuple(sorted(values))).run({"mine": row.id, "attempt": row.attempts, **values})


@functools.cache
def _changing(columns: tuple[str, ...]) -> Prepared:
    """The statement that changes these columns of a message while it is being attempted for the same time."""
    table: Any = OutboxMessage.__table__
    mine = (
        table.c.id == bindparam("mine"),
        table.c.state == OutboxState.ATTEMPTING,
        table.c.attempts == bindparam("attempt"),
    )
    changed = update(table).where(*mine).values({name: bindparam(name) for name in columns})
    return Prepared(lambda _dialect: changed)
