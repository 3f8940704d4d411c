"""Files of the directory: made when asked for, taken away after a week."""

from engage.core import making
from engage.core.jobs import job
from engage.directory_data import export_work
from engage.directory_data.models import DirectoryExport


@job("directory.export")
def export() -> None:
    """Make the files that were asked for, one after the other."""
    making.make_due(DirectoryExport, export_work.make)


@job("directory.sweep_exports", every=60)
def sweep() -> None:
    """Take away files that are older than a week; their rows stay for the record."""
    making.sweep(DirectoryExport)
