"""Files of contacts, organisations and areas: checked, and taken in batch by batch."""

from engage.accounts.session import viewer_of
from engage.core import files
from engage.core.database import unit_of_work
from engage.core.files import StoredFile
from engage.core.importing import forget_files
from engage.core.jobs import job
from engage.core.taking_in import Work, take_in_due
from engage.directory_data.import_work import work_of
from engage.directory_data.models import DirectoryImport


@job("directory.imports")
def take_in() -> None:
    """Do what is due, one file after the other."""
    take_in_due(DirectoryImport, _opened, lambda run: viewer_of(run.account_id))


@job("directory.imports.forget", every=60)
def forget() -> None:
    """Delete files that came a month ago."""
    with unit_of_work():
        forget_files(DirectoryImport)


def _opened(run: DirectoryImport, file: StoredFile) -> Work:
    return work_of(run, files.location(file))
