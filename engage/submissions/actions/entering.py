"""Answers that came on paper, by telephone, at an event or by letter, typed in by staff as they came."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.submissions.actions.drafting import begin
from engage.submissions.actions.saving import save_answers
from engage.submissions.actions.sending import send
from engage.submissions.models import Channel, Consent, Submission


def enter(
    actor: Viewer,
    *,
    consultation: Consultation,
    key: str,
    channel: Channel,
    answers: Mapping[str, Any],
    consent: Consent = Consent.NONE,
    scan: StoredFile | None = None,
    **person: Any,
) -> Submission:
    """Enter one submission and send it; the same `key` again gives the one that was entered before.

    What was left empty on paper stays empty, required or not. `person` are the submission's name, email, respondent,
    for_name and for_relation.
    """
    if channel is Channel.WEB:
        raise Refused("Say how the answers came.", "channel")
    origin_key = f"entry:{consultation.id}:{key}"
    there = db.session.scalars(select(Submission).where(Submission.origin_key == origin_key)).first()
    if there is not None:
        return there
    submission, _code = begin(
        actor,
        consultation=consultation,
        channel=channel,
        transcriber_id=actor.account_id,
        scan_id=scan.id if scan is not None else None,
        origin_key=origin_key,
        **person,
    )
    save_answers(actor, submission=submission, base_revision=0, answers=answers)
    send(actor, submission=submission, consent=consent)
    return submission
