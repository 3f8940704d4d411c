"""The lines of a register as cells: any usual encoding, and a bad line spoils no other."""

import codecs
import csv
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from engage.core.errors import Refused
from engage.core.files import FEW_NULS
from engage.core.incoming import fault_of_marks
from engage.core.text import clean_line

LONGEST_CELL = 1_000
_LARGEST_FIELD = min(sys.maxsize, 2**31 - 1)


class Line(NamedTuple):
    """One line with its number and its cells, or with what is wrong with it."""

    number: int
    cells: list[str]
    fault: str = ""


def lines_of(path: Path, columns: int) -> list[Line]:
    """Every line of a file of so many columns that is not empty; raises Refused for a file that is no text."""
    texts = _decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [_line(number, cells, text, fault, columns) for number, cells, text, fault in _records(texts)]
    if not found:
        raise Refused("The file holds no organisation.", "file")
    return found


def _decoded(data: bytes) -> str:
    if data.count(0) > FEW_NULS:
        raise Refused("The file is not text. Save it as CSV in UTF-8 and try again.", "file")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace") if _is_windows(data) else data.decode("latin-1")


def _is_windows(data: bytes) -> bool:
    """Whether bytes stand in it that are letters and quotation marks to Windows and nothing to Latin-1."""
    return any(0x80 <= byte < 0xA0 for byte in set(data))


def _records(texts: Sequence[str]) -> Iterator[tuple[int, list[str], str, str]]:
    """The cells of each record that is not empty with its line, its text, and what is wrong with its quotation."""
    csv.field_size_limit(_LARGEST_FIELD)
    at = 0
    while at < len(texts):
        reader = csv.reader((f"{text}\n" for text in islice(texts, at, None)), strict=True)
        begins = at
        try:
            for cells in reader:
                ends = at + reader.line_num
                if cells and any(cells):
                    is_one_line = ends == begins + 1
                    yield begins + 1, cells, texts[begins] if is_one_line else "\n".join(texts[begins:ends]), ""
                begins = ends
        except csv.Error as error:
            yield begins + 1, [], "", fault_of_marks(error, reader.line_num - (begins - at))
            at = begins + 1
        else:
            return


def _line(number: int, cells: list[str], text: str, fault: str, columns: int) -> Line:
    if fault:
        return Line(number, [], fault)
    if len(cells) != columns:
        return Line(number, cells[:1], f"it has {len(cells)} columns and there must be {columns}")
    if len(text) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
        longest = max(range(columns), key=lambda place: len(cells[place]))
        said = f"column {longest + 1} has {len(cells[longest]):,} characters and may have {LONGEST_CELL:,}"
        return Line(number, cells[:1] if len(cells[0]) <= LONGEST_CELL else [], said)
    if text.isascii() and text.isprintable() and "  " not in text:
        return Line(number, cells if _is_trim(text) else [cell.strip() for cell in cells])
    if "\x00" in text:
        return Line(number, cells[:1], "it holds a character that stands for nothing (NUL)")
    return Line(number, [clean_line(cell) for cell in cells])


def _is_trim(text: str) -> bool:
    """Whether no cell of a line can begin or end with a space."""
    return not (", " in text or " ," in text or '" ' in text or ' "' in text or text[:1] == " " or text[-1:] == " ")
