"""How a file of the directory is made: batch after batch, continued where a worker that died left it."""

from engage.accounts import queries as accounts
from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.core.database import reading, unit_of_work
from engage.core.errors import Refused
from engage.core.growing import Growing
from engage.directory.actions import exporting
from engage.directory.models import DirectoryExport, ListWhom
from engage.directory.outgoing import COLUMNS, Wanted
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.filtering import Filter
from engage.directory.queries.lists import stakeholder_list
from engage.directory.rights import CONTACTS

NO_RIGHT = "Whoever asked for it may not see the people of the directory any more."


def make(export: DirectoryExport) -> None:
    """Write a claimed file to its end; raises Refused for somebody who may not have it."""
    with reading():
        asked_by = accounts.account(export.account_id) if export.account_id else None
        wanted = _wanted(export, asked_by)
    names = COLUMNS[export.about]
    with Growing(export, [names[name] for name in export.wanted]) as file:
        _write(export, wanted, file)
        file.finish(export.about.label, lambda: _note(export, export.place, export.done, file.size))
    with unit_of_work():
        exporting.finish_export(export, to=(asked_by.email if asked_by else None) or "")


def _wanted(export: DirectoryExport, asked_by: Account | None) -> Wanted:
    """What the file holds: of the people only those whom the one who asked may see now."""
    found = stakeholder_list(export.list_id) if export.list_id else None
    whom = found.whom if found else ListWhom.BOTH
    wanted = Wanted(export.about, Filter.from_json(export.filters), whom)
    if export.account_id is None:
        return wanted
    viewer = viewer_for(asked_by) if asked_by and asked_by.closed_at is None else None
    if viewer is None or not viewer.may(CONTACTS):
        raise Refused(NO_RIGHT)
    return Wanted(wanted.about, wanted.filter, whom, within_scope(viewer))


def _write(export: DirectoryExport, wanted: Wanted, file: Growing) -> None:
    place, done = ("", 0) if file.begins_anew else (export.place, export.done)
    if file.begins_anew:
        with reading():
            expected = wanted.expected()
        with unit_of_work():
            exporting.expect_rows(export, expected)
    while True:
        with reading():
            batch = wanted.next_batch(place)
        if batch is None:
            return
        file.add([row[name] for name in export.wanted] for row in batch.rows)
        place, done = batch.place, done + len(batch.rows)
        _note(export, place, done, file.size)


def _note(export: DirectoryExport, place: str, rows: int, size: int) -> None:
    with unit_of_work():
        exporting.advance_export(export, place=place, rows=rows, size=size)
