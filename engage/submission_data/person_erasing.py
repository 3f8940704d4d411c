"""Files that were made of submissions, or uploaded with them, are taken away when a person is taken out of one."""

from sqlalchemy import select

from engage.core.database import after_commit, db
from engage.core.exporting import ExportState
from engage.core.importing import forget_file_of_erased
from engage.submission_data import export_work
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
        export.state = ExportState.EXPIRED
        after_commit(lambda export=export: export_work.remove(export))  # type: ignore[misc]


@also
def forget_imports(submission: Submission) -> None:
    """Files from which submissions were taken in may name the person too."""
    wanted = select(SubmissionImport).where(
        SubmissionImport.consultation_id == submission.consultation_id, SubmissionImport.file_id.is_not(None)
    )
    for run in db.session.scalars(wanted).all():
        forget_file_of_erased(run)
