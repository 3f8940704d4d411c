"""`engage import submissions`: the submissions of another system."""

from pathlib import Path

import click

from engage.consultations import queries as consultations
from engage.core import terminal
from engage.core.database import reading
from engage.core.errors import Refused
from engage.submission_data import import_work
from engage.submission_data.imports import guess, read_table, targets_of


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
    with reading():
        consultation = consultations.consultation_by_slug(slug)
        if consultation is None:
            raise Refused(f"There is no consultation with the slug {slug}.")
        definition = consultations.definition_of(consultation)
        said = {column: target for target, column in terminal.pairs(columns, targets_of(definition)).items()}
        known = guess(read_table(file.read_bytes()).headings, definition)
        kept = {column: target for column, target in known.items() if target not in said.values()}
        work = import_work.opened(file, consultation, kept | said)
    terminal.tell_import(work, strict=False, dry_run=dry_run)


COMMANDS = [("import", import_submissions)]
