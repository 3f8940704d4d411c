"""Taking in a table of people, batch by batch; a rehearsal does the same and keeps nothing."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.incoming import Sheet, read_table, read_workbook
from engage.core.permissions import VISITOR
from engage.directory.actions.registering import Tally
from engage.directory.actions.taking_in import Agreed, ground, take_in_person
from engage.directory.contact_rows import FIELDS, Person, guess, person_of

AT_A_TIME = 200


class _Rehearsed(Exception):
    """A rehearsal ends before it is kept."""


@dataclass(frozen=True)
class Report:
    """What became of the rows, and each line with what is wrong with it."""

    tally: Tally
    faults: Sequence[tuple[int, str]]


def take_people(path: Path, said: str, source: str, agreed: Agreed | None, *, rehearse: bool, strict: bool) -> Report:
    """Take in a file; `strict` rehearses first and takes nothing in where a row is wrong."""
    sheet = read_workbook(path.read_bytes()) if path.suffix.lower() == ".xlsx" else read_table(path.read_bytes())
    columns = _columns(sheet, said)
    if rehearse or strict:
        report = _take(_people(sheet, columns), source, agreed, keep=False)
        if rehearse:
            return report
        if report.faults:
            return Report(Tally(refused=report.tally.refused), report.faults)
    return _take(_people(sheet, columns), source, agreed, keep=True)


def _columns(sheet: Sheet, said: str) -> dict[str, str]:
    columns = guess(sheet.headings)
    for part in filter(None, said.split(",")):
        name, is_there, heading = (each.strip() for each in part.partition("="))
        if not is_there or name not in FIELDS:
            raise Refused(f"“{part}” in --map is not FIELD=COLUMN with one of {', '.join(FIELDS)}.")
        if heading not in sheet.headings:
            raise Refused(f"The file has no column {heading}. It has {', '.join(sheet.headings)}.")
        columns[name] = heading
    if "name" not in columns:
        raise Refused(f"Say which column holds the names: --map name=COLUMN. There are {', '.join(sheet.headings)}.")
    return columns


def _people(sheet: Sheet, columns: dict[str, str]) -> list[Person]:
    """The rows as people; an address that came before is a fault of the second."""
    found, seen = [], dict[str, int]()
    for row in sheet.rows():
        person = person_of(row, sheet.headings, columns)
        if person.email in seen:
            person.faults.append(f"its address {person.email} came before, on line {seen[person.email]}")
        elif person.email:
            seen[person.email] = row.line
        found.append(person)
    return found


def _take(people: list[Person], source: str, agreed: Agreed | None, *, keep: bool) -> Report:
    counts: Counter[str] = Counter()
    waiting = iter(people)
    while batch := list(islice(waiting, AT_A_TIME)):
        with suppress(_Rehearsed), unit_of_work():
            known = ground()
            for person in batch:
                counts[take_in_person(VISITOR, person=person, known=known, source=source, agreed=agreed)] += 1
            if not keep:
                raise _Rehearsed
        db.session.expunge_all()
    faults = [(person.line, fault) for person in people for fault in person.faults]
    return Report(Tally(counts["added"], counts["changed"], counts["unchanged"], 0, counts["refused"]), faults)
