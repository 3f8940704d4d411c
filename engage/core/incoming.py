"""A table as other systems write it: CSV in any usual encoding, separator and line end, or an Excel workbook."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engage.core.errors import Refused

SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 2000
LONGEST_CELL = 10_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Row:
    """One row with the line on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The headings of a table, its text, and what was found out about the file on the way."""

    headings: list[str]
    text: str
    separator: str
    encoding: str

    def rows(self) -> Iterator[Row]:
        """The rows below the headings; empty lines are passed over."""
        reader = _reader(self.text, self.separator)
        next(reader)
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(begins, cells)
            begins = reader.line_num + 1


def read_table(data: bytes) -> Sheet:
    """The table that a file holds; raises Refused, in a sentence, for a file that holds none."""
    text, encoding = _decoded(data)
    first = text.lstrip("\r\n").splitlines()[:1]
    if not first:
        raise Refused("The file is empty.", "file")
    separator = max(SEPARATORS, key=first[0].count)
    try:
        headings = [heading.strip() for heading in next(_reader(text, separator))]
        for _ in _reader(text, separator):
            pass
    except (csv.Error, StopIteration) as error:
        raise Refused(f"This is no table of comma-separated values: {error}.", "file") from error
    _check(headings)
    return Sheet(headings, text, separator, encoding)


def read_workbook(data: bytes) -> Sheet:
    """The table on the first sheet of an Excel workbook; raises Refused, in a sentence, for a file that holds none."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [[_cell_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise Refused("This is no Excel workbook (.xlsx) that can be read.", "file") from error
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return read_table(out.getvalue().encode())


def _cell_text(cell: object) -> str:
    """A cell on one line, so that rows are counted as lines; a number without the point that a workbook gives it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else ", ".join(str(cell).splitlines())


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    for attempt in (encoding, "cp1252"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, attempt
    raise Refused("The file is not text. Save the table as CSV in UTF-8 and upload it again.", "file")


def _reader(text: str, separator: str) -> Any:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=separator)


def _check(headings: list[str]) -> None:
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if twice:
        raise Refused(f"Two columns have the same heading: {', '.join(twice)}. Give each its own.", "file")
    if len(headings) > MOST_COLUMNS:
        raise Refused(f"The table has {len(headings):,} columns; it may have {MOST_COLUMNS:,}.", "file")
