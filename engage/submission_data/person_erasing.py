"""Files that were made of submissions, or uploaded with them, are taken away when a person is taken out of one."""

from functools import partial

from sqlalchemy import select

from engage.core.database import after_commit, db
from engage.core.exporting import ExportState, take_away
from engage.core.growing import remove
from engage.core.importing import forget_file_of_erased
from engage.submission_data.models import SubmissionExport, SubmissionImport
from engage.submissions.models import Submission
from engage.submissions.person_erasing import also


@also
def forget_exports(submission: Submission) -> None:
    """Files that were made of the submissions still name the person; whoever needs one asks for it again."""
    wanted = select(SubmissionExport).where(
        SubmissionExport.consultation_id == submission.consultation_id, SubmissionExport.state != ExportState.EXPIRED
    )
    for export in db.session.scalars(wanted).all():
        take_away(export)
        after_commit(partial(remove, export))


@also
def forget_imports(submission: Submission) -> None:
    """Files from which submissions were taken in may name the person too."""
    wanted = select(SubmissionImport).where(
        SubmissionImport.consultation_id == submission.consultation_id, SubmissionImport.file_id.is_not(None)
    )
    for run in db.session.scalars(wanted).all():
        forget_file_of_erased(run)
