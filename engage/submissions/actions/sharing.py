"""A draft that colleagues share: begun by somebody who speaks for the organisation, joined by invitation, handed on."""

from engage.accounts import addresses
from engage.accounts import queries as accounts
from engage.consultations.models import Consultation
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.directory.models import Organisation
from engage.representations import endings
from engage.representations import queries as representations
from engage.submissions import mails_drafts, verbs
from engage.submissions.actions.drafting import begin
from engage.submissions.invitations import invitation_token
from engage.submissions.models import (
    Consent,
    DraftInvitation,
    DraftMember,
    DraftNote,
    DraftPart,
    Submission,
    SubmissionState,
)
from engage.submissions.queries import drafts

MOST_MEMBERS = 60
LONGEST_NOTE = 4_000
NOT_REPRESENTED = "You are not confirmed to speak for this organisation yet."
ONLY_LEAD = "Only somebody who leads the draft can do this."
LAST_LEAD = (
    "You are the only one who leads the draft. Hand it on to somebody else who speaks for the organisation first."
)


def begin_shared(actor: Viewer, *, consultation: Consultation, organisation: Organisation) -> Submission:
    """Begin the formal response of an organisation, or join the one that was begun; who begins it leads it."""
    if not representations.speaks_for(actor.account_id, organisation.id):
        raise Refused(NOT_REPRESENTED, "organisation")
    # Two who begin at the same moment take turns here, so that both find the one draft.
    db.session.refresh(organisation, with_for_update=True)
    there = drafts.formal_response(consultation.id, organisation.id)
    if there is not None:
        if drafts.membership(there.id, actor.account_id) is None:
            _join(actor, there, actor.account_id or 0, DraftPart.WRITER)
        return there
    made, _code = begin(actor, consultation=consultation, organisation=organisation, name=actor.name, email=actor.email)
    # A secret code would be a shared password: the members' own sign-ins open this draft.
    made.code_hash = None
    made.consent = Consent.NAMED if consultation.organisations_public else Consent.NONE
    _join(actor, made, actor.account_id or 0, DraftPart.LEAD)
    return made


def invite_member(actor: Viewer, *, submission: Submission, email: str, part: DraftPart) -> DraftInvitation | None:
    """Invite a colleague by address; one who works on the draft already gets the part at once, without a mail."""
    _require_lead(actor, submission)
    address = addresses.normal(email)
    for member, account in drafts.members_of(submission.id):
        if account.email == address:
            set_part(actor, submission=submission, account_id=member.account_id, part=part)
            return None
    if len(drafts.members_of(submission.id)) + len(drafts.invitations_of(submission.id)) >= MOST_MEMBERS:
        raise Refused(f"A draft can have at most {MOST_MEMBERS} members.", "email")
    row = drafts.invitation_to(submission.id, address)
    if row is None:
        row = DraftInvitation(submission_id=submission.id, email=address)
        db.session.add(row)
    row.part, row.invited_by, row.at, row.settled_at = part, actor.account_id or 0, clock.now(), None
    db.session.flush()
    shared = drafts.shared(submission.id, None)
    message = mails_drafts.invitation(row, shared, actor.name, invitation_token(row))
    outbox.put(message, key=f"draft-invitation:{row.id}:{int(row.at.timestamp())}")
    ledger.record(
        verbs.DRAFT_INVITED,
        subject_id=submission.id,
        actor_id=actor.account_id,
        invitation_id=row.id,
        part=part.value,
    )
    return row


def take_back_invitation(actor: Viewer, *, submission: Submission, invitation: DraftInvitation) -> None:
    """Let the link of an invitation work no more."""
    _require_lead(actor, submission)
    if invitation.submission_id == submission.id:
        db.session.delete(invitation)
        db.session.flush()


def accept_invitation(actor: Viewer, *, invitation: DraftInvitation) -> Submission:
    """Join a shared draft with one's own sign-in, whose confirmed address is the one invited."""
    account = accounts.account(actor.account_id or 0)
    if account is None or account.confirmed_at is None or account.email != invitation.email:
        raise Refused("This invitation is for another address than the one that you are signed in with.")
    submission = db.session.get_one(Submission, invitation.submission_id)
    if drafts.membership(submission.id, account.id) is None:
        _join(actor, submission, account.id, invitation.part)
    invitation.settled_at = clock.now()
    return submission


def set_part(actor: Viewer, *, submission: Submission, account_id: int, part: DraftPart) -> None:
    """Say what a member may do. Only who speaks for the organisation can lead."""
    _require_lead(actor, submission)
    member = drafts.membership(submission.id, account_id)
    if member is None or member.part is part:
        return
    if part is DraftPart.LEAD and not representations.speaks_for(account_id, submission.organisation_id):
        raise Refused("Only somebody who is confirmed to speak for the organisation can lead the draft.", "part")
    if member.part is DraftPart.LEAD:
        _require_other_lead(submission, account_id)
    member.part = part
    _joined(actor, submission, account_id, part)


