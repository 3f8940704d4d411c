"""Taking in a table of people, batch by batch; a check does the same and writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.importing import NOTHING, Report, Tally
from engage.core.incoming import Sheet
from engage.core.memory import collector_at_rest
from engage.core.permissions import Viewer
from engage.core.taking_in import Note
from engage.directory_data.actions.taking_in import close_contacts, take_in_people
from engage.directory_data.contact_plan import Known, Origin, plan
from engage.directory_data.contact_rows import FIELDS, Person, guess, person_of, places_of
from engage.directory_data.queries import incoming as queries

AT_A_TIME = 1_000


def columns_of(sheet: Sheet, said: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field: what was said, else what its heading tells; raises Refused."""
    lost = [heading for heading in said.values() if heading not in sheet.headings]
    if lost:
        raise Refused(f"The file has no column {', '.join(lost)}. It has {', '.join(sheet.headings)}.", "file")
    unknown = [name for name in said if name not in FIELDS]
    if unknown:
        raise Refused(f"There is no field {', '.join(unknown)}. There are {', '.join(FIELDS)}.", "file")
    columns = guess(sheet.headings) | dict(said)
    if "name" not in columns:
        raise Refused(f"Say which column holds the names. There are {', '.join(sheet.headings)}.", "file")
    return columns


@dataclass(frozen=True)
class People:
    """A table of people with its columns named, ready to be checked or taken in."""

    sheet: Sheet
    columns: Mapping[str, str]
    origin: Origin
    close_vanished: bool = False

    def total(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.sheet.rows())

    def check(self) -> Report:
        """What taking it in would do."""
        return self._run(None, lambda _rows, _tally: None)

    def write(self, actor: Viewer, note: Note, done: int = 0, before: Tally = NOTHING) -> Report:
        """Take it in behind `done` rows, of which `before` tells; `note` hears in each unit of work how far it is."""
        return self._run(actor, note, done, before)

    @collector_at_rest()
    def _run(self, actor: Viewer | None, note: Note, done: int = 0, tally: Tally = NOTHING) -> Report:
        with reading():
            known = Known(queries.terms())
        faults: list[tuple[int, str]] = []
        rows = 0
        for batch in self._batches():
            rows += len(batch)
            if actor is None or rows <= done:
                with reading():
                    counted = self._count(batch, known)
                tally = tally if actor else tally + counted
            else:
                with unit_of_work():
                    tally += self._take(actor, batch, known)
                    note(rows, tally)
                db.session.expunge_all()
            faults += [(person.line, fault) for person in batch for fault in person.faults]
        return self._end(actor, known, Report(tally, faults))

    def _batches(self) -> Iterator[list[Person]]:
        places, width = places_of(self.sheet.headings, self.columns), len(self.sheet.headings)
        people = (person_of(row, width, places) for row in self.sheet.rows())
        while batch := list(islice(people, AT_A_TIME)):
            yield batch

    def _count(self, batch: list[Person], known: Known) -> Tally:
        return _tally(batch, Counter(each.outcome for each in plan(batch, known, self.origin)))

    def _take(self, actor: Viewer, batch: list[Person], known: Known) -> Tally:
        planned = plan(batch, known, self.origin)
        at_work = [each for each in planned if each.outcome != "unchanged"]
        new = take_in_people(actor, planned=at_work, origin=self.origin) if at_work else ()
        lines = [each.person.line for each in planned if each.known is None]
        known.contacts.update(zip(new, lines, strict=True))
        return _tally(batch, Counter(each.outcome for each in planned))

    def _end(self, actor: Viewer | None, known: Known, report: Report) -> Report:
        """Close who vanished, where that was asked; nobody while rows are refused, for one may be theirs."""
        if not self.close_vanished:
            return report
        if report.faults or report.tally == NOTHING:
            why = "because rows were refused. Mend them first" if report.faults else "because the file holds nobody"
            return Report(report.tally, report.faults, stopped=f"Nobody was closed for having vanished, {why}.")
        with reading():
            gone = queries.unlisted(self.origin.source, known.contacts.keys())
        for first in range(0, len(gone), AT_A_TIME):
            if actor is None:
                break
            with unit_of_work():
                close_contacts(actor, contact_ids=[key for key, _ in gone[first : first + AT_A_TIME]])
        return Report(report.tally + Tally(closed=len(gone)), report.faults, closing=gone)


def _tally(batch: list[Person], counts: Counter[str]) -> Tally:
    refused = sum(1 for person in batch if person.faults)
    return Tally(counts["added"], counts["changed"], counts["unchanged"], 0, refused)
