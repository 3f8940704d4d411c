"""Warning the officers, half and three quarters through a consultation, of who is silent."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from engage.consultations.models import Consultation
from engage.core import clock, ledger, outbox
from engage.core.database import db, reading, unit_of_work
from engage.core.messages import link
from engage.reach import mails, verbs
from engage.reach.actions import counting
from engage.reach.models import SilenceWarning, SubjectKind
from engage.reach.queries.figures import counted
from engage.reach.queries.silent import Silent, Wanted, silent
from engage.reach.queries.subjects import of_consultation
from engage.reach.queries.watching import officers_of, open_consultations, told_of_silence

PARTS = {"three-quarters": 0.75, "half": 0.5}
NAMED = 10


def warn_of_silence() -> None:
    """For each open consultation, tell its officers once at each part of its time; the later part says it all.

    Where the time was extended since, the parts are those of the new time.
    """
    now = clock.now()
    with reading():
        db.session.expire_all()
        due = {one.id: part for one in open_consultations(now) if (part := _part_to_tell(one, now)) is not None}
        position = ledger.last_position()
    for consultation_id in due:
        counting.count(SubjectKind.CONSULTATION, consultation_id, position)
        with unit_of_work():
            consultation = db.session.get_one(Consultation, consultation_id, populate_existing=True)
            part = _part_to_tell(consultation, now)
            if part is not None:
                _tell(consultation, part, now)


def _part_to_tell(consultation: Consultation, now: datetime) -> str | None:
    """The part of the time that is gone and was not told at its time."""
    part = next((part for part, share in PARTS.items() if _gone(consultation, now) >= share), None)
    told_at = told_of_silence(consultation.id, part) if part is not None else None
    if part is None or (told_at is not None and _gone(consultation, told_at) >= PARTS[part]):
        return None
    return part


def _gone(consultation: Consultation, moment: datetime) -> float:
    """How much of the time of a consultation was gone at a moment, as a part of 1."""
    opens, closes = consultation.opens_at, consultation.closes_at
    if opens is None or closes is None or closes <= opens:
        return 0
    return (moment - opens) / (closes - opens)


def _tell(consultation: Consultation, part: str, now: datetime) -> None:
    assert consultation.closes_at is not None  # noqa: S101 - a part of its time is gone
    db.session.merge(SilenceWarning(consultation_id=consultation.id, part=part, at=now))
    ledger.record(verbs.SILENCE_TOLD, subject_id=consultation.id, actor_id=None, part=part)
    important = [one for one in _silent_organisations(consultation) if one.is_important]
    url = link(url_for("reach_staff.consultation", consultation_id=consultation.id))
    for account in officers_of(consultation):
        message = mails.silence_warning(account.email or "", consultation, part, important, url)
        outbox.put(message, key=f"silence:{consultation.id}:{part}:{consultation.closes_at:%Y%m%d%H%M}:{account.id}")


def _silent_organisations(consultation: Consultation) -> Sequence[Silent]:
    """No people: their names do not travel by mail, and not every officer may see them."""
    subject = of_consultation(consultation)
    return silent(subject, Wanted(counted(subject)[0]), limit=NAMED)
