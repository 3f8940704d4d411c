"""Files of submissions: made when asked for, taken away after a week."""

from engage.core import making
from engage.core.jobs import job
from engage.submission_data import export_work
from engage.submission_data.models import SubmissionExport


@job("consultations.export")
def export() -> None:
    """Make the files that were asked for, one after the other."""
    making.make_due(SubmissionExport, export_work.make)


@job("consultations.sweep_exports", every=60)
def sweep() -> None:
    """Take away files that are older than a week; their rows stay for the record."""
    making.sweep(SubmissionExport)
