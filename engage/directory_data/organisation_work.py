"""Taking in a table of organisations, batch by batch; a check does the same and leaves nothing behind."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn

from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.importing import NOTHING, Report, Tally
from engage.core.incoming import Sheet
from engage.core.permissions import VISITOR, Viewer
from engage.core.taking_in import Note
from engage.directory.models import Organisation
from engage.directory_data.actions.tabling import add_from_row, change_from_row
from engage.directory_data.organisation_rows import OrganisationRow, new_in, places_of, row_of
from engage.directory_data.outgoing_organisations import rows_of
from engage.directory_data.queries.incoming import Terms, terms
from engage.directory_data.queries.leaving import organisations_leaving
from engage.directory_data.queries.recognising import recognised

AT_A_TIME = 200
# Whom a row belongs to may stand further down.
_LATER = ("parent", "successors")
Pair = tuple[OrganisationRow, int | None]


class _TakenBack(Exception):
    """Ends a check, so that nothing of it stays."""


@dataclass(frozen=True)
class Organisations:
    """A table of organisations, ready to be checked or taken in."""

    sheet: Sheet

    def total(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.sheet.rows())

    def check(self) -> Report:
        """What taking it in would do."""
        return self._run(None, lambda _rows, _tally: None)

    def write(self, actor: Viewer, note: Note, _done: int = 0, _before: Tally = NOTHING) -> Report:
        """Take it in; what was taken in before is unchanged now. `note` hears how far it is."""
        return self._run(actor, note)

    def _run(self, actor: Viewer | None, note: Note) -> Report:
        with reading():
            known = terms()
        counts, faults, rows = Counter[str](), list[tuple[int, str]](), 0
        seen: dict[int, int] = {}
        later: list[Pair] = []
        for batch in self._batches():
            rows += len(batch)
            with reading():
                found = self._compared(batch, seen)
            at_work = [(row, key, new) for row, key, new in found if not row.faults and (key is None or new)]
            if at_work:
                later += _take(actor, at_work, known)
            counts.update(_outcome(row, key, new) for row, key, new in found)
            faults += [(row.line, fault) for row in batch for fault in row.faults]
            if actor is not None:
                with unit_of_work():
                    note(rows, _tally(counts))
        if later and actor is not None:
            faults += _place(actor, later, known)
        return Report(_tally(counts), sorted(faults))

    def _batches(self) -> Iterator[list[OrganisationRow]]:
        places, width = places_of(self.sheet.headings), len(self.sheet.headings)
        rows = (row_of(row, width, places) for row in self.sheet.rows())
        while batch := list(islice(rows, AT_A_TIME)):
            yield batch

    def _compared(
        self, batch: Sequence[OrganisationRow], seen: dict[int, int]
    ) -> list[tuple[OrganisationRow, int | None, Mapping[str, str]]]:
        """Each row with whom it is about and what it says otherwise; who is new has no id and says all."""
        ids = recognised(batch)
        present = {key for key in ids if key is not None}
        held = dict(rows_of(organisations_leaving([Organisation.id.in_(present)], limit=len(present))))
        found = []
        for row, key in zip(batch, ids, strict=True):
            if key is not None and not row.faults and seen.setdefault(key, row.line) != row.line:
                row.faults.append(f"it is about the same organisation as line {seen[key]}")
            found.append((row, key, new_in(row.said, held[key]) if key is not None else row.said))
        return found


def _take_back() -> NoReturn:
    raise _TakenBack


def _take(
    actor: Viewer | None, rows: Sequence[tuple[OrganisationRow, int | None, Mapping[str, str]]], known: Terms
) -> list[Pair]:
    """Write rows, each by itself, so that one that cannot be spoils no other; who names others is given back."""
    later: list[Pair] = []
    try:
        with unit_of_work():
            for row, key, new in rows:
                now = {name: text for name, text in new.items() if name not in _LATER}
                made = _write(actor or VISITOR, row, key, now, known)
                if made is not None and len(now) < len(new):
                    later.append((OrganisationRow(row.line, {name: new[name] for name in _LATER if name in new}), made))
            if actor is None:
                _take_back()
    except _TakenBack:
        pass
    db.session.expunge_all()
    return later


def _write(actor: Viewer, row: OrganisationRow, key: int | None, said: Mapping[str, str], known: Terms) -> int | None:
    try:
        with db.session.begin_nested():
            if key is None:
                return add_from_row(actor, said=said, terms=known).id
            organisation = db.session.get_one(Organisation, key)
            change_from_row(actor, organisation=organisation, said=said, terms=known)
            return key
    except Refused as refusal:
        sentence = refusal.sentence
        row.faults.append(sentence[:1].lower() + sentence[1:].rstrip("."))
        return None


def _place(actor: Viewer, later: Sequence[Pair], known: Terms) -> list[tuple[int, str]]:
    """Say whom organisations belong to and who took their place, now that all of the file are there."""
    with unit_of_work():
        for row, key in later:
            _write(actor, row, key, row.said, known)
    db.session.expunge_all()
    return [(row.line, fault) for row, _ in later for fault in row.faults]


def _outcome(row: OrganisationRow, key: int | None, new: Mapping[str, str]) -> str:
    if row.faults:
        return "refused"
    return "added" if key is None else "changed" if new else "unchanged"


def _tally(counts: Counter[str]) -> Tally:
    return Tally(counts["added"], counts["changed"], counts["unchanged"], 0, counts["refused"])
