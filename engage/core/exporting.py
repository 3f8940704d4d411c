"""A file that is asked for and made by the worker: a row with a state, from the asking until the file is taken away."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import BigInteger, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.claiming import claim_next
from engage.core.database import db, stored_enum

MOST_TRIES = 5
KEPT = timedelta(days=7)


class ExportState(StrEnum):
    """Where a file stands that was asked for."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class ExportFormat(StrEnum):
    """What kind of file it is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"

    @property
    def label(self) -> str:
        """The kind as people know it."""
        return {"csv": "CSV", "xlsx": "Excel (XLSX)", "jsonl": "JSON Lines"}[self.value]

    @property
    def media_type(self) -> str:
        """The kind as browsers know it."""
        excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return {"csv": "text/csv", "xlsx": excel, "jsonl": "application/x-ndjson"}[self.value]


BUSY = (ExportState.WAITING, ExportState.WORKING)


class ExportRun:
    """The columns of a table of files that are asked for.

    `place` is where the last batch ended that is in the part file, `size` how many bytes of that file count.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=lambda: secrets.token_hex(12))
    format: Mapped[ExportFormat] = mapped_column(stored_enum(ExportFormat, "format"))
    state: Mapped[ExportState] = mapped_column(stored_enum(ExportState, "state"), default=ExportState.WAITING)
    place: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]


Run = TypeVar("Run", bound=ExportRun)


def claim(kind: type[Run]) -> Run | None:
    """Take the oldest file that nobody works at; one that was begun too often is given up."""
    while True:
        found: Run | None = claim_next(kind, BUSY)  # type: ignore[type-var]  # the kind of a run is given as a class
        if found is None:
            return None
        found.tries += 1
        if found.tries <= MOST_TRIES:
            found.state = ExportState.WORKING
            return found
        note_failure(found, "It was begun too often. Ask for it again, and tell whoever runs the site.")
        db.session.flush()


def note_beginning(run: ExportRun, *, expected: int) -> None:
    """Note that nothing is in the part file yet, and how many rows there will be."""
    run.place, run.done, run.size, run.total = "", 0, 0, expected


def note_batch(run: ExportRun, *, place: str, rows: int, size: int) -> None:
    """Note that another batch is safely in the part file, which holds so many rows and bytes now."""
    run.place, run.done, run.size = place, rows, size


def note_ready(run: ExportRun) -> None:
    """Note that the file is whole."""
    run.state, run.total, run.ready_at, run.leased_until = ExportState.READY, run.done, clock.now(), None


def note_failure(run: ExportRun, sentence: str) -> None:
    """Give a file up, with a sentence for whoever asked."""
    run.state, run.fault, run.leased_until = ExportState.FAILED, sentence, None


def note_disturbance(run: ExportRun) -> None:
    """Have a file made anew, because what is in the part file is not what there is."""
    note_beginning(run, expected=0)
    run.leased_until = None


def take_away(run: ExportRun) -> None:
    """Note that the file lies there no longer; whoever makes it has lost it."""
    run.state, run.leased_until = ExportState.EXPIRED, None


def to_take_away(kind: type[Run]) -> Sequence[Run]:
    """The files that were ready, or given up, a week ago and still lie there."""
    before = clock.now() - KEPT
    given_up = (kind.state == ExportState.FAILED) & (kind.asked_at < before)
    made = (kind.state == ExportState.READY) & (kind.ready_at < before)
    wanted = select(kind).where(or_(made, given_up))
    return db.session.scalars(wanted).all()
