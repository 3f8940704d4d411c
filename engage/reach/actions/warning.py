"""Warning the officers, half and three quarters through a consultation, of who is silent."""

from datetime import datetime

from flask import url_for

from engage.consultations.models import Consultation
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.messages import link
from engage.reach import mails, verbs
from engage.reach.models import SilenceWarning
from engage.reach.queries.silent import silent
from engage.reach.queries.subjects import of_consultation
from engage.reach.queries.watching import officers_of, open_consultations, was_told

PARTS = {"three-quarters": 0.75, "half": 0.5}
NAMED = 10


def warn_of_silence() -> None:
    """For each open consultation, tell its officers once at each part of its time; the later part says it all."""
    now = clock.now()
    for consultation in open_consultations(now):
        part = _part(consultation, now)
        if part is not None and not was_told(consultation.id, part):
            _tell(consultation, part, now)


def _part(consultation: Consultation, now: datetime) -> str | None:
    opens, closes = consultation.opens_at, consultation.closes_at
    if opens is None or closes is None or closes <= opens:
        return None
    gone = (now - opens) / (closes - opens)
    return next((part for part, share in PARTS.items() if gone >= share), None)


def _tell(consultation: Consultation, part: str, now: datetime) -> None:
    db.session.add(SilenceWarning(consultation_id=consultation.id, part=part, at=now))
    ledger.record(verbs.SILENCE_TOLD, subject_id=consultation.id, actor_id=None, part=part)
    important = [one for one in silent(of_consultation(consultation), limit=NAMED) if one.is_important]
    url = link(url_for("reach_staff.consultation", consultation_id=consultation.id))
    for account in officers_of(consultation):
        message = mails.silence_warning(account.email or "", consultation, part, important, url)
        outbox.put(message, key=f"silence:{consultation.id}:{part}:{account.id}")
