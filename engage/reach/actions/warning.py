"""Warning the officers, half and three quarters through a consultation, of who is silent."""

from datetime import datetime

from flask import current_app, url_for

from engage.consultations.models import Consultation
from engage.core import clock, ledger, outbox
from engage.core.database import db, reading, unit_of_work
from engage.core.messages import link
from engage.directory.models import StakeholderKind
from engage.reach import mails, verbs
from engage.reach.actions import counting
from engage.reach.mails import Silence
from engage.reach.models import SilenceWarning, SubjectKind
from engage.reach.queries.figures import counted
from engage.reach.queries.silent import Wanted, silent
from engage.reach.queries.subjects import of_consultation
from engage.reach.queries.watching import officers_of, open_consultations, silent_people, told_of_silence
from engage.reach.suppression import shown_sizes

PARTS = {"three-quarters": 0.75, "half": 0.5}
# Where the time was moved by so little that a part comes this share of it later than it was told, it is not told again.
LITTLE = 0.1
NAMED = 10


def warn_of_silence() -> None:
    """For each open consultation, tell its officers once at each part of its time; the later part says it all.

    Where the closing time was moved since, the parts are those of the new time.
    """
    now = clock.now()
    with reading():
        db.session.expire_all()
        due = [one.id for one in open_consultations(now) if _part_to_tell(one, now) is not None]
        position = ledger.last_position()
    for consultation_id in due:
        counting.count(SubjectKind.CONSULTATION, consultation_id, position)
        with reading():
            db.session.expire_all()
            silence = _silence(db.session.get_one(Consultation, consultation_id))
        with unit_of_work():
            consultation = db.session.get_one(Consultation, consultation_id, populate_existing=True)
            part = _part_to_tell(consultation, now)
            if part is not None:
                _tell(consultation, part, silence, now)


def _part_to_tell(consultation: Consultation, now: datetime) -> str | None:
    """The part of the time that is gone and was not told at its time."""
    part = next((part for part, share in PARTS.items() if _gone(consultation, now) >= share), None)
    if part is None:
        return None
    # Whoever was told of a later part knows what an earlier one would say.
    told = [told_of_silence(consultation.id, each) for each, share in PARTS.items() if share >= PARTS[part]]
    shares = [_gone(consultation, at) for at in told if at is not None]
    return part if not shares or max(shares) < PARTS[part] - LITTLE else None


def _gone(consultation: Consultation, moment: datetime) -> float:
    """How much of the time of a consultation was gone at a moment, as a part of 1."""
    opens, closes = consultation.opens_at, consultation.closes_at
    if opens is None or closes is None or closes <= opens:
        return 0
    return (moment - opens) / (closes - opens)


def _tell(consultation: Consultation, part: str, silence: Silence, now: datetime) -> None:
    assert consultation.closes_at is not None  # noqa: S101 - a part of its time is gone
    db.session.merge(SilenceWarning(consultation_id=consultation.id, part=part, at=now))
    ledger.record(verbs.SILENCE_TOLD, subject_id=consultation.id, actor_id=None, part=part)
    url = link(url_for("reach_staff.consultation", consultation_id=consultation.id))
    for account in officers_of(consultation):
        message = mails.silence_warning(account.email or "", consultation, part, silence, url)
        outbox.put(message, key=f"silence:{consultation.id}:{part}:{consultation.closes_at:%Y%m%d%H%M}:{account.id}")


def _silence(consultation: Consultation) -> Silence:
    """No people by name: their names do not travel by mail, and not every officer may see them."""
    subject = of_consultation(consultation)
    figures = counted(subject).figures
    names = [one.name for one in silent(subject, Wanted(figures), limit=NAMED) if one.is_important]
    number, everybody = silent_people(subject), figures.size(StakeholderKind.CONTACT)
    threshold = int(current_app.config["ENGAGE"].suppression_threshold)
    return Silence(names, bool(number), shown_sizes([number], whole=everybody, threshold=threshold)[0])
