"""The launch of a consultation, and what may be done with it afterwards."""

from datetime import datetime

from engage.consultations import verbs
from engage.consultations.actions.building import lock_draft
from engage.consultations.actions.details import check_order
from engage.consultations.models import Consultation, ConsultationState
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer


def launch(actor: Viewer, *, consultation: Consultation, at: datetime | None = None) -> None:
    """Make it public at once and open it for answers, now or from a moment in the future on."""
    lock_draft(consultation)
    now = clock.now()
    if at is not None and at < now:
        raise Refused("The time has gone by. Choose one in the future, or launch it now.", "at")
    consultation.opens_at = at or now
    if consultation.closes_at is None:
        raise Refused("Say when it closes before you launch it.")
    check_order(consultation.opens_at, consultation.closes_at, consultation.results_due)
    consultation.state, consultation.launched_at = ConsultationState.LAUNCHED, now
    db.session.flush()
    ledger.record(
        verbs.CONSULTATION_LAUNCHED,
        subject_id=consultation.id,
        actor_id=actor.account_id,
        definition=consultation.definition,
        notice=consultation.notice,
        record_id=None,
        tells="",
    )
    cache.bump(cache.SITE, consultation.scope)