def leave(actor: Viewer, *, submission: Submission, account_id: int) -> None:
    """Leave a draft, or let a member go; what somebody wrote stays, with the name."""
    member = drafts.membership(submission.id, account_id)
    if member is None:
        return
    if account_id != actor.account_id:
        _require_lead(actor, submission)
    if member.part is DraftPart.LEAD:
        _require_other_lead(submission, account_id)
    member.left_at = clock.now()
    ledger.record(verbs.DRAFT_LEFT, subject_id=submission.id, actor_id=actor.account_id, account_id=account_id)


def take_lead(actor: Viewer, *, submission: Submission) -> None:
    """Lead a draft whose lead is gone, as somebody who speaks for the organisation."""
    if not representations.speaks_for(actor.account_id, submission.organisation_id):
        raise Refused(NOT_REPRESENTED)
    if _leads(submission):
        raise Refused("Somebody leads this draft. Ask them to hand it on.")
    _make_lead(actor, submission, actor.account_id or 0, by_staff=False)


def hand_on(actor: Viewer, *, submission: Submission, account_id: int) -> None:
    """Staff give a draft to another person who is confirmed to speak for the organisation; they read nothing of it."""
    if not representations.speaks_for(account_id, submission.organisation_id):
        raise Refused("Choose somebody who is confirmed to speak for the organisation.", "account")
    if account_id == actor.account_id:
        raise Refused("You cannot hand a draft to yourself.", "account")
    _make_lead(actor, submission, account_id, by_staff=True)


@endings.follow
def leave_all(actor: Viewer, account_id: int, organisation_id: int | None) -> None:
    """Somebody who no longer speaks for an organisation leaves its drafts, the last lead too: others take them on."""
    for submission, _, organisation in drafts.own_drafts(account_id):
        member = drafts.membership(submission.id, account_id)
        if member is not None and (organisation_id is None or organisation.id == organisation_id):
            member.left_at = clock.now()
            ledger.record(verbs.DRAFT_LEFT, subject_id=submission.id, actor_id=actor.account_id, account_id=account_id)


def add_note(actor: Viewer, *, submission: Submission, question: str | None, body: str) -> DraftNote:
    """Say something to the others who share the draft, about one answer or about all."""
    body = clean_text(body)
    if is_blank(body):
        raise Refused("Write the note.", "body")
    if len(body) > LONGEST_NOTE:
        raise Refused(f"A note must be {LONGEST_NOTE:,} characters or fewer.", "body")
    row = DraftNote(
        submission_id=submission.id,
        question=question,
        account_id=actor.account_id,
        body=body,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def settle_note(actor: Viewer, *, note: DraftNote) -> None:  # noqa: ARG001 - every action names its actor
    """Take a note off the page: what it asked for is done."""
    note.settled_at = note.settled_at or clock.now()


def _join(actor: Viewer, submission: Submission, account_id: int, part: DraftPart) -> None:
    row = db.session.get(DraftMember, (submission.id, account_id))
    if row is None:
        row = DraftMember(submission_id=submission.id, account_id=account_id)
        db.session.add(row)
    row.part, row.joined_at, row.left_at = part, clock.now(), None
    db.session.flush()
    _joined(actor, submission, account_id, part)


def _joined(actor: Viewer, submission: Submission, account_id: int, part: DraftPart) -> None:
    ledger.record(
        verbs.DRAFT_JOINED,
        subject_id=submission.id,
        actor_id=actor.account_id,
        account_id=account_id,
        part=part.value,
    )


def _make_lead(actor: Viewer, submission: Submission, account_id: int, *, by_staff: bool) -> None:
    _join(actor, submission, account_id, DraftPart.LEAD)
    ledger.record(
        verbs.DRAFT_HANDED_ON,
        subject_id=submission.id,
        actor_id=actor.account_id,
        account_id=account_id,
        by_staff=by_staff,
    )


def _require_lead(actor: Viewer, submission: Submission) -> None:
    member = drafts.membership(submission.id, actor.account_id)
    if member is None or member.part is not DraftPart.LEAD:
        raise Refused(ONLY_LEAD)


def _leads(submission: Submission) -> list[int]:
    return [
        member.account_id
        for member, account in drafts.members_of(submission.id)
        if member.part is DraftPart.LEAD and account.closed_at is None
    ]


def _require_other_lead(submission: Submission, account_id: int) -> None:
    others = set(_leads(submission)) - {account_id}
    if not others and submission.state is not SubmissionState.WITHDRAWN:
        raise Refused(LAST_LEAD)
