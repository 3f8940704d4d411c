"""Files of submissions that are taken in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer

from engage.core.database import db
from engage.submission_data.models import SubmissionImport


def imports_of(consultation_id: int, limit: int = 20) -> Sequence[SubmissionImport]:
    """The newest files of a consultation."""
    return db.session.scalars(
        select(SubmissionImport)
        .where(SubmissionImport.consultation_id == consultation_id)
        .options(defer(SubmissionImport.faults))
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
