"""A register before it is taken in: which lines are new, changed, the same or wrong, and who belongs to whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engage.directory.models import OrganisationStatus
from engage.directory.models.organisations import LONGEST_NAME
from engage.directory_data.queries.registers import Known
from engage.directory_data.registers import ods
from engage.directory_data.registers.lines import Line


@dataclass
class Checked:
    """What a file holds. `faults` and `notes` are lines with what is wrong; those with notes can be taken in."""

    new: dict[str, ods.Entry] = field(default_factory=dict)
    changed: dict[str, ods.Entry] = field(default_factory=dict)
    unchanged: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)


def check(lines: Sequence[Line], known: Mapping[str, Known], above: Mapping[int, int], today: date) -> Checked:
    """Compare a file with what the directory has."""
    found = Checked()
    codes = {line.cells[ods.CODE] for line in lines if line.cells}
    for line in lines:
        try:
            _take(found, line, known, codes, today)
        except ods.Fault as fault:
            found.faults.append((line.number, str(fault)))
    _refuse_circles(found, known, above)
    _note_lost_parents(found, known)
    found.faults.sort()
    return found


def _take(found: Checked, line: Line, known: Mapping[str, Known], codes: Collection[str], today: date) -> None:
    if line.fault:
        raise ods.Fault(line.fault)
    cells = line.cells
    code, parent = cells[ods.CODE], ods.parent_of(cells, today)
    if code in found.lines:
        raise ods.Fault(f"its code {code} came before, on line {found.lines[code]}")
    before = known.get(code)
    is_same = before is not None and before.row == ods.row_of(cells)
    if before is None or not is_same or _is_due(before, cells, parent in known or parent in codes):
        entry = ods.entry_of(cells, today)
        parent = entry.parent
        is_same = is_same and before is not None and not _means_more(before, entry)
        if not is_same:
            if len(entry.name) > LONGEST_NAME:
                raise ods.Fault(f"its name has {len(entry.name)} characters and may have {LONGEST_NAME}")
            if entry.note:
                found.notes.append((line.number, entry.note))
            (found.new if before is None else found.changed)[code] = entry
    found.unchanged += is_same
    found.lines[code] = line.number
    if parent:
        found.parents[code] = parent


def _is_due(before: Known, cells: Sequence[str], is_parent_known: bool) -> bool:
    """Whether the same line may mean more today: a close date that came, a parent that is known now."""
    closes = bool(cells[ods.CLOSED]) and before.status is not OrganisationStatus.CLOSED
    return closes or (before.parent_id is None and is_parent_known)


def _means_more(before: Known, entry: ods.Entry) -> bool:
    closes = entry.status is OrganisationStatus.CLOSED and before.status is not OrganisationStatus.CLOSED
    return closes or (before.parent_id is None and bool(entry.parent))


def _refuse_circles(found: Checked, known: Mapping[str, Known], above: Mapping[int, int]) -> None:
    """Refuse each line of a circle of parents, whether it closes in the file or by what the directory has."""
    codes = {entry.organisation_id: code for code, entry in known.items()}
    beyond = {codes[low]: codes[high] for low, high in above.items() if low in codes and high in codes}
    parents = {code: parent for code, parent in beyond.items() if code not in found.lines} | found.parents
    settled: set[str] = set()
    for start in list(found.parents):
        path: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in settled and code not in path:
            path[code] = None
            code = parents.get(code)
        if code is not None and code in path:
            steps = list(path)
            _refuse(found, steps[steps.index(code) :])
        settled.update(path)


def _refuse(found: Checked, circle: list[str]) -> None:
    for code in circle:
        if found.new.pop(code, None) or found.changed.pop(code, None):
            said = f"its parent {found.parents[code]} leads back to itself"
            found.faults.append((found.lines[code], said))
        found.parents.pop(code, None)


def _note_lost_parents(found: Checked, known: Mapping[str, Known]) -> None:
    for code, parent in list(found.parents.items()):
        if parent in known or parent in found.new:
            continue
        said = f"its parent {parent} is neither in the file nor in the directory, so that it has none for now"
        found.notes.append((found.lines[code], said))
        del found.parents[code]
