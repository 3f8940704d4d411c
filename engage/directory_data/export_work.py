"""What the worker puts into a file of the directory."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from engage.accounts import queries as accounts
from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.core.database import reading, unit_of_work
from engage.core.errors import Refused
from engage.core.exporting import ExportFormat
from engage.core.growing import Growing
from engage.core.making import Disturbed, Making
from engage.directory.models import ListWhom
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.filtering import Filter
from engage.directory.rights import CONTACTS
from engage.directory_data.actions import exporting
from engage.directory_data.models import DirectoryExport
from engage.directory_data.outgoing import COLUMNS, Wanted
from engage.lists.queries.lists import stakeholder_list

NO_RIGHT = "Whoever asked for it may not see the people of the directory any more."


def make(making: Making[DirectoryExport]) -> None:
    """Write a claimed file to its end; raises Refused for somebody who may not have it."""
    export = making.run
    with reading():
        asked_by = accounts.account(export.account_id) if export.account_id else None
        wanted = _wanted(export, asked_by)
    names = COLUMNS[export.about]
    with Growing(export, [names[name] for name in export.wanted]) as file:
        making.write(file, wanted, partial(_cells, export))
        if not file.is_whole:
            raise Disturbed
        file.finish(export.about.label, making.alive)
    with unit_of_work():
        exporting.finish_export(making.row(), to=(asked_by.email if asked_by else None) or "")


def _cells(export: DirectoryExport, row: Mapping[str, Any]) -> Any:
    if export.format is ExportFormat.JSONL:
        return {name: row[name] for name in export.wanted}
    return [row[name] for name in export.wanted]


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
