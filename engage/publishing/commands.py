"""`engage import posts` and `engage import plan`."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from engage.core import terminal
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.publishing import importing

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class _Rehearsed(Exception):
    """A dry run ends before it is kept."""


@contextmanager
def _step(dry_run: bool) -> Iterator[None]:
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


def _outcome(counts: Counter[str]) -> None:
    named = ("added", "changed", "unchanged", "closed", "refused")
    click.echo(", ".join(f"{counts[name]} {name}" for name in named))


@click.command("posts", epilog="Example: engage import posts old-site/news --section news --dry-run")
@click.argument("folder", type=FOLDER)
@click.option("--section", help="The section of posts that name none.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def posts(folder: Path, section: str | None, dry_run: bool) -> None:
    """Take in a folder of Markdown files with front matter, each as a post with its date.

    Front matter: title, slug, section, standfirst, date, byline (name, role, organisation), picture (file, alt,
    caption), topics, areas, answers (a plan's slug), draft. A post that was taken in before is changed or left.
    """
    paths = importing.markdown_files(folder)
    if not paths:
        terminal.fail(f"There are no Markdown files (.md) in {folder}.")
    counts: Counter[str] = Counter()
    read: list[importing.PostFile] = []
    with terminal.progress(paths, "Posts") as watched:
        for path in watched:
            counts[_post(path, section, dry_run, read)] += 1
    _say_ignored(read)
    _outcome(counts)
    if counts["refused"]:
        terminal.fail(f"{counts['refused']} files were refused, for the reasons above. Mend them and run this again.")


def _post(path: Path, section: str | None, dry_run: bool, read: list[importing.PostFile]) -> str:
    try:
        post_file = importing.read_post(path)
        read.append(post_file)
        with _step(dry_run):
            outcome = importing.import_post(post_file, section, write_files=not dry_run)
    except Refused as refusal:
        terminal.say_wrong(f"{path.name}: {refusal.sentence}")
        return "refused"
    return outcome


def _say_ignored(read: list[importing.PostFile]) -> None:
    for name, count in importing.unknown_facts(read).most_common():
        terminal.say_wrong(f"“{name}” in the front matter of {count} files means nothing here and was left out.")
    asked = [post_file.path.name for post_file in read if post_file.facts.get("question")]
    if asked:
        terminal.say_wrong(
            f"{', '.join(asked)}: the question to the readers belongs to the comments; "
            "set it where comments on the post are opened."
        )


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
    with _step(dry_run):
        counts[importing.import_plan(folder, title, slug, publish=publish, write_files=not dry_run)] += 1
    click.echo(f"“{name}” from {number} files.")
    _outcome(counts)


COMMANDS = [("import", posts), ("import", plan)]
