"""How a worker makes the files that were asked for: one after the other, batch by batch, and takes them away again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import structlog

from engage.core.claiming import Hold, HoldLost
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.exporting import (
    ExportRun,
    ExportState,
    claim,
    note_batch,
    note_beginning,
    note_disturbance,
    note_failure,
    take_away,
    to_take_away,
)
from engage.core.growing import Growing, remove

Run = TypeVar("Run", bound=ExportRun)
log = structlog.get_logger()


class Disturbed(Exception):
    """What was written is not what there is: it has to be written again."""


@dataclass(frozen=True)
class Batch:
    """Some rows, and the place behind which the next ones are."""

    place: str
    rows: Sequence[Any]


class Source(Protocol):
    """What a file is made of."""

    def expected(self) -> int:
        """How many rows there will be."""

    def next_batch(self, place: str) -> Batch | None:
        """The rows behind a place, to be read in one transaction; none at the end."""


class Making(Generic[Run]):
    """A claimed file under the hands of its worker; each step raises HoldLost once it is somebody else's."""

    def __init__(self, run: Run) -> None:
        """Begin with a file that was just claimed."""
        self.run = run
        self._hold: Hold[Any] = Hold(run)

    def row(self) -> Run:
        """The file as it stands, to be written in the running unit of work."""
        found: Run = self._hold.row()
        return found

    def alive(self) -> None:
        """Give a sign of life."""
        with unit_of_work():
            self._hold.renew()

    def write(self, file: Growing, source: Source, cells: Callable[[Any], Any]) -> int:
        """Add the rows of a source behind those that were noted; how many the file holds then."""
        place, done = self.run.place, self.run.done
        if file.begins_anew:
            place, done = "", 0
            self._begin(source)
        while True:
            with reading():
                batch = source.next_batch(place)
            if batch is None:
                return done
            file.add(cells(row) for row in batch.rows)
            place, done = batch.place, done + len(batch.rows)
            self.note(place, done, file.size)

    def note(self, place: str, rows: int, size: int) -> None:
        """Note that so many rows and bytes are safely in the file."""
        with unit_of_work():
            note_batch(self._hold.renew(), place=place, rows=rows, size=size)

    def _begin(self, source: Source) -> None:
        with reading():
            expected = source.expected()
        with unit_of_work():
            note_beginning(self._hold.renew(), expected=expected)


def make_due(kind: type[Run], make: Callable[[Making[Run]], None]) -> None:
    """Make the files of a table that were asked for, one after the other."""
    while True:
        with unit_of_work():
            run = claim(kind)
        if run is None:
            return
        try:
            _made(Making(run), make)
        except HoldLost:
            _clear_away(run)


def _made(making: Making[Run], make: Callable[[Making[Run]], None]) -> None:
    try:
        make(making)
    except Refused as refusal:
        _give_up(making, refusal.sentence)
    except OSError:
        log.exception("export_failed", export=making.run.key)
        _give_up(making, "The file could not be written. Tell whoever runs the site.")
    except Disturbed:
        log.warning("export_begins_again", export=making.run.key)
        with unit_of_work():
            note_disturbance(making.row())


def _give_up(making: Making[Run], sentence: str) -> None:
    with unit_of_work():
        note_failure(making.row(), sentence)


def _clear_away(run: ExportRun) -> None:
    """Delete what was written of a file that was taken away meanwhile; one that another worker makes is left alone."""
    with reading():
        found = db.session.get_one(type(run), run.id, populate_existing=True)
    if found.state is ExportState.EXPIRED:
        remove(run)


def sweep(kind: type[Run]) -> None:
    """Take away the files of a table that are older than a week; their rows stay for the record."""
    with reading():
        old = to_take_away(kind)
    for run in old:
        remove(run)
        if run.state is ExportState.READY:
            with unit_of_work():
                take_away(db.session.get_one(kind, run.id))
