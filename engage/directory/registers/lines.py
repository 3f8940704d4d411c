"""The lines of a register as cells: any usual encoding, one record a line, and a bad line spoils no other."""

import codecs
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from engage.core.errors import Refused
from engage.core.text import clean_line

LONGEST_CELL = 1_000
NOT_CLOSED = "a quotation mark is not closed"
_LARGEST_FIELD = min(sys.maxsize, 2**31 - 1)


class Line(NamedTuple):
    """One line with its number and its cells, or with what is wrong with it."""

    number: int
    cells: list[str]
    fault: str = ""


def lines_of(path: Path, columns: int) -> list[Line]:
    """Every line of a file of so many columns that is not empty; raises Refused for a file that is no text."""
    texts = _decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [_line(number, cells, texts[number - 1], columns) for number, cells in _records(texts)]
    if not found:
        raise Refused("The file holds no organisation.", "file")
    return found


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:1000]:
        raise Refused("The file is not text. Save it as CSV in UTF-8 and try again.", "file")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace") if _is_windows(data) else data.decode("latin-1")


def _is_windows(data: bytes) -> bool:
    """Whether bytes stand in it that are letters and quotation marks to Windows and nothing to Latin-1."""
    return any(0x80 <= byte < 0xA0 for byte in set(data))


def _records(texts: Sequence[str]) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of each line that is not empty, with its number; None for one whose quotation does not end there."""
    csv.field_size_limit(_LARGEST_FIELD)
    at = 0
    while at < len(texts):
        reader = csv.reader(texts[at:] if at else texts)
        begins = at
        for cells in reader:
            if begins + reader.line_num != at + 1 or cells[-1:] == ["\n"]:
                yield at + 1, None
                at += 1
                break
            at += 1
            if cells and any(cells):
                yield at, cells


def _line(number: int, cells: list[str] | None, text: str, columns: int) -> Line:
    if cells is None:
        return Line(number, [], NOT_CLOSED)
    if len(cells) != columns:
        return Line(number, cells[:1], f"it has {len(cells)} columns and there must be {columns}")
    if len(text) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
        longest = max(range(columns), key=lambda place: len(cells[place]))
        said = f"column {longest + 1} has {len(cells[longest]):,} characters and may have {LONGEST_CELL:,}"
        return Line(number, cells[:1] if len(cells[0]) <= LONGEST_CELL else [], said)
    if text.isascii() and text.isprintable() and "  " not in text:
        return Line(number, cells if _is_trim(text) else [cell.strip() for cell in cells])
    return Line(number, [clean_line(cell) for cell in cells])


def _is_trim(text: str) -> bool:
    """Whether no cell of a line can begin or end with a space."""
    return not (", " in text or " ," in text or '" ' in text or ' "' in text or text[:1] == " " or text[-1:] == " ")
