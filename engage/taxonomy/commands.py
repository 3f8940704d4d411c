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
from engage.core.permissions import VISITOR
from engage.core.text import clean_line, clean_text
from engage.taxonomy import actions, queries
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


def _area(row: Row) -> str:
    code, name, parent_code = (clean_line(row[column]) for column in ("code", "name", "parent"))
    kind = _kind(clean_line(row["kind"]).lower())
    parent = queries.area_by_code(parent_code) if parent_code else None
    if parent_code and parent is None:
        raise Refused(f"there is no area {parent_code}. Put it on a line before this one.")
    known = queries.area_by_code(code)
    if known is None:
        actions.add_area(VISITOR, code=code, name=name, kind=kind, parent=parent)
        return "added"
    if known.parent_id != (parent.id if parent else None):
        raise Refused(f"{code} lies elsewhere on the site. If it is to move, move it at /staff/taxonomy/areas/ first.")
    return "changed" if actions.change_area(VISITOR, area=known, name=name, kind=kind) else "unchanged"


def _kind(said: str) -> AreaKind:
    try:
        return AreaKind(said)
    except ValueError:
        raise Refused(f"“{said}” is not a kind of area. It must be one of {', '.join(AreaKind)}.") from None


def _topic(row: Row) -> str:
    slug, name, description = clean_line(row["slug"]), clean_line(row["name"]), clean_text(row["description"]).strip()
    known = queries.topic_by_slug(slug)
    if known is None:
        actions.add_topic(VISITOR, slug=slug, name=name, description=description)
        return "added"
    return "changed" if actions.change_topic(VISITOR, topic=known, name=name, description=description) else "unchanged"


@click.command("areas", epilog="Example: engage import areas areas.csv --dry-run")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def areas(file: Path, dry_run: bool) -> None:
    """Take in areas from a CSV file with the columns code, name, kind and parent.

    The kind is nation, region, system or place; the parent is the code of the area that it lies in, on an earlier
    line or on the site already. An area that is there already is changed or left.
    """
    _take(_rows(file, ("code", "name", "kind", "parent"), 3), _area, dry_run=dry_run)


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
