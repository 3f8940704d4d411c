"""A table as other systems write it: CSV in any usual encoding, separator and line end, or an Excel workbook."""

import codecs
import csv
import io
import re
import sys
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import chain, islice
from typing import Any, NamedTuple

from engage.core.errors import Refused
from engage.core.tables import CUT, runs

SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 2000
LONGEST_CELL = 100_000
MOST_ROWS = 500_000
MOST_OF_A_TEXT = 50
LARGEST_WORKBOOK = 300_000_000
NOT_CLOSED = "a quotation mark is not closed"
STRAY_MARK = "a quotation mark inside a cell is not doubled"
NUL = "it holds a NUL byte, which no text has"
_LARGEST_FIELD = min(sys.maxsize, 2**31 - 1)
# Stands where a file ends: a quotation that swallowed it was never closed.
_END = "\x1eend"
# Stands in a cell for the result of a formula that is not in the file.
_LOST = "\x1elost"
# Stands for a line end inside a cell of a workbook, so that its rows are counted as lines.
_BREAK = "\x1eline"
# How a workbook writes a character that XML cannot hold, or a text that looks like that.
_WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Row(NamedTuple):
    """One row with the line on which it begins, and what is wrong with it as a row.

    `lost` are the places of cells with a formula whose result is not in the file.
    """

    line: int
    cells: list[str]
    fault: str = ""
    lost: tuple[int, ...] = ()

    def fault_in(self, places: Collection[int]) -> str:
        """What is wrong with the row for somebody who reads these places of it."""
        if self.fault:
            return self.fault
        for place in sorted(places):
            cell = f"{_letters(place)}{self.line}"
            if place in self.lost:
                return f"its cell {cell} holds a formula without a result: open the file in a spreadsheet and save it"
            if place < len(self.cells) and self.cells[place].endswith(CUT):
                return f"its cell {cell} was too long for Excel and is cut: take in the CSV file instead"
        return ""


def _letters(place: int) -> str:
    """A column as spreadsheets call it."""
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


@dataclass(frozen=True)
class Sheet:
    """The headings of a table, its text, and what was found out about the file on the way.

    `note` says what of the file is not read.
    """

    headings: list[str]
    text: str
    separator: str
    encoding: str
    note: str = ""

    def rows(self) -> Iterator[Row]:
        """The rows below the headings; empty lines are passed over, and one that never ends spoils no other."""
        records = _records(self.text, self.separator)
        for row in records:
            if row.cells:
                break
        yield from map(_restored, records) if "\x1e" in self.text or "\x00" in self.text else records

    def head(self, count: int) -> list[Row]:
        """The first rows, to show what the columns hold."""
        return list(islice(self.rows(), count))


def read_table(data: bytes) -> Sheet:
    """The table that a file holds; raises Refused, in a sentence, for a file that holds none."""
    text, encoding = _decoded(data)
    first = text.lstrip("\r\n").splitlines()[:1]
    if not first:
        raise Refused("The file is empty.", "file")
    separator = max(SEPARATORS, key=first[0].count)
    try:
        headings = [_heading(cell) for cell in next(_records(text, separator)).cells]
        rows = sum(1 for _ in _records(text, separator))
    except (csv.Error, StopIteration) as error:
        raise Refused(f"This is no table of comma-separated values: {error}.", "file") from error
    _check(headings, rows)
    return Sheet(headings, text, separator, encoding)


def _heading(cell: str) -> str:
    return cell.replace(_LOST, "").replace(_BREAK, ", ").strip()


def read_any(name: str, data: bytes) -> Sheet:
    """The table of a file, by the ending of its name: an Excel workbook or text."""
    return read_workbook(data) if name.lower().endswith(".xlsx") else read_table(data)


def read_workbook(data: bytes) -> Sheet:
    """The first table of an Excel workbook; raises Refused, in a sentence, for a file that holds none."""
    import openpyxl

    try:
        _check_size(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        formulas = _formulas(data)
        tables = ((sheet.title, list(_cells(sheet, formulas.get(sheet.title, ())))) for sheet in sheets)
        title, rows = next((table for table in tables if table[1]), ("", []))
    except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile, SyntaxError, EOFError) as error:
        raise Refused("This is no Excel workbook (.xlsx) that can be read.", "file") from error
    if not rows:
        raise Refused("The workbook holds no table: all of its sheets are empty.", "file")
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    note = f"The workbook has {len(sheets)} sheets. Only “{title}” is read." if len(sheets) > 1 else ""
    return replace(read_table(out.getvalue().encode()), note=note)


