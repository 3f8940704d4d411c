"""Files of submissions that are taken in."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from engage.core.database import db
from engage.core.files import StoredFile
from engage.submission_data.models import SubmissionImport


def imports_of(consultation_id: int, limit: int = 20) -> Sequence[Row[SubmissionImport, str]]:
    """The newest files of a consultation, each with its name."""
    return db.session.execute(
        select(SubmissionImport, StoredFile.name)
        .join(StoredFile, StoredFile.id == SubmissionImport.file_id)
        .where(SubmissionImport.consultation_id == consultation_id)
        .order_by(SubmissionImport.id.desc())
        .limit(limit)
    ).all()


def import_run(consultation_id: int, import_id: int) -> SubmissionImport | None:
    """One file that is taken in for a consultation."""
    return db.session.scalars(
        select(SubmissionImport).where(
            SubmissionImport.id == import_id, SubmissionImport.consultation_id == consultation_id
        )
    ).first()


def file_of(run: SubmissionImport) -> StoredFile:
    """The file that is taken in."""
    return db.session.get_one(StoredFile, run.file_id)
