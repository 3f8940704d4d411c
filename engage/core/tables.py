"""Tables that leave the site: cells that no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BOM = "\ufeff"
LONGEST_CELL = 32_767
CUT = " … (cut here: Excel takes no more)"
# What stands behind apostrophes is one that was kept from running, or looks like it.
_FORMULA = re.compile(r"'* *[=+\-@\t\r\n]")


def runs(text: str) -> bool:
    """Whether a spreadsheet would run a text as a formula, or one is told by apostrophes that it is none."""
    return _FORMULA.match(text) is not None


def formula_proof(cell: object) -> str:
    """A cell of a CSV file as text; one that a spreadsheet would run as a formula begins with an apostrophe.

    The rule is OWASP's on CSV injection; numbers are given as numbers by their callers and are left alone. What began
    with such an apostrophe gets another one, so that `incoming.unescaped` gives back each text as it was.
    """
    if isinstance(cell, int | float):
        return str(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if runs(text) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8), in which no spreadsheet finds a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([formula_proof(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def csv_head(names: Sequence[str]) -> bytes:
    """The first line of a CSV file, with the mark by which spreadsheets know UTF-8."""
    return BOM.encode() + csv_lines([names])


@dataclass(frozen=True)
class Sheet:
    """A sheet of an Excel workbook: its name, its headings and its rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]


def write_workbook(path: Path, *sheets: Sheet) -> None:
    """An Excel workbook, row by row in flat memory."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        for sheet in sheets:
            _write_sheet(book, sheet)


def _fitting(text: str) -> str:
    """A text as long as Excel takes it, which counts in units of UTF-16; one that is cut says so."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    return units[: 2 * (LONGEST_CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _write_sheet(book: Any, sheet: Sheet) -> None:
    """Texts stay texts, numbers are numbers."""
    made = book.add_worksheet(sheet.name)
    made.freeze_panes(1, 1)
    made.write_row(0, 0, sheet.headings, book.add_format({"bold": True}))
    for number, row in enumerate(sheet.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                made.write_string(number, place, _fitting(cell) if len(cell) > LONGEST_CELL // 2 else cell)
            elif cell is not None:
                made.write_number(number, place, cell)
