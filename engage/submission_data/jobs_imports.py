"""Files of submissions of other systems: checked, and taken in batch by batch."""

from engage.accounts.session import viewer_of
from engage.consultations.models import Consultation
from engage.core import files
from engage.core.database import db, reading, unit_of_work
from engage.core.files import StoredFile
from engage.core.importing import forget_files
from engage.core.jobs import job
from engage.core.taking_in import Work, take_in_due
from engage.submission_data import import_work
from engage.submission_data.models import SubmissionImport


@job("consultations.import")
def take_in() -> None:
    """Do what is due, one file after the other."""
    take_in_due(SubmissionImport, _opened, lambda run: viewer_of(run.account_id))


@job("consultations.forget_imports", every=60)
def forget() -> None:
    """Delete files that came a month ago."""
    with unit_of_work():
        forget_files(SubmissionImport)


def _opened(run: SubmissionImport, file: StoredFile) -> Work:
    with reading():
        consultation = db.session.get_one(Consultation, run.consultation_id)
        return import_work.opened(files.location(file), consultation, run.named)
