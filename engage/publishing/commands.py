"""`engage import plan`, and what it shares with other imports of folders."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from engage.core import terminal
from engage.core.database import unit_of_work
from engage.publishing import importing

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class _Rehearsed(Exception):
    """A dry run ends before it is kept."""


@contextmanager
def step(dry_run: bool) -> Iterator[None]:
    """A unit of work that a dry run does not keep."""
    try:
        with unit_of_work():
            yield
            _rehearse(dry_run)
    except _Rehearsed:
        return


def _rehearse(dry_run: bool) -> None:
    if dry_run:
        raise _Rehearsed


def say_outcome(counts: Counter[str]) -> None:
    """The last line of every import."""
    named = ("added", "changed", "unchanged", "closed", "refused")
    click.echo(", ".join(f"{counts[name]} {name}" for name in named))


@click.command("plan", epilog="Example: engage import plan reports/efficiency --title 'Efficiency report' --publish")
@click.argument("folder", type=FOLDER)
@click.option("--title", help="The title; the first heading unless given.")
@click.option("--slug", help="The address; made from the title unless given.")
@click.option("--publish", is_flag=True, help="Make it public at once instead of leaving it a draft.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def plan(folder: Path, title: str | None, slug: str | None, publish: bool, dry_run: bool) -> None:
    """Take in a folder of Markdown files, in the order of their names, as one plan.

    Run again, it saves what changed as a new revision: the paragraphs keep their comments.
    """
    counts: Counter[str] = Counter()
    name, _, number = importing.plan_text(folder, title)
    with step(dry_run):
        counts[importing.import_plan(folder, title, slug, publish=publish, write_files=not dry_run)] += 1
    click.echo(f"“{name}” from {number} files.")
    say_outcome(counts)


COMMANDS = [("import", plan)]
