"""A draft is begun, with a code that opens it."""

from typing import Any

from engage.consultations.models import Consultation
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory.models import Organisation
from engage.submissions import codes, queries, verbs
from engage.submissions.actions.saving import OPEN_STATES, locked
from engage.submissions.models import Channel, Respondent, Submission

NOT_OPEN = "This consultation takes no answers at the moment."


def begin(
    actor: Viewer,
    *,
    consultation: Consultation,
    channel: Channel = Channel.WEB,
    respondent: Respondent = Respondent.SELF,
    organisation: Organisation | None = None,
    code: str | None = None,
    **columns: Any,
) -> tuple[Submission, str]:
    """Begin a draft and give the secret code that opens it, which is kept nowhere.

    `columns` are those of the submission: name, email, for_name, for_relation, area_id, transcriber_id, scan_id,
    origin_key. On the web a draft can be begun only while the consultation is open. A `code` that may be given is
    one that no draft has yet.
    """
    now, code = clock.now(), code or codes.new_code()
    if channel is Channel.WEB and not consultation.is_open(now):
        raise Refused(NOT_OPEN)
    row = Submission(
        consultation_id=consultation.id,
        definition=consultation.definition,
        notice=consultation.notice,
        reference=codes.new_reference(),
        code_hash=codes.hash_of(code),
        channel=channel,
        respondent=Respondent.ORGANISATION if organisation is not None else respondent,
        organisation_id=organisation.id if organisation is not None else None,
        account_id=actor.account_id if channel is Channel.WEB else None,
        created_at=now,
        saved_at=now,
        **columns,
    )
    db.session.add(row)
    db.session.flush()
    facts = {"consultation_id": consultation.id, "channel": channel.value}
    ledger.record(verbs.SUBMISSION_BEGUN, subject_id=row.id, actor_id=actor.account_id, **facts)
    return row, code


def begin_once(
    actor: Viewer, *, consultation: Consultation, code: str, respondent: Respondent, **person: Any
) -> Submission:
    """Begin a person's draft under the code of the form that was sent; the same form sent again gives the same draft.

    While nothing is answered, what the form says of the person counts anew: somebody went back to correct it.
    """
    there = queries.submission_by_code(code)
    if there is None:
        return begin(actor, consultation=consultation, respondent=respondent, code=code, **person)[0]
    if there.state in OPEN_STATES and not there.revision:
        set_person(actor, submission=there, respondent=respondent, **person)
    return there


def set_person(
    actor: Viewer,  # noqa: ARG001 - every action names its actor
    *,
    submission: Submission,
    respondent: Respondent,
    name: str = "",
    email: str | None = None,
    for_name: str = "",
    for_relation: str = "",
) -> None:
    """Say anew for whom a draft speaks, and where its link and receipt go."""
    locked(submission)
    is_for_other = respondent is Respondent.SOMEBODY
    submission.respondent, submission.name, submission.email = respondent, name, email
    submission.for_name, submission.for_relation = (for_name, for_relation) if is_for_other else ("", "")
    submission.saved_at = clock.now()
