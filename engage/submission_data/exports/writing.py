"""Rows as bytes: each line stands by itself, so that a file can be continued where its last batch ended."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from engage.core.tables import write_sheet
from engage.submission_data.exports.columns import Cell


def json_lines(objects: Iterable[Any]) -> bytes:
    """Objects as JSON Lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode()


def write_workbook(path: Path, names: Sequence[str], rows: Path, codebook: Sequence[Sequence[str]]) -> None:
    """An Excel workbook from a file of JSON lists, one a line, row by row in flat memory; texts stay texts."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        write_sheet(book, "Submissions", names, _read(rows))
        if codebook:
            write_sheet(book, "Codebook", codebook[0], codebook[1:])


def _read(path: Path) -> Iterator[list[Cell]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
