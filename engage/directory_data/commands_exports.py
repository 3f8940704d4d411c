"""Commands that write the directory, or a part of it, to a file."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from engage.core import terminal
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.exporting import ExportFormat, take_away
from engage.core.growing import location
from engage.core.making import Making
from engage.core.permissions import VISITOR
from engage.directory.queries.filtering import Filter, Standing
from engage.directory_data import export_work
from engage.directory_data.actions import exporting
from engage.directory_data.actions.exporting import Wish
from engage.directory_data.models import DirectoryExport, ExportAbout, ExportPurpose
from engage.directory_data.outgoing import COLUMNS, with_needed
from engage.lists.models import StakeholderList
from engage.lists.queries.lists import list_called

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
Command = Callable[..., None]


def _options(about: ExportAbout) -> Callable[[Command], Command]:
    """What both commands are told."""
    parts: list[Callable[[Command], Command]] = [
        click.argument("file", type=FILE),
        click.option(
            "--format",
            "kind",
            type=click.Choice([each.value for each in ExportFormat]),
            help="What kind of file; else what the ending of FILE says.",
        ),
        click.option("--list", "named", default="", help="The name of a saved list; else the whole directory."),
        click.option("--columns", default="", help=f"Only these, by comma: {', '.join(COLUMNS[about])}."),
        click.option(
            "--purpose",
            type=click.Choice([each.value for each in ExportPurpose if each is not ExportPurpose.OTHER]),
            default=ExportPurpose.REPORTING.value,
            show_default=True,
            help="What the file is needed for, which goes on record.",
        ),
        terminal.in_app,
    ]

    def put(act: Command) -> Command:
        for part in reversed(parts):
            act = part(act)
        return act

    return put


@click.command("organisations", epilog="Example: engage export organisations --format xlsx organisations.xlsx")
@_options(ExportAbout.ORGANISATIONS)
def organisations(file: Path, **said: Any) -> None:
    """Write organisations to a FILE, all or those of a saved list, which can be taken in again as it is."""
    _export(ExportAbout.ORGANISATIONS, file, **said)


@click.command("contacts", epilog="Example: engage export contacts --list 'Carers in the north' carers.csv")
@_options(ExportAbout.CONTACTS)
def contacts(file: Path, **said: Any) -> None:
    """Write people to a FILE, all or those of a saved list, which can be taken in again as it is."""
    _export(ExportAbout.CONTACTS, file, **said)


def _export(about: ExportAbout, file: Path, *, kind: str | None, named: str, columns: str, purpose: str) -> None:
    file_format, chosen = _format(kind, file), _columns(about, columns)
    with unit_of_work():
        of_list = _list(named)
        wanted = Filter.from_json(of_list.filters) if of_list else Filter(standing=Standing.ALL)
        wish = Wish(about, file_format, chosen, wanted, ExportPurpose(purpose), of_list=of_list)
        making = Making(exporting.ask_export(VISITOR, wish))
    export_work.make(making)
    shutil.move(location(making.run), file)
    with unit_of_work():
        export = db.session.get_one(DirectoryExport, making.run.id)
        take_away(export)
        click.echo(f"{export.total:,} {about.label.lower()} written to {file}")


def _format(said: str | None, file: Path) -> ExportFormat:
    ending = said or file.suffix.removeprefix(".").lower()
    if ending not in set(ExportFormat):
        raise Refused(f"Say with --format what kind of file {file.name} is: {', '.join(ExportFormat)}.")
    return ExportFormat(ending)


def _columns(about: ExportAbout, said: str) -> list[str]:
    wanted = [name.strip() for name in said.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in COLUMNS[about]]
    if unknown:
        raise Refused(f"There is no column {', '.join(unknown)}. There are {', '.join(COLUMNS[about])}.")
    return with_needed(about, wanted or list(COLUMNS[about]))


def _list(named: str) -> StakeholderList | None:
    found = list_called(named) if named else None
    if named and found is None:
        raise Refused(f"There is no saved list “{named}”.")
    return found


COMMANDS = [("export", organisations), ("export", contacts)]
