"""Files that may name a person who is erased: those that were taken in, and those that were made to be taken away."""

import functools
import json
from collections.abc import Collection, Sequence

from sqlalchemy import select

from engage.core.database import after_commit, db
from engage.core.exporting import ExportState, take_away
from engage.core.growing import remove
from engage.core.importing import forget_file_of_erased
from engage.directory.actions.erasing import also
from engage.directory_data.models import DirectoryExport, DirectoryImport, ExportAbout, ImportKind

LINE = "What was wrong with this line named a person who was erased."


@also
def forget_files_of_people(_ids: Sequence[int], named: Collection[str]) -> None:
    """Delete all files of people, and what was said of lines with one of these names or addresses.

    A file that is being taken in at this moment stays until it has been kept for a month.
    """
    _forget_imports([each.casefold() for each in named if each])
    _forget_exports()


def _forget_imports(named: Collection[str]) -> None:
    for run in db.session.scalars(select(DirectoryImport).where(DirectoryImport.kind == ImportKind.CONTACTS)).all():
        lines = [(line, LINE if any(each in why.casefold() for each in named) else why) for line, why in run.wrong]
        if lines != run.wrong:
            run.faults = json.dumps(lines)
        forget_file_of_erased(run)


def _forget_exports() -> None:
    """Whoever needs one of them asks for it again."""
    people = (ExportAbout.CONTACTS, ExportAbout.MAILING)
    wanted = select(DirectoryExport).where(
        DirectoryExport.about.in_(people), DirectoryExport.state != ExportState.EXPIRED
    )
    for export in db.session.scalars(wanted).all():
        take_away(export)
        after_commit(functools.partial(remove, export))
