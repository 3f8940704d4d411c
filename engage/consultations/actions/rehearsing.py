"""The rehearsal: what trial responses showed is kept, and checks are waived."""

from engage.consultations import verbs
from engage.consultations.actions.building import lock_draft
from engage.consultations.definition.summary import Summary
from engage.consultations.models import Consultation, ConsultationWaiver, Rehearsal
from engage.consultations.rehearsal import TrialFailed, checks, tried
from engage.core import clock, ledger, text
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer


def rehearse(actor: Viewer, *, consultation: Consultation) -> Rehearsal:
    """Send trial responses on several routes, export them, roll all of it back, and keep what that showed."""
    lock_draft(consultation)
    number = consultation.definition
    trial = db.session.begin_nested()
    summary = Summary()
    try:
        says, summary = tried(consultation)
        passed = True
    except (TrialFailed, Refused) as failed:
        passed, says = False, str(failed)
    finally:
        trial.rollback()
    db.session.expire_all()
    row = db.session.get(Rehearsal, consultation.id)
    if row is None:
        row = Rehearsal(consultation_id=consultation.id)
        db.session.add(row)
    row.definition, row.passed, row.says, row.report = number, passed, says, summary.model_dump_json()
    row.at, row.account_id = clock.now(), actor.account_id
    db.session.flush()
    ledger.record(
        verbs.CONSULTATION_REHEARSED,
        subject_id=consultation.id,
        actor_id=actor.account_id,
        definition=number,
        passed=passed,
    )
    return row


def waive_check(actor: Viewer, *, consultation: Consultation, check: str, reason: str) -> None:
    """Let a check that does not pass stand, with the reason, which the record of the launch shows."""
    lock_draft(consultation)
    if check not in {one.key for one in checks(consultation) if one.may_waive}:
        raise Refused("This check must pass; it cannot be waived.", "reason")
    reason = text.clean_text(reason)
    if text.is_blank(reason):
        raise Refused("Say why this check need not pass.", "reason")
    if len(reason) > 2000:
        raise Refused("The reason must be 2,000 characters or fewer.", "reason")
    row = db.session.get(ConsultationWaiver, (consultation.id, check))
    if row is not None and row.reason == reason:
        return
    if row is None:
        row = ConsultationWaiver(consultation_id=consultation.id, check=check)
        db.session.add(row)
    row.reason, row.at, row.account_id = reason, clock.now(), actor.account_id
    db.session.flush()
    ledger.record(verbs.CHECK_WAIVED, subject_id=consultation.id, actor_id=actor.account_id, check=check)


def lift_waiver(actor: Viewer, *, consultation: Consultation, check: str) -> None:
    """Ask for the check to pass after all."""
    lock_draft(consultation)
    row = db.session.get(ConsultationWaiver, (consultation.id, check))
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        ledger.record(verbs.WAIVER_LIFTED, subject_id=consultation.id, actor_id=actor.account_id, check=check)
