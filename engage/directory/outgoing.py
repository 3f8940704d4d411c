"""A list of stakeholders as a file, written in flat memory."""

from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

from engage.core.tables import csv_head, csv_lines, write_sheet
from engage.directory.models import ListWhom
from engage.directory.queries.filtering import Filter
from engage.directory.queries.lists import ListMember, Place, Seen, members_of_filter, with_reasons

NAMES = ("kind", "id", "name", "email", "would be written to", "why not", "language", "format")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(wanted: Filter, whom: ListWhom, kind: str, *, seen: Seen) -> IO[bytes]:
    """Everybody whom a filter means and the viewer may see, with why somebody would not be written to."""
    out = TemporaryFile()  # noqa: SIM115 - who sends it closes it
    if kind == "xlsx":
        _write_workbook(out, _batches(wanted, whom, seen))
    else:
        out.write(csv_head(NAMES))
        for batch in _batches(wanted, whom, seen):
            out.write(csv_lines([_row(member) for member in batch]))
    out.seek(0)
    return out


def _write_workbook(out: IO[bytes], batches: Iterator[list[ListMember]]) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    members = chain.from_iterable(batches)
    with xlsxwriter.Workbook(out, options) as book:
        write_sheet(book, "Stakeholders", NAMES, (_row(member) for member in members))


def _batches(wanted: Filter, whom: ListWhom, seen: Seen) -> Iterator[list[ListMember]]:
    after: Place | None = None
    while batch := with_reasons(members_of_filter(wanted, whom, after=after, seen=seen)):
        yield batch
        after = batch[-1].place


def _row(member: ListMember) -> list[object]:
    will = "no" if member.why_not else "yes"
    said = (member.name, member.email or "", will, member.why_not or "", member.language, member.format)
    return [member.kind, member.id, *said]
