"""`engage import comments`: the comments of another system."""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
from flask import current_app

from engage.comments import exports
from engage.comments.actions import LONGEST, importing
from engage.comments.import_posts import posts
from engage.core import terminal
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.publishing import queries as publishing
from engage.publishing.models import Publication, PublicationKind

BATCH = 500


@click.command(
    "comments",
    epilog="Example: engage import comments old.csv --publication one-number --map body=text,author=user,date=created",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publication", "slug", required=True, help="The slug of the plan or post that they stand on.")
@click.option(
    "--map",
    "columns",
    required=True,
    help=f"Which column holds what: FIELD=COLUMN,… with {', '.join(exports.NEEDED)} and perhaps "
    f"{', '.join(field for field in exports.FIELDS if field not in exports.NEEDED)}.",
)
@click.option(
    "--source",
    help="The name of where the ids of this file come from; the name of the file unless given. "
    "The same name and id is the same comment.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@terminal.in_app
def import_comments(file: Path, slug: str, columns: str, source: str | None, dry_run: bool) -> None:
    """Take in comments from a CSV file, or from a .jsonl file with one object a line. It can be repeated.

    The status is 1 when a line was refused; the others are taken all the same.
    """
    run = _Import(file, exports.read_map(columns), slug, source or file.stem, dry_run)
    run.run()
    if run.faults:
        sys.exit(1)


class _Import:
    """One run over one file, in batches; each batch is a unit of work."""

    def __init__(self, file: Path, columns: dict[str, str], slug: str, source: str, dry_run: bool) -> None:
        self.file, self.columns, self.dry_run = file, columns, dry_run
        self.slug, self.source = slug, source
        self.faults: list[exports.Unusable] = []
        self.keys: set[str] = set()
        self.refused: set[str] = set()
        self.orphans = 0

    def run(self) -> None:
        self._survey()
        tally = importing.Tally()
        for batch in self._batches("Importing"):
            tally += self._compare(batch) if self.dry_run else self._write(batch)
        if not self.dry_run:
            for batch in self._batches("Linking replies"):
                with unit_of_work():
                    importing.link_imported(self._origin(), batch)
            with unit_of_work():
                importing.arrange_imported(self._publication())
        self._report(tally)

    def _survey(self) -> None:
        """Read the file once, so that nothing is written when its columns are not what was said."""
        with reading():
            self._publication()
        emptied: dict[str, exports.Exported] = {}
        answered: Counter[str] = Counter()
        for row in self._exported():
            if isinstance(row, exports.Unusable):
                self.faults.append(row)
            elif row.key in self.keys:
                self.faults.append(exports.Unusable(row.line, f"the id {row.key} came before"))
            else:
                self._note(row, emptied, answered)
        self._refuse_emptied(emptied, answered)
        self.orphans = sum(times for parent, times in answered.items() if parent not in self.keys)

    def _note(self, row: exports.Exported, emptied: dict[str, exports.Exported], answered: Counter[str]) -> None:
        self.keys.add(row.key)
        if row.parent:
            answered[row.parent] += 1
        if not row.body and not row.removed:
            emptied[row.key] = row

    def _refuse_emptied(self, emptied: dict[str, exports.Exported], answered: Counter[str]) -> None:
        """Refuse those that say nothing and hold no reply in its place, from the ends of the threads upwards."""
        idle = [key for key in emptied if not answered[key]]
        while idle:
            row = emptied.pop(idle.pop())
            self.faults.append(exports.Unusable(row.line, exports.NOTHING_SAID))
            self.refused.add(row.key)
            if row.parent:
                answered[row.parent] -= 1
                if row.parent in emptied and not answered[row.parent]:
                    idle.append(row.parent)
        self.keys -= self.refused
        self.faults.sort(key=lambda fault: fault.line)

    def _exported(self) -> Iterator[exports.Exported | exports.Unusable]:
        return exports.read_export(self.file, self.columns, current_app.config["ENGAGE"].zone, longest=LONGEST)

    def _batches(self, label: str) -> Iterator[list[exports.Exported]]:
        rows = self._usable()
        with terminal.progress(range(0, len(self.keys), BATCH), label) as steps:
            for _ in steps:
                yield list(islice(rows, BATCH))

    def _usable(self) -> Iterator[exports.Exported]:
        """The comments, each id once."""
        seen = set(self.refused)
        for row in self._exported():
            if isinstance(row, exports.Exported) and row.key not in seen:
                seen.add(row.key)
                yield row

    def _publication(self) -> Publication:
        for kind in PublicationKind:
            found = publishing.publication_by_slug(kind, self.slug)
            if found is not None:
                return found
        raise Refused(f"There is no plan and no post with the slug {self.slug}.")

    def _origin(self) -> importing.Origin:
        return importing.Origin(self._publication(), self.source)

    def _compare(self, batch: list[exports.Exported]) -> importing.Tally:
        with reading():
            return importing.compare_import(self._origin(), batch)

    def _write(self, batch: list[exports.Exported]) -> importing.Tally:
        rendered = importing.render_exported(batch)
        with unit_of_work():
            tally = importing.import_comments(VISITOR, origin=self._origin(), rows=rendered)
        db.session.expunge_all()
        return tally

    def _report(self, tally: importing.Tally) -> None:
        for fault in self.faults:
            terminal.say_wrong(f"line {fault.line} was refused: {fault.why}.")
        if self.orphans:
            were = "would be" if self.dry_run else "were"
            click.echo(f"{self.orphans} replies to comments that the file does not hold {were} kept as comments.")
        if self.dry_run:
            click.echo("Nothing was written. This is what an import would do:")
        click.echo(
            f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged, 0 closed, "
            f"{len(self.faults)} refused"
        )


COMMANDS = [("import", import_comments), ("import", posts)]
