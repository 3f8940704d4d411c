"""`engage import areas` and `engage import topics`: CSV files that can be taken in again and again."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import click

from engage.core import terminal
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.core.incoming import read_any
from engage.core.permissions import VISITOR
from engage.core.text import clean_line, clean_text
from engage.taxonomy import actions, queries
from engage.taxonomy.area_rows import FIELDS, columns_of
from engage.taxonomy.area_work import Areas
from engage.taxonomy.models import AreaKind

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Row = dict[str, str]


class _Rehearsed(Exception):
    """A dry run ends before it is kept."""


def _rows(file: Path, columns: tuple[str, ...], needed: int) -> list[tuple[int, Row]]:
    """The rows of a CSV file with the number of the line on which each ends."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            missing = [name for name in columns[:needed] if name not in (reader.fieldnames or [])]
            if missing:
                terminal.fail(f"{file} has no column {', '.join(missing)}. Its first line must be {','.join(columns)}.")
            return [(reader.line_num, {name: row.get(name) or "" for name in columns}) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        terminal.fail(f"{file} cannot be read as a CSV file in UTF-8: {error}. Save it as “CSV UTF-8” and try again.")


def _take(rows: Iterable[tuple[int, Row]], take: Callable[[Row], str], *, dry_run: bool) -> None:
    counts: Counter[str] = Counter()
    with suppress(_Rehearsed), unit_of_work():
        for line, row in rows:
            counts[_outcome(line, row, take)] += 1
        if dry_run:
            raise _Rehearsed
    if dry_run:
        click.echo("Nothing was written. This is what an import would do:")
    click.echo(", ".join(f"{counts[name]} {name}" for name in ("added", "changed", "unchanged", "closed", "refused")))
    if counts["refused"]:
        terminal.fail(f"{counts['refused']} lines were refused, for the reasons above. Mend them and run this again.")


def _outcome(line: int, row: Row, take: Callable[[Row], str]) -> str:
    try:
        return take(row)
    except Refused as refusal:
        terminal.say_wrong(f"line {line} was refused: {refusal.sentence}")
        return "refused"


def _topic(row: Row) -> str:
    slug, name, description = clean_line(row["slug"]), clean_line(row["name"]), clean_text(row["description"]).strip()
    known = queries.topic_by_slug(slug)
    if known is None:
        actions.add_topic(VISITOR, slug=slug, name=name, description=description)
        return "added"
    return "changed" if actions.change_topic(VISITOR, topic=known, name=name, description=description) else "unchanged"


@click.command("areas", epilog="Example: engage import areas LAD24.csv --kind place --dry-run")
@click.argument("file", type=FILE)
@click.option(
    "--map",
    "said",
    default="",
    help=f"Which column holds what: FIELD=COLUMN,… with {', '.join(FIELDS)} as FIELD. Usual headings are known.",
)
@click.option("--kind", type=click.Choice([each.value for each in AreaKind]), help="What those are that do not say it.")
@click.option("--source", default="", help="Who says how many people live where, as it is kept beside the numbers.")
@click.option("--any-code", is_flag=True, help="Take in codes too that look otherwise than most codes of the file.")
@click.option("--strict", is_flag=True, help="Take in nothing unless every line is right.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def areas(file: Path, said: str, kind: str | None, source: str, *, any_code: bool, strict: bool, dry_run: bool) -> None:
    """Take in areas from a FILE, CSV or Excel, by official code (GSS) and name, with how many people live there.

    An official code tells the kind of an area; else a column kind or --kind says nation, region, system or place. The
    parent is the code of the area that it lies in, on any line or on the site already. An area that is there already is
    changed or left, and what a line leaves empty stays.
    """
    sheet = read_any(file.name, file.read_bytes())
    columns = columns_of(sheet, terminal.pairs(said, FIELDS))
    work = Areas(sheet, columns, kind or "", source or file.name, any_code)
    terminal.tell_import(work, strict=strict, dry_run=dry_run)


@click.command("topics", epilog="Example: engage import topics topics.csv --dry-run")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def topics(file: Path, dry_run: bool) -> None:
    """Take in topics from a CSV file with the columns slug, name and description.

    A topic that is there already is changed or left.
    """
    _take(_rows(file, ("slug", "name", "description"), 2), _topic, dry_run=dry_run)


COMMANDS = [("import", areas), ("import", topics)]
