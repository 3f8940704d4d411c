"""Commands of the directory."""

from pathlib import Path

import click

from engage.core import terminal
from engage.core.database import reading, unit_of_work
from engage.core.errors import Refused
from engage.core.incoming import read_any
from engage.directory.models import Basis, Purpose
from engage.directory_data.actions import import_runs
from engage.directory_data.commands_exports import COMMANDS as EXPORTS
from engage.directory_data.contact_plan import Agreed, Origin
from engage.directory_data.contact_rows import FIELDS
from engage.directory_data.contact_work import People, columns_of
from engage.directory_data.models import ImportKind
from engage.directory_data.organisation_rows import is_table
from engage.directory_data.organisation_work import Organisations
from engage.directory_data.queries.imports import remembered
from engage.directory_data.register_work import Wishes, take_register

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("organisations", epilog="Example: engage import organisations etr.csv --format ods --dry-run")
@click.argument("file", type=FILE)
@click.option(
    "--format",
    "layout",
    type=click.Choice(["ods", "table"]),
    required=True,
    help="ods: the official organisation files, comma-separated without a header, 27 columns. "
    "table: CSV or Excel with the headings that `engage export organisations` writes.",
)
@click.option("--kind", default="", help="What they all are, such as trust; else each by its code.")
@click.option("--public", "is_public", is_flag=True, help="Give those that are new a page on the site.")
@click.option(
    "--strict",
    is_flag=True,
    help="Take in nothing unless every line is right; one whose parent is nowhere counts as wrong.",
)
@click.option("--source", default="", help="Where the file is from; name it the same way each time.")
@click.option(
    "--close-vanished", is_flag=True, help="Close those of the same source and register that are not in the file."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def organisations(
    file: Path,
    layout: str,
    kind: str,
    source: str,
    *,
    is_public: bool,
    strict: bool,
    close_vanished: bool,
    dry_run: bool,
) -> None:
    """Take in organisations from a FILE: a register as it is published, such as etr.csv, or a table from here.

    It can be taken in again: who is there already is changed or left, and what staff wrote themselves stays.
    """
    if layout == "table":
        sheet = read_any(file.name, file.read_bytes())
        if not is_table(sheet.headings):
            raise Refused("The file has no column Name. Its first line must hold headings.")
        terminal.tell_import(Organisations(sheet), strict=strict, dry_run=dry_run)
        return
    source = import_runs.checked_source(source, needed=False)
    wishes = Wishes(kind, is_public, strict, close_vanished, dry_run, source=source)
    report = take_register(file, wishes, tell=lambda rows: click.echo(f"{rows:,} lines done", err=True))
    terminal.tell_report(report, dry_run=dry_run)


@click.command(
    "contacts",
    epilog="Example: engage import contacts people.xlsx --map name=Who,email=Mail --source 'Spring assembly'",
)
@click.argument("file", type=FILE)
@click.option(
    "--map",
    "said",
    default="",
    help=f"Which column holds what: FIELD=COLUMN,… with {', '.join(FIELDS)} as FIELD. Usual headings are known.",
)
@click.option("--source", required=True, help="Where the people are from, as it is kept beside each.")
@click.option(
    "--basis", type=click.Choice([each.value for each in Basis]), help="On which lawful basis they are asked."
)
@click.option("--said", "how", default="", help="How and when they agreed; needed with --basis.")
@click.option("--strict", is_flag=True, help="Take in nothing unless every line is right.")
@click.option("--close-vanished", is_flag=True, help="Close those of the same source that are not in the file.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def contacts(
    file: Path,
    said: str,
    source: str,
    basis: str | None,
    how: str,
    *,
    strict: bool,
    close_vanished: bool,
    dry_run: bool,
) -> None:
    """Take in people from a FILE, CSV or Excel, whose first line names its columns.

    A person is known again by the email address, else by name and organisation; what a line leaves empty stays, and
    an objection on record stays as it is. Without --basis nobody of them is written to from a list. What the columns
    are is remembered for the next file of the same source.
    """
    if basis and not how:
        terminal.fail("Say with --said how and when they agreed.")
    source = import_runs.checked_source(source, needed=True)
    agreed = Agreed(Purpose.INVITATIONS, Basis(basis), how) if basis else None
    sheet, named = read_any(file.name, file.read_bytes()), terminal.pairs(said, FIELDS)
    if sheet.note:
        terminal.say_wrong(sheet.note)
    with reading():
        known = remembered(ImportKind.CONTACTS, source, sheet.headings)
    columns = columns_of(sheet, known | named)
    if not dry_run:
        with unit_of_work():
            import_runs.remember(ImportKind.CONTACTS, source, columns)
    work = People(sheet, columns, Origin(source, agreed), close_vanished)
    terminal.tell_import(work, strict=strict, dry_run=dry_run)


COMMANDS = [("import", organisations), ("import", contacts), *EXPORTS]
