"""The official organisation files: comma-separated, no header, 27 columns, as for trusts and GP practices."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from engage.directory.models import OrganisationStatus
from engage.directory_data.registers.readable import readable

SCHEME = "ods"
COLUMNS = 27
YEARS_AHEAD = 5
(CODE, NAME, GROUPING, GEOGRAPHY, FIRST_LINE, POSTCODE, OPENED, CLOSED, STATUS) = (0, 1, 2, 3, 4, 9, 10, 11, 12)
(PARENT, JOINED, LEFT, TELEPHONE, SETTING) = (14, 15, 16, 17, 25)
_DATES = ((OPENED, "open date"), (CLOSED, "close date"), (JOINED, "join date"), (LEFT, "leave date"))
_STATUSES = {
    "": OrganisationStatus.OPEN,
    "A": OrganisationStatus.OPEN,
    "C": OrganisationStatus.CLOSED,
    "D": OrganisationStatus.DORMANT,
    "P": OrganisationStatus.PROPOSED,
}
_CODE = re.compile(r"[A-Z0-9]{2,12}")
_KINDS = (
    (re.compile(r"[RT][A-Z0-9]{2}"), "trust"),
    (re.compile(r"Q[A-Z0-9]{2}"), "integrated-care-board"),
    (re.compile(r"[A-Y][0-9]{5}"), "gp-practice"),
)
_GP_PRACTICE = "4"


class Fault(Exception):
    """What is wrong with a line, in words that follow “line 12 was refused: ”."""


class Entry(NamedTuple):
    """What a line says of an organisation."""

    code: str
    name: str
    kind: str
    lines: str
    postcode: str
    telephone: str
    status: OrganisationStatus
    opened_on: date | None
    closed_on: date | None
    parent: str
    area: str
    row: str
    note: str = ""


def row_of(cells: Sequence[str]) -> str:
    """A line as it is kept, to be compared with the next one."""
    return "\t".join(cells)


def entry_of(cells: Sequence[str], today: date) -> Entry:
    """What a line says; raises Fault. A parent that was left by today is none."""
    if not _CODE.fullmatch(cells[CODE]):
        if not cells[CODE]:
            raise Fault("it has no code")
        raise Fault(f"“{cells[CODE][:40]}” is not a code: 2 to 12 capital letters and digits")
    if not cells[NAME]:
        raise Fault("it has no name")
    opened, closed, joined, left = [_date(cells[place], said) if cells[place] else None for place, said in _DATES]
    if opened and closed and closed < opened:
        raise Fault(f"it closes on {closed:%Y%m%d}, before it opens on {opened:%Y%m%d}")
    status = _status(cells[STATUS])
    is_closed = closed is not None and closed <= today
    parted = left is not None and left <= today
    notes = []
    if joined and left and left < joined:
        notes.append(f"it leaves its parent on {left:%Y%m%d}, before it joins on {joined:%Y%m%d}")
    if opened and opened.year > today.year + YEARS_AHEAD:
        notes.append(f"it opens on {opened:%Y%m%d}, which is many years ahead")
    # In the order of the fields, for by name each of many thousand lines would cost twice.
    return Entry(
        cells[CODE],
        readable(cells[NAME]),
        _kind(cells),
        "\n".join([readable(line) for line in cells[FIRST_LINE:POSTCODE] if line]),
        cells[POSTCODE],
        cells[TELEPHONE],
        OrganisationStatus.CLOSED if is_closed else status,
        opened,
        closed,
        "" if parted else cells[PARENT],
        cells[GEOGRAPHY],
        row_of(cells),
        "; ".join(notes),
    )


def parent_of(cells: Sequence[str], today: date) -> str:
    """The code of the parent that a line names; nothing for one that was left by today."""
    return "" if cells[LEFT] and _date(cells[LEFT], "leave date") <= today else cells[PARENT]


def _kind(cells: Sequence[str]) -> str:
    if cells[SETTING]:
        return "gp-practice" if cells[SETTING] == _GP_PRACTICE else "primary-care"
    return next((kind for shape, kind in _KINDS if shape.fullmatch(cells[CODE])), "")


def _status(said: str) -> OrganisationStatus:
    found = _STATUSES.get(said)
    if found is None:
        raise Fault(f"“{said[:40]}” is not a status: A, C, D or P")
    return found


@lru_cache(maxsize=4_000)
def _date(said: str, what: str) -> date:
    if len(said) == 8 and said.isascii() and said.isdigit():
        try:
            return date(int(said[:4]), int(said[4:6]), int(said[6:]))
        except ValueError:
            pass
    raise Fault(f"its {what} “{said[:40]}” is no date: year, month and day as 20240131")
