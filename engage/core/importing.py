"""A file that the worker takes in: a row with a state from the upload to the last line, and what became of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock, files
from engage.core.database import db, personal, stored_enum
from engage.core.errors import Refused
from engage.core.files import StoredFile

KEPT = timedelta(days=30)
MOST_FAULTS = 1000
NOTED, CLOSING = "noted", "closing"
ERASED = "Somebody was erased whom this file may name, so it was deleted. Upload it again without that person."


class ImportState(StrEnum):
    """Where a file stands: its columns are named, it is checked, then taken in."""

    NAMING = "naming"
    TO_CHECK = "to_check"
    CHECKED = "checked"
    TO_TAKE_IN = "to_take_in"
    DONE = "done"
    FAILED = "failed"


DUE = (ImportState.TO_CHECK, ImportState.TO_TAKE_IN)
ENDED = (ImportState.DONE, ImportState.FAILED)
TO_SETTLE = (ImportState.NAMING, ImportState.TO_CHECK, ImportState.CHECKED)


@dataclass(frozen=True)
class Tally:
    """What became of the lines of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    refused: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        mine, theirs = asdict(self), asdict(other)
        return Tally(**{word: mine[word] + theirs[word] for word in mine})

    def __str__(self) -> str:
        """The one line with which every import ends."""
        return ", ".join(f"{count} {word}" for word, count in asdict(self).items())

    @property
    def wrote(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.changed or self.closed)


NOTHING = Tally()


@dataclass(frozen=True)
class Report:
    """What became of a file; `faults` and `notes` are lines with what is wrong with them, notes of those taken in.

    `closing` has the id and the name of each record that taking it in closes.
    """

    tally: Tally
    faults: Sequence[tuple[int, str]] = ()
    notes: Sequence[tuple[int, str]] = ()
    stopped: str = ""
    closing: Sequence[tuple[int, str]] = ()


class ImportRun:
    """The columns of a table of files that are taken in; the file itself is deleted a month after it came.

    `columns` maps what is in the file to what it is here; `faults` lists `[line, sentence]` of the first lines that
    cannot be taken, `[line, sentence, "noted"]` of those that can, and `[0, ids, "closing"]`, both as JSON. The counts
    are those of the check, then of what was done.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    columns: Mapped[str] = mapped_column(default="{}")
    state: Mapped[ImportState] = mapped_column(stored_enum(ImportState, "state"), default=ImportState.NAMING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    faults: Mapped[str] = mapped_column(
        default="[]", info=personal("to mend a file that is taken in", "public task", "a month after it was taken in")
    )
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]

    @property
    def named(self) -> dict[str, str]:
        """What is in the file, by what it is here or there."""
        return dict(json.loads(self.columns))

    @property
    def settled(self) -> tuple[str, ...]:
        """What was said of how the file is to be taken in."""
        return (self.columns,)

    @property
    def all_or_nothing(self) -> bool:
        """Whether nothing is taken in while a line is wrong."""
        return False

    @property
    def tally(self) -> Tally:
        """What became of the lines so far."""
        return Tally(self.added, self.changed, self.unchanged, self.closed, self.refused)

    @property
    def wrong(self) -> list[tuple[int, str]]:
        """The first lines that cannot be taken."""
        return self._marked("")

    @property
    def noted(self) -> list[tuple[int, str]]:
        """The first lines that can be taken and of which something is to be known."""
        return self._marked(NOTED)

    @property
    def closing(self) -> list[int]:
        """The ids of the records that are closed."""
        return [int(key) for _, keys in self._marked(CLOSING) for key in keys.split()]

    def _marked(self, wanted: str) -> list[tuple[int, str]]:
        rows = [(int(line), str(said), *mark) for line, said, *mark in json.loads(self.faults)]
        return [(line, said) for line, said, *mark in rows if (mark or [""])[0] == wanted]


Run = TypeVar("Run", bound=ImportRun)


def file_of(run: ImportRun) -> StoredFile | None:
    """The file itself; None once it is deleted."""
    return db.session.get(StoredFile, run.file_id) if run.file_id is not None else None


def settle(run: ImportRun, columns: Mapping[str, str]) -> None:
    """Say what each column is, so that the worker checks the file; raises Refused once it is taken in."""
    _need(run, *TO_SETTLE)
    run.columns, run.state, run.faults, run.done = json.dumps(dict(columns)), ImportState.TO_CHECK, "[]", 0


def start(run: ImportRun) -> bool:
    """Have a checked file taken in; a second time says no, and nothing is changed. Raises Refused before the check."""
    if run.state in (ImportState.TO_TAKE_IN, ImportState.DONE):
        return False
    _need(run, ImportState.CHECKED)
    run.state, run.done = ImportState.TO_TAKE_IN, 0
    _count(run, NOTHING)
    return True


def _need(run: ImportRun, *states: ImportState) -> None:
    if run.state not in states:
        raise Refused("This file is being taken in, or was taken in already. Look at its page again.")


def note_check(run: ImportRun, *, total: int, report: Report) -> None:
    """Keep what the check found, in the running unit of work."""
    run.state, run.total, run.done, run.leased_until = ImportState.CHECKED, total, 0, None
    _keep(run, report)


def note_batch(run: ImportRun, *, rows: int, tally: Tally) -> None:
    """Note that so many rows are done, with what became of them all."""
    run.done = rows
    _count(run, tally)


def note_end(run: ImportRun, report: Report) -> None:
    """Note that a file is done."""
    run.state, run.ready_at, run.leased_until, run.done = ImportState.DONE, clock.now(), None, run.total
    _keep(run, report)


def note_failure(run: ImportRun, sentence: str) -> None:
    """Note why a file cannot be taken in."""
    run.state, run.ready_at, run.leased_until = ImportState.FAILED, clock.now(), None
    run.faults = json.dumps([[0, sentence]])


def _keep(run: ImportRun, report: Report) -> None:
    stopped = [(0, report.stopped)] if report.stopped else []
    noted = [(*each, NOTED) for each in sorted(report.notes)[:MOST_FAULTS]]
    keys = " ".join(str(key) for key, _ in report.closing)
    closing = [(0, keys, CLOSING)] if keys else []
    run.faults = json.dumps([*stopped, *sorted(report.faults)[:MOST_FAULTS], *noted, *closing])
    _count(run, report.tally)


def _count(run: ImportRun, tally: Tally) -> None:
    run.added, run.changed, run.unchanged = tally.added, tally.changed, tally.unchanged
    run.closed, run.refused = tally.closed, tally.refused


def forget_files(kind: type[Run]) -> None:
    """Delete the files of a table that came a month ago, and what was wrong with their lines."""
    old = db.session.scalars(select(kind).where(kind.asked_at < clock.now() - KEPT, kind.file_id.is_not(None))).all()
    for run in old:
        run.faults = "[]"
        if run.state not in ENDED:
            run.state, run.ready_at = ImportState.FAILED, clock.now()
        forget_file(run)


def forget_file(run: ImportRun) -> None:
    """Delete what was uploaded, as far as it is still there."""
    file = file_of(run)
    if file is not None:
        run.file_id = None
        db.session.flush()
        files.forget(file)


def forget_file_of_erased(run: ImportRun) -> None:
    """Delete a file that may name somebody who is erased; one that is being taken in stays until its month is over."""
    if run.state in DUE:
        return
    if run.state not in ENDED:
        note_failure(run, ERASED)
    forget_file(run)
