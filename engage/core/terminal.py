"""How a command gets its application and says what went wrong."""

import functools
import sys
from collections.abc import Callable, Collection
from typing import Any, NoReturn, ParamSpec, Protocol, TypeVar

import click
from flask import Flask

from engage.core.errors import Refused
from engage.core.importing import Report, Tally
from engage.core.permissions import VISITOR, Viewer

P = ParamSpec("P")
T = TypeVar("T")
MOST_NAMED = 100


def application(**changes: object) -> Flask:
    """The application of the running command, made at its first use, with these settings changed."""
    make = click.get_current_context().find_root().obj
    found = make(**changes)
    assert isinstance(found, Flask)  # noqa: S101 - narrows
    return found


def in_app(act: Callable[P, T]) -> Callable[P, T]:
    """Run a command inside the application; a refusal ends it with its sentence and status 1."""

    @functools.wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with application().app_context():
            try:
                return act(*args, **kwargs)
            except Refused as refusal:
                fail(refusal.sentence)

    return run


def fail(sentence: str) -> NoReturn:
    """End the command with status 1 and a sentence on the standard error."""
    say_wrong(sentence)
    sys.exit(1)


def say_wrong(sentence: str) -> None:
    """Write to the standard error what went wrong and what to do."""
    click.echo(f"engage: {sentence}", err=True)


def progress(items: Any, label: str) -> Any:
    """A progress bar over items, for people; silent where nobody watches."""
    return click.progressbar(items, label=label, file=sys.stderr)


def pairs(said: str, fields: Collection[str]) -> dict[str, str]:
    """What `--map FIELD=COLUMN,…` says; raises Refused for a part that is something else."""
    found = {}
    for part in filter(None, said.split(",")):
        name, is_there, column = (each.strip() for each in part.partition("="))
        if not is_there or name not in fields:
            raise Refused(f"“{part}” in --map is not FIELD=COLUMN with one of {', '.join(fields)}.")
        found[name] = column
    return found


class Importable(Protocol):
    """A file that can be checked and taken in."""

    def check(self) -> Report:
        """What taking it in would do."""

    def write(self, actor: Viewer, note: Callable[[int, Tally], None]) -> Report:
        """Take it in; `note` hears how many rows are done."""


def tell_import(work: Importable, *, strict: bool, dry_run: bool) -> None:
    """Take a file in, or only check it, and say line by line what is wrong; ends with the tally, and 1 for a fault."""
    report = work.check() if dry_run or strict else None
    if report is None or (not dry_run and not (report.faults or report.notes)):
        report = work.write(VISITOR, lambda rows, _tally: click.echo(f"{rows:,} lines done", err=True))
    elif not dry_run:
        wrong = sorted([*report.faults, *report.notes])
        report = Report(
            Tally(refused=len(wrong)), wrong, stopped="Nothing was taken in, because it must be all or nothing."
        )
    tell_report(report, dry_run=dry_run)


def tell_report(report: Report, *, dry_run: bool) -> None:
    """Say what became of a file, as every import does."""
    for line, sentence in report.notes:
        say_wrong(f"line {line}: {sentence}")
    for line, sentence in report.faults:
        say_wrong(f"line {line} was refused: {sentence}")
    if report.stopped:
        say_wrong(report.stopped)
    _name_closing(report, "would be closed" if dry_run else "was closed")
    if dry_run:
        click.echo("Nothing was written. This is what an import would do:")
    elif not report.tally.wrote:
        is_known = not (report.faults or report.stopped)
        click.echo("Nothing was written: the site says all of this already." if is_known else "Nothing was written.")
    click.echo(str(report.tally))
    if report.faults or report.stopped:
        kept = "; what is in already stays as it is" if report.tally.wrote and not dry_run else ""
        fail(f"Mend the lines above and run this again{kept}.")


def _name_closing(report: Report, what: str) -> None:
    for _, name in report.closing[:MOST_NAMED]:
        click.echo(f"{name} {what}")
    if len(report.closing) > MOST_NAMED:
        click.echo(f"and {len(report.closing) - MOST_NAMED:,} more")
