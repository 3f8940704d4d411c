"""The submissions of a person of the directory who agreed that her account is linked."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import exists, select

from engage.consultations.models import Consultation, ConsultationPublication
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import beside
from engage.publishing.models import PublicationArea
from engage.submissions.models import Submission, SubmissionState
from engage.submissions.rights import READ

MOST = 25


@beside.offer
def submissions_of(viewer: Viewer, account_id: int) -> Sequence[beside.Said]:
    """The newest submissions that an account sent, to consultations whose submissions the viewer may read."""
    if not viewer.may(READ):
        return []
    wanted = (
        select(Submission.id, Submission.consultation_id, Submission.sent_at, Consultation.title)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .where(Submission.account_id == account_id, Submission.state == SubmissionState.SENT)
        .where(Submission.amends_id.is_(None))
        .order_by(Submission.id.desc())
        .limit(MOST)
    )
    scope = viewer.scope(READ)
    if scope is not None:
        about = exists().where(
            ConsultationPublication.consultation_id == Consultation.id,
            PublicationArea.publication_id == ConsultationPublication.publication_id,
            PublicationArea.area_id.in_(scope),
        )
        wanted = wanted.where(about)
    return [
        beside.Said(
            "Submission",
            row.title,
            url_for("submissions_staff.submission", consultation_id=row.consultation_id, submission_id=row.id),
            row.sent_at,
        )
        for row in db.session.execute(wanted)
    ]
