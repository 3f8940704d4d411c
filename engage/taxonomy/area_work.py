"""Taking in a table of areas: compared with the tree as a whole, then written batch by batch, parents first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from engage.core.database import db, reading, unit_of_work
from engage.core.importing import NOTHING, Report, Tally
from engage.core.incoming import Sheet
from engage.core.permissions import Viewer
from engage.core.taking_in import Note
from engage.taxonomy import queries
from engage.taxonomy.area_rows import AreaRow, odd_codes, row_of
from engage.taxonomy.models import AreaKind
from engage.taxonomy.queries import KnownArea
from engage.taxonomy.taking_in import take_in_areas

AT_A_TIME = 500


@dataclass
class Compared:
    """What a table would do; `write` holds the rows that are new or changed, parents before their children."""

    write: list[AreaRow] = field(default_factory=list)
    added: int = 0
    unchanged: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    @property
    def report(self) -> Report:
        """The same in figures."""
        refused = len({line for line, _ in self.faults})
        tally = Tally(self.added, len(self.write) - self.added, self.unchanged, 0, refused)
        return Report(tally, sorted(self.faults), self.notes)


@dataclass(frozen=True)
class Areas:
    """A table of areas with its columns named; `level` is the kind of those that do not say one.

    With `any_code` new areas are taken in whose codes look otherwise than most codes of the table.
    """

    sheet: Sheet
    columns: Mapping[str, str]
    level: str = ""
    source: str = ""
    any_code: bool = False

    def total(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self.sheet.rows())

    def check(self) -> Report:
        """What taking it in would do."""
        return self._compared().report

    def write(self, actor: Viewer, note: Note, _done: int = 0, _before: Tally = NOTHING) -> Report:
        """Take it in; what was taken in before is unchanged now."""
        found = self._compared()
        for first in range(0, len(found.write), AT_A_TIME):
            batch = found.write[first : first + AT_A_TIME]
            with unit_of_work():
                take_in_areas(actor, rows=batch, source=self.source)
                note(first + len(batch), Tally())
            db.session.expunge_all()
        return found.report

    def _compared(self) -> Compared:
        read = partial(row_of, headings=self.sheet.headings, columns=self.columns)
        level = AreaKind(self.level) if self.level else None
        rows = [read(row, level=level) for row in self.sheet.rows()]
        with reading():
            return compare(rows, queries.known_areas(), any_code=self.any_code)


def compare(rows: Iterable[AreaRow], known: Mapping[str, KnownArea], *, any_code: bool = False) -> Compared:
    """Compare rows with the tree. A parent may come later; one that never comes is noted, a circle is refused."""
    found, by_code, rows = Compared(), dict[str, AreaRow](), list(rows)
    for row, odd in odd_codes(rows):
        if any_code and row.code not in known:
            found.notes.append((row.line, f"{odd}; it is taken in all the same"))
        elif row.code not in known:
            row.faults.append(odd)
    for row in rows:
        if not row.faults and row.code in by_code:
            row.faults.append(f"its code {row.code} came before, on line {by_code[row.code].line}")
        if row.faults:
            found.faults += [(row.line, fault) for fault in row.faults]
        else:
            by_code[row.code] = row
    _refuse_circles(found, by_code, known)
    _settle_parents(found, by_code, known)
    for row in _parents_first(by_code):
        _weigh(found, row, by_code, known)
    return found


def _refuse(found: Compared, by_code: dict[str, AreaRow], code: str, fault: str) -> None:
    found.faults.append((by_code.pop(code).line, fault))


def _refuse_circles(found: Compared, by_code: dict[str, AreaRow], known: Mapping[str, KnownArea]) -> None:
    """Refuse each row of a circle, whether it closes in the file or by what lies where on the site."""
    parents = {code: area.parent for code, area in known.items()}
    parents |= {code: row.parent or parents.get(code, "") for code, row in by_code.items()}
    settled: set[str] = set()
    for start in list(by_code):
        path: dict[str, None] = {}
        code = start
        while parents.get(code) and code not in settled and code not in path:
            path[code] = None
            code = parents[code]
        if code in path:
            steps = list(path)
            for each in steps[steps.index(code) :]:
                if each in by_code:
                    _refuse(found, by_code, each, f"its parent {parents[each]} leads back to itself")
        settled.update(path)


def _settle_parents(found: Compared, by_code: dict[str, AreaRow], known: Mapping[str, KnownArea]) -> None:
    for row in by_code.values():
        if row.parent and row.parent not in by_code and row.parent not in known:
            said = f"its parent {row.parent} is neither in the file nor on the site, so that it lies in none for now"
            found.notes.append((row.line, said))
            row.parent = ""


def _parents_first(by_code: Mapping[str, AreaRow]) -> list[AreaRow]:
    def depth(row: AreaRow) -> int:
        steps = 0
        while row.parent in by_code:
            row, steps = by_code[row.parent], steps + 1
        return steps

    return sorted(by_code.values(), key=depth)


def _weigh(found: Compared, row: AreaRow, by_code: dict[str, AreaRow], known: Mapping[str, KnownArea]) -> None:
    """Whether a row is new, changed or the same; refused where it contradicts the tree."""
    before = known.get(row.code)
    row.kind = row.told or before.kind if before else row.kind
    fault = _contradiction(row, by_code, known)
    if fault:
        _refuse(found, by_code, row.code, fault)
    elif before is not None and _is_same(row, before):
        found.unchanged += 1
    else:
        found.write.append(row)
        found.added += before is None


def _contradiction(row: AreaRow, by_code: Mapping[str, AreaRow], known: Mapping[str, KnownArea]) -> str:
    before, levels = known.get(row.code), list(AreaKind)
    if row.kind is None:
        return "it does not say whether it is a nation, region, system or place, and its code does not tell"
    if before is not None and before.parent and row.parent and before.parent != row.parent:
        return f"{row.code} lies elsewhere on the site. If it is to move, move it at /staff/taxonomy/areas/ first"
    above = by_code.get(row.parent) or known.get(row.parent)
    if row.parent and above is None:
        return f"its parent {row.parent} was refused"
    if above is not None and above.kind is not None and levels.index(row.kind) < levels.index(above.kind):
        return f"a {row.kind} cannot lie in a {above.kind}"
    return ""


def _is_same(row: AreaRow, before: KnownArea) -> bool:
    said = (row.name, row.kind, row.parent or before.parent, row.population or before.population)
    return said == (before.name, before.kind, before.parent, before.population)
