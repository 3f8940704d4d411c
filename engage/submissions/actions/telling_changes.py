"""Who has answered, or is answering, and gave an address is told what was changed, called off or found out."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from engage.consultations import queries as consultations
from engage.consultations import verbs as consultation_verbs
from engage.consultations.models import Consultation, ConsultationChange, ConsultationState
from engage.consultations.standing import change_words
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.ledger import Sealed
from engage.submissions import mails_changes
from engage.submissions.models import Submission, SubmissionState
from engage.submissions.queries.drafts import addresses_of

READER = "consultations.changes"
VERBS = (
    consultation_verbs.CONSULTATION_EXTENDED,
    consultation_verbs.CONSULTATION_CORRECTED,
    consultation_verbs.CONSULTATION_WITHDRAWN,
    consultation_verbs.RESULTS_PUBLISHED,
)
BATCH, TOO_OLD = 500, timedelta(days=7)


def tell_next_change() -> bool:
    """Put the messages about the next sealed change into the outbox; whether there was one.

    What is older than a week is told to nobody, so that a restored backup does not write about the past.
    """
    entries = ledger.read(READER, verbs=VERBS, limit=1)
    for sealed in entries:
        if sealed.entry.at > clock.now() - TOO_OLD:
            _tell(sealed)
        ledger.advance(READER, sealed.position)
    return bool(entries)


def _tell(sealed: Sealed) -> None:
    consultation = consultations.consultation(sealed.entry.subject_id)
    if consultation is None:
        return
    what, reason = _said(consultation, sealed)
    last = 0
    while people := _people(consultation.id, last):
        key = f"consultation-change:{sealed.entry.id}:"
        outbox.put_all(
            {
                f"{key}{one.id}{place}": mails_changes.changed(one, to, consultation, what, reason)
                for one in people
                for place, to in _addresses(one)
            }
        )
        last = people[-1].id


def _said(consultation: Consultation, sealed: Sealed) -> tuple[str, str]:
    """What happened in a sentence, and why."""
    change_id = sealed.entry.values.get("change_id")
    change = db.session.get(ConsultationChange, change_id) if change_id else None
    if change is not None:
        return change_words(change), change.reason
    if consultation.state is ConsultationState.WITHDRAWN:
        return "The consultation was called off", consultation.withdrawn_reason
    return "The results are published", ""


def _addresses(submission: Submission) -> list[tuple[str, str]]:
    """Where a respondent is told, each with what its message's key ends with: those who lead a formal response."""
    if submission.organisation_id is None:
        return [("", submission.email or "")]
    return [(f":{to}", to) for to in addresses_of(submission)]


def _people(consultation_id: int, after: int) -> Sequence[Submission]:
    """Those who can be told and whose response stands or is being written, by id; changes of it are not another."""
    states = (SubmissionState.SENT, SubmissionState.DRAFT, SubmissionState.TOO_LATE)
    return db.session.scalars(
        select(Submission)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.amends_id.is_(None),
            or_(Submission.email != "", Submission.organisation_id.is_not(None)),
            Submission.state.in_(states),
            Submission.id > after,
        )
        .order_by(Submission.id)
        .limit(BATCH)
    ).all()
