"""`engage import submissions`: the submissions of another system."""

import sys
from pathlib import Path

import click

from engage.consultations import queries as consultations
from engage.core import terminal
from engage.core.database import reading
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.submission_data import import_work
from engage.submission_data.actions.importing import AT_A_TIME, Tally
from engage.submission_data.imports import guess, read_table

MOST_SHOWN = 50


@click.command(
    "submissions",
    epilog="Example: engage import submissions old.csv --consultation one-team --map key=id,sent_at=date,agree=q1",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "slug", required=True, help="The slug of the consultation that they answer.")
@click.option(
    "--map",
    "columns",
    default="",
    help="Which column holds what: TARGET=COLUMN,… with key, sent_at, name, email or the key of a question as TARGET. "
    "Columns that have the name of a target, or of an export of Engage, are known unless said otherwise.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@terminal.in_app
def import_submissions(file: Path, slug: str, columns: str, dry_run: bool) -> None:
    """Take in submissions from a CSV file. It can be repeated: the same row again changes nothing.

    The status is 1 when a line was refused; the others are taken all the same.
    """
    work = _opened(file, slug, columns)
    tally, faults = work.check()
    for line, fault in faults[:MOST_SHOWN]:
        terminal.say_wrong(f"line {line} is refused: {fault}.")
    if len(faults) > MOST_SHOWN:
        terminal.say_wrong(f"and {len(faults) - MOST_SHOWN} more.")
    if dry_run:
        click.echo("Nothing was written. This is what an import would do:")
    else:
        tally = _written(work)
    click.echo(
        f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged, 0 closed, {tally.refused} refused"
    )
    if tally.refused:
        sys.exit(1)


def _opened(file: Path, slug: str, columns: str) -> import_work.Work:
    with reading():
        consultation = consultations.consultation_by_slug(slug)
        if consultation is None:
            raise Refused(f"There is no consultation with the slug {slug}.")
        known = guess(read_table(file.read_bytes()).headings, consultations.definition_of(consultation))
        return import_work.opened(file, consultation, _named(known, columns))


def _named(known: dict[str, str], text: str) -> dict[str, str]:
    """The columns that were guessed, with those of `target=column,…` instead where they say something."""
    said = {}
    for part in filter(None, text.split(",")):
        target, is_there, column = part.partition("=")
        if not is_there:
            raise Refused(f"“{part}” in --map is not TARGET=COLUMN.")
        said[column.strip()] = target.strip()
    kept = {column: target for column, target in known.items() if target not in said.values()}
    return kept | said


def _written(work: import_work.Work) -> Tally:
    tally = Tally()
    batches = work.batches()
    with terminal.progress(range(0, work.total(), AT_A_TIME), "Taking in") as steps:
        for _ in steps:
            tally += work.write(VISITOR, next(batches, []))
    return tally


COMMANDS = [("import", import_submissions)]
