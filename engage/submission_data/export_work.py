"""How the worker makes a file of submissions: batch after batch, continued where a worker that died left it."""

import os
from pathlib import Path
from typing import Any

import structlog
from flask import current_app

from engage.accounts import queries as accounts
from engage.core import tables
from engage.core.database import reading, unit_of_work
from engage.submission_data import queries
from engage.submission_data.actions import exporting
from engage.submission_data.export_table import Table
from engage.submission_data.exports import writing
from engage.submission_data.models import ExportContent, ExportFormat, SubmissionExport

BATCH = 500
log = structlog.get_logger()


def location(export: SubmissionExport) -> Path:
    """Where the finished file lies."""
    return Path(current_app.config["ENGAGE"].data_dir).resolve() / "exports" / export.key


def make(export: SubmissionExport) -> None:
    """Write the file of a claimed export to its end, and check the number of its rows against the database."""
    part = location(export).with_suffix(".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with reading():
        table = Table.of(export)
    if export.content is ExportContent.EQUALITY:
        written, expected = _write_equality(export, table, part)
    else:
        written = _write_batches(export, table, part)
        with reading():
            expected = queries.sent_total(export.consultation_id, until=export.until_id)
    if written != expected:
        log.warning("export_begins_again", export=export.key, rows=written, expected=expected)
        with unit_of_work():
            exporting.begin_again(export)
        return
    _finish(export, table, part, written)


def _write_batches(export: SubmissionExport, table: Table, part: Path) -> int:
    last, done, size = (export.last_id, export.done, export.size) if _holds(part, export.size) else (0, 0, 0)
    with part.open("ab") as file:
        file.truncate(size)
        if size == 0:
            size = _append(file, _head(export, table))
        while True:
            with reading():
                rows = queries.sent_rows(export.consultation_id, after=last, until=export.until_id, limit=BATCH)
            if not rows:
                return done
            size += _append(file, _lines(export, table, rows))
            last, done = rows[-1].id, done + len(rows)
            with unit_of_work():
                exporting.advance_export(export, last_id=last, rows=done, size=size)


def _holds(part: Path, size: int) -> bool:
    """Whether the file holds what was noted of it; it does not when it had been finished, or was lost."""
    return part.exists() and part.stat().st_size >= size


def _write_equality(export: SubmissionExport, table: Table, part: Path) -> tuple[int, int]:
    """Equality answers lie in no order that could be continued, so they are written in one go."""
    written = 0
    with part.open("wb") as file, reading():
        _append(file, _head(export, table))
        for rows in queries.equality_batches(export.consultation_id, BATCH):
            _append(file, _lines(export, table, rows))
            written += len(rows)
        expected = queries.equality_total(export.consultation_id)
    return written, expected


def _head(export: SubmissionExport, table: Table) -> bytes:
    return tables.csv_head(table.names) if export.format is ExportFormat.CSV else b""


def _lines(export: SubmissionExport, table: Table, rows: Any) -> bytes:
    if export.format is ExportFormat.JSONL:
        return writing.json_lines(table.objects(rows))
    cells = [table.cells(row) for row in rows]
    return tables.csv_lines(cells) if export.format is ExportFormat.CSV else writing.json_lines(cells)


def _append(file: Any, data: bytes) -> int:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
    return len(data)


def _finish(export: SubmissionExport, table: Table, part: Path, rows: int) -> None:
    done = location(export)
    if export.format is ExportFormat.XLSX:
        writing.write_workbook(done, table.names, part, table.codebook)
        part.unlink()
    else:
        part.replace(done)
    with reading():
        reader = accounts.account(export.account_id)
    with unit_of_work():
        exporting.finish_export(export, total=rows, to=(reader.email if reader else None) or "")


def remove(export: SubmissionExport) -> None:
    """Delete the bytes of an export."""
    for path in (location(export), location(export).with_suffix(".part")):
        path.unlink(missing_ok=True)
