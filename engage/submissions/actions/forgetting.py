"""Drafts that were never sent are forgotten a year after the close."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from engage.consultations.models import Consultation
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.submissions import verbs
from engage.submissions.actions.changing import drop_change
from engage.submissions.actions.filing import delete_unsent
from engage.submissions.models import (
    Answer,
    Approval,
    CoSignatory,
    DraftInvitation,
    DraftMember,
    DraftNote,
    SetAsideAnswer,
    Submission,
    SubmissionState,
)

KEPT_FOR = timedelta(days=365)
OF_A_DRAFT: Any = (Answer, SetAsideAnswer, DraftMember, DraftInvitation, DraftNote, Approval, CoSignatory)


def forget_drafts(actor: Viewer, *, limit: int = 100) -> int:
    """Delete the words, the code and the person of some drafts whose consultation closed a year ago; how many."""
    rows = db.session.scalars(
        select(Submission)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .where(
            Submission.state.in_([SubmissionState.DRAFT, SubmissionState.TOO_LATE]),
            Consultation.closes_at < clock.now() - KEPT_FOR,
            or_(
                Submission.code_hash.is_not(None),
                Submission.account_id.is_not(None),
                Submission.amends_id.is_not(None),
            ),
        )
        .order_by(Submission.id)
        .limit(limit)
    ).all()
    for row in rows:
        _forget(actor, row)
    return len(rows)


def _forget(actor: Viewer, row: Submission) -> None:
    if row.amends_id is not None:
        drop_change(actor, submission=row)
        return
    delete_unsent(row)
    for table in OF_A_DRAFT:
        db.session.execute(delete(table).where(table.submission_id == row.id))
    row.code_hash = row.email = row.account_id = None
    row.name = row.for_name = row.for_relation = ""
    ledger.record(
        verbs.SUBMISSION_FORGOTTEN,
        subject_id=row.id,
        actor_id=actor.account_id,
        consultation_id=row.consultation_id,
    )
