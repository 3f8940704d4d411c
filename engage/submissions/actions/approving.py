"""Approving an exact revision of a formal response, and sending it with that authority."""

from sqlalchemy import delete, update

from engage.consultations.definition import fingerprint_of, visible_questions
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, is_blank
from engage.submissions import verbs
from engage.submissions.actions.sending import INCOMPLETE, NOTHING, faults_of, send
from engage.submissions.models import Approval, Consent, CoSignatory, DraftInvitation, Submission, SubmissionVersion
from engage.submissions.queries import approvals, signatures, submissions
from engage.submissions.queries.drafts import Shared

CHANGED = "The draft was changed after you opened this page. Read it again before you decide."
CHOOSE = "Two different texts were saved for the same question. Choose one of them first."
NOT_OPEN = "There is nothing to approve: the response was sent."


def approve(
    actor: Viewer, *, shared: Shared, revision: int, role_title: str, consent: Consent | None = None
) -> Approval:
    """Approve the draft exactly as it stands at a revision, by name and office; any later change voids it."""
    draft = shared.draft
    if draft is None:
        raise Refused(NOT_OPEN)
    db.session.refresh(draft, with_for_update=True)
    if not shared.may_approve:
        raise Refused("Only those whom the lead has named can approve the response.")
    if is_blank(role_title):
        raise Refused("Say in which office you approve it, for example Chair.", "role")
    if revision != draft.revision:
        raise Refused(CHANGED)
    fingerprint = _complete(shared, draft)
    if consent is not None:
        draft.consent = consent
    row = Approval(
        submission_id=shared.submission.id,
        revision=draft.revision,
        fingerprint=fingerprint,
        account_id=actor.account_id,
        role_title=clean_line(role_title)[:120],
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    ledger.record(
        verbs.DRAFT_APPROVED,
        subject_id=shared.submission.id,
        actor_id=actor.account_id,
        approval_id=row.id,
        revision=row.revision,
        fingerprint=row.fingerprint,
    )
    return row


def _complete(shared: Shared, draft: Submission) -> str:
    """The fingerprint that the draft will have when it is sent as it stands; refuses one that could not be sent."""
    kept = submissions.kept_of(draft.id)
    definition = submissions.questions_of(draft)
    if faults_of(definition, kept):
        raise Refused(INCOMPLETE)
    if submissions.set_aside(draft):
        raise Refused(CHOOSE)
    values = submissions.values_of(kept)
    shown = {each.key: values[each.key] for each in visible_questions(definition, values) if each.key in values}
    if not shown:
        raise Refused(NOTHING)
    return fingerprint_of(shared.submission.reference, definition, shown)


def take_back_approval(actor: Viewer, *, shared: Shared) -> None:
    """Take one's approval back before the response is sent; done twice it changes nothing."""
    found = approvals.approval_of(shared.submission.id, shared.draft)
    if found is None:
        return
    if found.account_id != actor.account_id and not shared.leads:
        raise Refused("Only who approved it, or who leads the draft, can take the approval back.")
    found.voided_at = clock.now()
    ledger.record(
        verbs.DRAFT_APPROVAL_VOIDED,
        subject_id=shared.submission.id,
        actor_id=actor.account_id,
        approval_id=found.id,
    )


def send_shared(actor: Viewer, *, shared: Shared, revision: int) -> SubmissionVersion:
    """Send a formal response that was approved exactly as it stands; twice gives the same version."""
    if not shared.may_approve:
        raise Refused("Only who leads the draft, or whoever approves it, can send the response.")
    draft = shared.draft
    if draft is None:
        found = submissions.latest_version(shared.submission)
        if found is None:
            raise Refused(NOT_OPEN)
        return found
    approval = approvals.approval_of(shared.submission.id, draft)
    signed = [each.signatory for each in signatures.co_signatories(shared.submission.id, draft) if each.signed_now]
    version = send(actor, submission=draft, revision=revision)
    if approval is not None and approval.fingerprint != version.fingerprint:
        raise Refused(CHANGED)
    _sign_version(shared, [each.id for each in signed], version.number)
    # An address is kept to invite a colleague to a draft; there is none any more.
    db.session.execute(delete(DraftInvitation).where(DraftInvitation.submission_id == shared.submission.id))
    return version


def _sign_version(shared: Shared, signed: list[int], number: int) -> None:
    """Let the public be told with this version who signed it, and no longer of those who did not."""
    of_this = CoSignatory.submission_id == shared.submission.id
    for condition, values in (
        (CoSignatory.id.in_(signed) & CoSignatory.sent_version.is_(None), {"sent_version": number}),
        (CoSignatory.id.not_in(signed), {"sent_version": None}),
    ):
        db.session.execute(
            update(CoSignatory).where(of_this, condition).values(values).execution_options(synchronize_session="fetch")
        )
