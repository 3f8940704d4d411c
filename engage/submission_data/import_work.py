"""One file of submissions, read with its columns named: checked row by row, then taken in batch by batch."""

from collections.abc import Iterator, Mapping
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
from engage.core.permissions import Viewer
from engage.submission_data.actions.importing import AT_A_TIME, Tally, compare_rows, take_in
from engage.submission_data.imports import Incoming, Sheet, read_row, read_table, targets_of
from engage.taxonomy.models import Area

MOST_FAULTS = 1000


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

    def check(self) -> tuple[Tally, list[tuple[int, str]]]:
        """What taking it in would do, and each row's faults."""
        tally, faults = Tally(), []
        for batch in self.batches():
            with reading():
                tally += compare_rows(self._consultation(), batch)
            faults += [(row.line, fault) for row in batch for fault in row.faults]
        return tally, faults

    def write(self, actor: Viewer, batch: list[Incoming]) -> Tally:
        """Take a batch in; each is a unit of work, so that what is taken in stays."""
        with unit_of_work():
            tally = take_in(actor, consultation=self._consultation(), rows=batch)
        db.session.expunge_all()
        return tally

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
