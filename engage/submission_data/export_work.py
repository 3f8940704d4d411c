"""What the worker puts into a file of submissions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engage.accounts import queries as accounts
from engage.core.database import reading, unit_of_work
from engage.core.exporting import ExportFormat
from engage.core.growing import Growing
from engage.core.making import Batch, Disturbed, Making
from engage.core.tables import Sheet
from engage.submission_data import queries
from engage.submission_data.actions import exporting
from engage.submission_data.export_table import Table
from engage.submission_data.models import ExportContent, SubmissionExport

AT_A_TIME = 500


@dataclass(frozen=True)
class Sent:
    """The submissions to a consultation that stand as sent, up to the last one when the file was asked for."""

    consultation_id: int
    until: int

    def expected(self) -> int:
        """How many they are, counted anew."""
        return queries.sent_total(self.consultation_id, until=self.until)

    def next_batch(self, place: str) -> Batch | None:
        """Those behind an id."""
        rows = queries.sent_rows(self.consultation_id, after=int(place or 0), until=self.until, limit=AT_A_TIME)
        return Batch(str(rows[-1].id), rows) if rows else None


def make(making: Making[SubmissionExport]) -> None:
    """Write a claimed file to its end; raises Disturbed where it holds other rows than the database does then."""
    export = making.run
    with reading():
        table = Table.of(export)
    cells = table.object if export.format is ExportFormat.JSONL else table.cells
    with Growing(export, table.names) as file:
        write = _write_equality if export.content is ExportContent.EQUALITY else _write_sent
        write(making, file, cells)
        if not file.is_whole:
            raise Disturbed
        headings, *rows = table.codebook
        file.finish("Submissions", making.alive, Sheet("Codebook", headings, rows))
    with reading():
        asked_by = accounts.account(export.account_id)
    with unit_of_work():
        exporting.finish_export(making.row(), to=(asked_by.email if asked_by else None) or "")


def _write_sent(making: Making[SubmissionExport], file: Growing, cells: Callable[[Any], Any]) -> None:
    source = Sent(making.run.consultation_id, making.run.until_id)
    written = making.write(file, source, cells)
    with reading():
        if written != source.expected():
            raise Disturbed


def _write_equality(making: Making[SubmissionExport], file: Growing, cells: Callable[[Any], Any]) -> None:
    """Equality answers lie in no order that could be continued, so they are written in one go."""
    consultation_id, written = making.run.consultation_id, 0
    with reading():
        for rows in queries.equality_batches(consultation_id, AT_A_TIME):
            file.add(cells(row) for row in rows)
            written += len(rows)
        if written != queries.equality_total(consultation_id):
            raise Disturbed
    making.note("", written, 0)
