"""How a worker takes files in: one after the other, checked as a whole, then written batch by batch."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from engage.core.claiming import Hold, HoldLost, claim_next
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.importing import (
    DUE,
    ImportRun,
    ImportState,
    Report,
    Tally,
    file_of,
    note_batch,
    note_check,
    note_end,
    note_failure,
)
from engage.core.permissions import Viewer

GONE = "The file is here no longer. Upload it again."
NOT_ALL = "Nothing was taken in, because lines are wrong now and it must be all or nothing. Check the file again."
Note = Callable[[int, Tally], None]
Run = TypeVar("Run", bound=ImportRun)


class Work(Protocol):
    """A file that can be checked and taken in."""

    def total(self) -> int:
        """How many rows it has."""

    def check(self) -> Report:
        """What taking it in would do."""

    def write(self, actor: Viewer, note: Note, done: int, before: Tally) -> Report:
        """Take it in behind the rows that were done before; `note` hears in each unit of work how far it is."""


def take_in_due(kind: type[Run], opened: Callable[[Run, StoredFile], Work], actor_of: Callable[[Run], Viewer]) -> None:
    """Do what is due, one file after the other; one that was begun before goes on behind what was noted."""
    while True:
        with unit_of_work():
            run: Run | None = claim_next(kind, DUE)  # type: ignore[type-var]
        if run is None:
            return
        with suppress(HoldLost):
            _work_at(run, opened, actor_of)


def _work_at(run: Run, opened: Callable[[Run, StoredFile], Work], actor_of: Callable[[Run], Viewer]) -> None:
    hold: Hold[Any] = Hold(run)
    try:
        work = opened(run, _file(run))
        _check(run, work) if run.state is ImportState.TO_CHECK else _write(run, hold, work, actor_of(run))
    except Refused as refusal:
        with unit_of_work():
            note_failure(hold.row(), refusal.sentence)


def _file(run: Run) -> StoredFile:
    with reading():
        found = file_of(run)
    if found is None:
        raise Refused(GONE)
    return found


def _check(run: Run, work: Work) -> None:
    """Check a file, unless something else is said of it meanwhile: then it is checked again.

    It needs no hold: a check that outlasts its lease finds what the one that follows it would find.
    """
    said = run.settled
    report, total = work.check(), work.total()
    with unit_of_work():
        found = db.session.get_one(type(run), run.id, populate_existing=True)
        if found.state is not ImportState.TO_CHECK:
            return
        if found.settled == said:
            note_check(found, total=total, report=report)
        else:
            found.leased_until = None


def _write(run: Run, hold: Hold[Any], work: Work, actor: Viewer) -> None:
    if run.all_or_nothing and run.done == 0:
        report = work.check()
        if report.faults or report.notes:
            raise Refused(NOT_ALL)

    def note(rows: int, tally: Tally) -> None:
        note_batch(hold.renew(), rows=rows, tally=tally)

    report = work.write(actor, note, run.done, run.tally)
    with unit_of_work():
        note_end(hold.row(), report)
