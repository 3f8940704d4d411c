"""Tables that leave the site: cells that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def formula_proof(cell: object) -> str:
    """A cell of a CSV file as text; one that a spreadsheet would run as a formula begins with an apostrophe.

    The rule is OWASP's on CSV injection; numbers are given as numbers by their callers and are left alone.
    """
    if isinstance(cell, int | float):
        return str(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8), in which no spreadsheet finds a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([formula_proof(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def csv_head(names: Sequence[str]) -> bytes:
    """The first line of a CSV file, with the mark by which spreadsheets know UTF-8."""
    return BOM.encode() + csv_lines([names])


LONGEST_CELL = 32_767


def write_sheet(book: Any, name: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A sheet of an Excel workbook, row by row; texts stay texts, numbers are numbers."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, names, bold)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell[:LONGEST_CELL])
            elif cell is not None:
                sheet.write_number(number, place, cell)


def write_workbook(path: Path, sheet: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """An Excel workbook of one sheet, row by row in flat memory."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        write_sheet(book, sheet, names, rows)
