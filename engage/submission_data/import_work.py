"""One file of submissions, read with its columns named: checked row by row, then taken in batch by batch."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from engage.consultations import queries as consultations
from engage.consultations.definition.values import Known
from engage.consultations.models import Consultation
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.importing import NOTHING, Report, Tally
from engage.core.permissions import Viewer
from engage.core.taking_in import Note
from engage.submission_data.actions.importing import AT_A_TIME, compare_rows, take_in
from engage.submission_data.imports import Incoming, Sheet, read_row, read_table, targets_of
from engage.taxonomy.models import Area


@dataclass(frozen=True)
class Work:
    """A table and what its columns are, ready to be read row by row."""

    consultation_id: int
    sheet: Sheet
    columns: Mapping[str, str]

    def batches(self) -> Iterator[list[Incoming]]:
        """All rows, in batches; a key that comes twice is a fault of the second."""
        rows = self._rows()
        while batch := list(islice(rows, AT_A_TIME)):
            yield batch

    def total(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.sheet.rows())

    def check(self) -> Report:
        """What taking it in would do."""
        return self._run(self._compared, NOTHING)

    def write(self, actor: Viewer, note: Note, done: int = 0, before: Tally = NOTHING) -> Report:
        """Take it in behind `done` rows, of which `before` tells; `note` hears in each unit of work how far it is."""

        def take(batch: list[Incoming], rows: int, tally: Tally) -> Tally:
            if rows <= done:
                return tally
            with unit_of_work():
                tally += take_in(actor, consultation=self._consultation(), rows=batch)
                note(rows, tally)
            db.session.expunge_all()
            return tally

        return self._run(take, before)

    def _compared(self, batch: list[Incoming], _rows: int, tally: Tally) -> Tally:
        with reading():
            return tally + compare_rows(self._consultation(), batch)

    def _run(self, do: Callable[[list[Incoming], int, Tally], Tally], tally: Tally) -> Report:
        faults: list[tuple[int, str]] = []
        rows = 0
        for batch in self.batches():
            rows += len(batch)
            tally = do(batch, rows, tally)
            faults += [(row.line, fault) for row in batch for fault in row.faults]
        return Report(tally, faults)

    def _consultation(self) -> Consultation:
        return db.session.get_one(Consultation, self.consultation_id)

    def _rows(self) -> Iterator[Incoming]:
        with reading():
            definition = consultations.definition_of(self._consultation())
            known = Known(areas=set(db.session.scalars(select(Area.code))))
        targets = targets_of(definition)
        columns = [targets.get(self.columns.get(heading, "")) for heading in self.sheet.headings]
        zone = current_app.config["ENGAGE"].zone
        seen: set[str] = set()
        for row in self.sheet.rows():
            found = read_row(definition, columns, row, zone, known)
            if found.key and found.key in seen:
                found.faults.append(f"the key {found.key} came before")
            seen.add(found.key)
            yield found


def opened(path: Path, consultation: Consultation, columns: Mapping[str, str]) -> Work:
    """The work on a file; refuses columns that it does not have, or that cannot be what they are said to be."""
    sheet = read_table(path.read_bytes())
    lost = [heading for heading in columns if heading not in sheet.headings]
    if lost:
        raise Refused(f"The file has no column {', '.join(lost)}. It has {', '.join(sheet.headings)}.", "file")
    targets = targets_of(consultations.definition_of(consultation))
    wrong = sorted(target for target in columns.values() if target not in targets)
    if wrong:
        raise Refused(f"There is no question or field called {', '.join(wrong)}.", "file")
    twice = sorted({target for target in columns.values() if list(columns.values()).count(target) > 1})
    if twice:
        raise Refused(f"Two columns are said to be {', '.join(targets[one].label for one in twice)}.", "file")
    return Work(consultation.id, sheet, columns)