def _check_size(data: bytes) -> None:
    """A small file can unpack to what no memory holds; what it says of itself is all that is ever unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_WORKBOOK:
            raise Refused("The workbook unpacks to more than 300 MB. Save the one sheet as CSV.", "file")


def _formulas(data: bytes) -> dict[str, set[tuple[int, int]]]:
    """The rows and places of the formulas of each sheet; asked only where the workbook has any."""
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(_has_formula(packed, name) for name in parts):
            return {}
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    found: dict[str, set[tuple[int, int]]] = {}
    for sheet in book.worksheets:
        if hasattr(sheet, "iter_rows"):
            sheet.reset_dimensions()
            cells: Any = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
            found[sheet.title] = {(cell.row, cell.column - 1) for cell in cells}
    return found


def _has_formula(packed: zipfile.ZipFile, name: str) -> bool:
    with packed.open(name) as part:
        before = b""
        while piece := part.read(1_000_000):
            if b"<f>" in before + piece or b"<f " in before + piece:
                return True
            before = piece[-3:]
    return False


def _restored(row: Row) -> Row:
    """A row with what the marks in its cells stand for, and told of what no text has."""
    lost = tuple(place for place, cell in enumerate(row.cells) if cell == _LOST)
    fault = NUL if any("\x00" in cell for cell in row.cells) else row.fault
    cells = ["" if cell == _LOST else cell.replace(_BREAK, "\n").replace("\x00", "") for cell in row.cells]
    return Row(row.line, cells, fault, lost)


def _cells(sheet: Any, formulas: Collection[tuple[int, int]]) -> Iterator[list[str]]:
    """The rows of a sheet as text, with empty ones where they stand between others, so that rows are lines."""
    sheet.reset_dimensions()
    empty = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [
            _LOST if cell is None and (number, place) in formulas else _cell_text(cell)
            for place, cell in enumerate(row)
        ]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            empty += 1
            if empty > MOST_ROWS:
                return
            continue
        yield from ([""] for _ in range(empty))
        empty = 0
        yield cells


def _cell_text(cell: object) -> str:
    """A cell as CSV has it, on one line, so that rows are counted as lines; numbers and days as people write them."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = "" if cell is None else _WRITTEN.sub(_character, str(cell))
    text = _BREAK.join(re.split(r"\r\n|\r|\n", text))
    return f"'{text}" if text != unescaped(text) else text


def _character(written: re.Match[str]) -> str:
    character = chr(int(written[1], 16))
    return character if character.isprintable() or character in "\t\r\n" else ""


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    for attempt in (encoding, "cp1252"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        return text, attempt
    raise Refused("The file is not text. Save the table as CSV in UTF-8 and upload it again.", "file")


def _is_binary(text: str) -> bool:
    """A damaged table has a few NUL bytes somewhere below its headings; what is no text has them everywhere."""
    return "\x00" in text.partition("\n")[0] or text.count("\x00") * MOST_OF_A_TEXT > len(text)


def is_text(data: bytes) -> bool:
    """Whether there is text in a file, in an encoding that is known."""
    try:
        _decoded(data)
    except Refused:
        return False
    return True


def unescaped(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and runs(cell[1:]) else cell


def _records(text: str, separator: str) -> Iterator[Row]:
    """Each record that is not empty with its line; one whose quotation does not end is told, and the next line read."""
    csv.field_size_limit(_LARGEST_FIELD)
    lines = io.StringIO(text, newline="").readlines()
    at = 0
    while at < len(lines):
        reader = csv.reader(chain(islice(lines, at, None), [_END]), delimiter=separator, strict=True)
        begins, fault = at, NOT_CLOSED
        try:
            for cells in reader:
                if cells and cells[-1].endswith(_END):
                    break
                if any(cell.strip() for cell in cells):
                    yield Row(begins + 1, cells)
                begins = at + reader.line_num
        except csv.Error as error:
            fault = fault_of_marks(error, reader.line_num - (begins - at))
        if begins < len(lines):
            yield Row(begins + 1, [], fault)
        at = begins + 1


def fault_of_marks(error: csv.Error, lines: int) -> str:
    """What is wrong with a record of which the quotation marks could not be read after so many lines."""
    return STRAY_MARK if lines == 1 and "end of data" not in str(error) else NOT_CLOSED


def _check(headings: list[str], rows: int) -> None:
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if twice:
        raise Refused(f"Two columns have the same heading: {', '.join(twice)}. Give each its own.", "file")
    if len(headings) > MOST_COLUMNS:
        raise Refused(f"The table has {len(headings):,} columns; it may have {MOST_COLUMNS:,}.", "file")
    if rows > MOST_ROWS:
        raise Refused(f"The table has {rows:,} rows; it may have {MOST_ROWS:,}. Split it.", "file")
