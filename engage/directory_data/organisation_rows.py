"""One row of a table of organisations, with the headings that such tables have when they leave the directory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from engage.core.incoming import LONGEST_CELL, Row, unescaped
from engage.directory_data.outgoing_organisations import COLUMNS

# What stands in a file from here and is not said by it: it follows from other things, or is noted by the site.
_TOLD_ONLY = frozenset({"predecessors", "networks", "opened_on", "closed_on", "confirmed"})
SAID = tuple(name for name in COLUMNS if name not in _TOLD_ONLY)
_HEADINGS = {heading.casefold(): name for name, heading in COLUMNS.items() if name in SAID}
_SEVERAL = frozenset({"former_names", "codes", "areas", "domains", "topics", "successors"})


@dataclass(slots=True)
class OrganisationRow:
    """What a row says, by field, without what it leaves empty."""

    line: int
    said: Mapping[str, str]
    faults: list[str] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """The number in the directory, where the row has one."""
        text = self.said.get("number", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def places_of(headings: Sequence[str]) -> dict[str, int]:
    """Where in a row each field stands."""
    known = ((_HEADINGS.get(heading.casefold(), ""), place) for place, heading in enumerate(headings))
    return {name: place for name, place in known if name}


def is_table(headings: Collection[str]) -> bool:
    """Whether a file is a table of organisations and no register, which has no headings."""
    return "name" in {heading.strip().casefold() for heading in headings}


def row_of(row: Row, width: int, places: Mapping[str, int]) -> OrganisationRow:
    """What a row of a table of so many columns says."""
    fault = row.fault_in(places.values())
    if not fault and len(row.cells) > width:
        fault = f"it has {len(row.cells)} cells and the headings are {width}"
    longest = max(map(len, row.cells), default=0)
    if not fault and longest > LONGEST_CELL:
        fault = f"one of its cells has {longest:,} characters and may have {LONGEST_CELL:,}"
    if fault:
        return OrganisationRow(row.line, {}, [fault])
    cells = {name: row.cells[place] for name, place in places.items() if place < len(row.cells)}
    said = {name: unescaped(cell.replace("\r\n", "\n").strip()) for name, cell in cells.items() if cell.strip()}
    faults = [] if "name" in said else ["it has no name"]
    return OrganisationRow(row.line, said, faults)


def new_in(said: Mapping[str, str], held: Mapping[str, object]) -> dict[str, str]:
    """What a row says otherwise than the directory."""
    return {
        name: text
        for name, text in said.items()
        if name not in ("number", "slug") and not _is_same(name, text, str(held[name]).strip())
    }


def several(text: str) -> list[str]:
    """The parts of a cell that holds several things."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _is_same(name: str, text: str, held: str) -> bool:
    if name in _SEVERAL:
        return sorted(several(text)) == sorted(several(held))
    return text == held
