"""Commands of the directory."""

from pathlib import Path

import click

from engage.core import terminal
from engage.directory.register_work import Wishes, take_register

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("organisations", epilog="Example: engage import organisations etr.csv --format ods --dry-run")
@click.argument("file", type=FILE)
@click.option(
    "--format",
    "layout",
    type=click.Choice(["ods"]),
    required=True,
    help="ods: the official organisation files, comma-separated without a header, 27 columns.",
)
@click.option("--kind", default="", help="What they all are, such as trust; else each by its code.")
@click.option("--public", "is_public", is_flag=True, help="Give those that are new a page on the site.")
@click.option("--strict", is_flag=True, help="Take in nothing unless every line is right.")
@click.option("--close-vanished", is_flag=True, help="Close those of the same register that are not in the file.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def organisations(
    file: Path, layout: str, kind: str, *, is_public: bool, strict: bool, close_vanished: bool, dry_run: bool
) -> None:
    """Take in organisations from a register FILE as it is published, such as etr.csv or epraccur.csv.

    It can be taken in again: who is there already is changed or left, and what staff wrote themselves stays.
    """
    assert layout == "ods"  # noqa: S101 - the only layout, named so that there can be others
    wishes = Wishes(kind, is_public, strict, close_vanished, dry_run)
    report = take_register(file, wishes, tell=lambda rows: click.echo(f"{rows:,} lines done", err=True))
    for line, sentence in report.notes:
        terminal.say_wrong(f"line {line}: {sentence}")
    for line, sentence in report.faults:
        terminal.say_wrong(f"line {line} was refused: {sentence}")
    if report.stopped:
        terminal.say_wrong(report.stopped)
    if dry_run:
        click.echo("Nothing was written. This is what an import would do:")
    elif not report.tally.wrote:
        click.echo("Nothing was written: the directory says all of this already.")
    click.echo(str(report.tally))
    if report.faults or report.stopped:
        terminal.fail("Mend the lines above and run this again; what is there already stays as it is.")


COMMANDS = [("import", organisations)]
