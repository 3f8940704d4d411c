"""One row of a table of areas: what its columns are, and what it says of an area or what is wrong with it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engage.core.errors import Refused
from engage.core.incoming import Row, Sheet, unescaped
from engage.core.text import clean_line
from engage.taxonomy.actions import CODE, LONGEST_CODE, LONGEST_NAME
from engage.taxonomy.models import AreaKind

FIELDS = {
    "code": ("code", "gss", "gss code", "area code", "ons code"),
    "name": ("name", "area", "area name"),
    "kind": ("kind", "level", "type"),
    "parent": ("parent", "parent code", "lies in"),
    "population": ("population", "people", "residents", "all ages"),
}
LABELS = {
    "code": "Official code (GSS)",
    "name": "Name",
    "kind": "Kind: nation, region, system or place",
    "parent": "Code of the area in which it lies",
    "population": "How many people live there",
}
# Official files name their columns as in LAD24CD and LAD24NM.
_OFFICIAL = {"code": re.compile(r"[A-Z]{2,8}[0-9]{2}CD"), "name": re.compile(r"[A-Z]{2,8}[0-9]{2}NM")}
# The first letters of an official code say what the area is.
_LEVELS = {
    AreaKind.NATION: ("K02", "K03", "K04", "E92", "N92", "S92", "W92"),
    AreaKind.REGION: ("E12", "E40"),
    AreaKind.SYSTEM: ("E10", "E11", "E47", "E54", "S08", "W11"),
    AreaKind.PLACE: ("E05", "E06", "E07", "E08", "E09", "E38", "N09", "S12", "W05", "W06"),
}
_LEVEL_OF = {start: level for level, starts in _LEVELS.items() for start in starts}
_GSS = re.compile(r"[EKNSW][0-9]{8}")


@dataclass(slots=True)
class AreaRow:
    """What a row says of an area; `told` is the kind that it says itself, `kind` also what its code tells."""

    line: int
    code: str
    name: str
    told: AreaKind | None
    kind: AreaKind | None
    parent: str
    population: int | None
    faults: list[str] = field(default_factory=list)


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which column holds which field, as far as its heading tells."""
    found = {}
    for name, usual in FIELDS.items():
        official = _OFFICIAL.get(name)
        same = (each for each in headings if each.strip().casefold() in usual)
        other = (each for each in headings if official and official.fullmatch(each.strip().upper()))
        heading = next(same, None) or next(other, None)
        if heading is not None:
            found[name] = heading
    return found


def columns_of(sheet: Sheet, said: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field: what was said, else what its heading tells; raises Refused."""
    lost = [heading for heading in said.values() if heading not in sheet.headings]
    if lost:
        raise Refused(f"The file has no column {', '.join(lost)}. It has {', '.join(sheet.headings)}.", "file")
    columns = guess(sheet.headings) | dict(said)
    missing = [name for name in ("code", "name") if name not in columns]
    if missing:
        raise Refused(f"The file has no column {', '.join(missing)}. It has {', '.join(sheet.headings)}.", "file")
    return columns


def row_of(row: Row, headings: Sequence[str], columns: Mapping[str, str], level: AreaKind | None) -> AreaRow:
    """What a row says; `level` is the kind of those that do not say one."""
    fault = row.fault_in([headings.index(heading) for heading in columns.values()])
    if fault or len(row.cells) > len(headings):
        fault = fault or f"it has {len(row.cells)} cells and the headings are {len(headings)}"
        return AreaRow(row.line, "", "", None, None, "", None, [fault])
    cells = dict(zip(headings, row.cells, strict=False))
    said = {name: clean_line(unescaped(cells.get(heading, "").strip()[:1000])) for name, heading in columns.items()}
    faults: list[str] = []
    told = _kind(said.get("kind", ""), faults)
    code = said["code"]
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        faults.append(f"“{code[:40]}” is not a code: letters, digits and single hyphens, at most {LONGEST_CODE}")
    if not said["name"]:
        faults.append("it has no name")
    elif len(said["name"]) > LONGEST_NAME:
        faults.append(f"its name is longer than {LONGEST_NAME} characters")
    kind = told or level or (_LEVEL_OF.get(code[:3]) if _GSS.fullmatch(code) else None)
    population = _population(said.get("population", ""), faults)
    return AreaRow(row.line, code, said["name"], told, kind, said.get("parent", ""), population, faults)


def odd_codes(rows: Sequence[AreaRow]) -> list[tuple[AreaRow, str]]:
    """The rows whose code does not look like most codes of the table, each with what is said of it.

    Among official codes another one is a slip mostly; where no shape is that of most, nothing can be told.
    """
    coded = [row for row in rows if not row.faults]
    usual, times = next(iter(Counter(_shape(row.code) for row in coded).most_common(1)), ("", 0))
    if 2 * times <= len(coded):
        return []
    like = next(row.code for row in coded if _shape(row.code) == usual)
    is_official = _GSS.fullmatch(like) is not None
    said = (
        "is not an official code (GSS): one letter and eight digits, as E06000001"
        if is_official
        else f"looks otherwise than most codes of the file, as {like}"
    )
    return [(row, f"“{row.code[:40]}” {said}") for row in coded if _shape(row.code) != usual]


def _shape(code: str) -> str:
    """How a code looks: its digits and capitals by their number; words in small letters are as long as they are."""
    if _GSS.fullmatch(code):
        return "official"
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", code)))


def _kind(said: str, faults: list[str]) -> AreaKind | None:
    try:
        return AreaKind(said.lower()) if said else None
    except ValueError:
        faults.append(f"“{said[:40]}” is not a kind of area. It must be one of {', '.join(AreaKind)}")
        return None


def _population(said: str, faults: list[str]) -> int | None:
    digits = said.replace(",", "").replace(" ", "")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:12]) < 2**31:
        faults.append(f"“{said[:40]}” is not a number of people")
        return None
    return int(digits)
