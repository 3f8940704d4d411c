"""Reads of shared drafts: the gate, who works on them, what they say to each other, and who may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, func, select

from engage.accounts.models import Account
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import queries as directory
from engage.directory.models import Organisation
from engage.submissions.models import (
    Answer,
    DraftInvitation,
    DraftMember,
    DraftNote,
    DraftPart,
    Submission,
    SubmissionState,
)
from engage.submissions.queries.submissions import change_of

UNSENT = (SubmissionState.DRAFT, SubmissionState.TOO_LATE)
STANDING = (*UNSENT, SubmissionState.SENT)


@dataclass(frozen=True)
class Shared:
    """The formal response of an organisation as one of those who work on it sees it.

    `submission` keeps its members, notes and signatures; `draft` is what can be written on: itself until it is sent,
    then the draft of changes, if one was begun.
    """

    submission: Submission
    consultation: Consultation
    organisation: Organisation
    draft: Submission | None
    part: DraftPart | None

    @property
    def leads(self) -> bool:
        """Whether the viewer leads it."""
        return self.part is DraftPart.LEAD

    @property
    def may_approve(self) -> bool:
        """Whether the viewer may be the one who approves it."""
        return self.part in (DraftPart.LEAD, DraftPart.APPROVER)

    @property
    def shown(self) -> Submission:
        """What there is to read: the draft, or what was sent."""
        return self.draft or self.submission


def access_shared(viewer: Viewer, submission_id: int) -> Shared:
    """A formal response for a member of its draft; 404 for everybody else, staff too."""
    member = membership(submission_id, viewer.account_id)
    if member is None:
        abort(404)
    return shared(submission_id, member.part)


def shared(submission_id: int, part: DraftPart | None) -> Shared:
    """A formal response with what it belongs to; 404 where there is none."""
    row = db.session.execute(
        select(Submission, Consultation, Organisation)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .where(Submission.id == submission_id, Submission.amends_id.is_(None))
    ).first()
    if row is None:
        abort(404)
    submission = row[0]
    draft = submission if submission.state in UNSENT else change_of(submission)
    return Shared(submission, row[1], row[2], draft, part)


def shared_in(consultation_id: int, submission_id: int) -> Shared:
    """A draft of a consultation, for staff who hand it on; 404 where there is none."""
    found = shared(submission_id, None)
    if found.consultation.id != consultation_id or found.submission.state not in UNSENT:
        abort(404)
    return found


def membership(submission_id: int, account_id: int | None) -> DraftMember | None:
    """What somebody is to a shared draft now."""
    if account_id is None:
        return None
    found = db.session.get(DraftMember, (submission_id, account_id))
    return found if found is not None and found.left_at is None else None


def formal_response(consultation_id: int, organisation_id: int) -> Submission | None:
    """The one formal response of an organisation to a consultation: drafted, sent, or kept because it came too late."""
    return db.session.scalars(
        select(Submission)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.organisation_id.in_(directory.ids_of(organisation_id)),
            Submission.amends_id.is_(None),
            Submission.state.in_(STANDING),
        )
        .order_by(Submission.id)
    ).first()


def own_drafts(account_id: int) -> list[tuple[Submission, Consultation, Organisation]]:
    """The formal responses on which somebody works, the newest first."""
    rows = db.session.execute(
        select(Submission, Consultation, Organisation)
        .join(DraftMember, DraftMember.submission_id == Submission.id)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .where(DraftMember.account_id == account_id, DraftMember.left_at.is_(None))
        .order_by(Submission.id.desc())
        .limit(100)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def members_of(submission_id: int) -> Sequence[tuple[DraftMember, Account]]:
    """Who works on a draft now, in the order in which they joined."""
    rows = db.session.execute(
        select(DraftMember, Account)
        .join(Account, Account.id == DraftMember.account_id)
        .where(DraftMember.submission_id == submission_id, DraftMember.left_at.is_(None))
        .order_by(DraftMember.joined_at, Account.id)
    )
    return [(member, account) for member, account in rows]


def addresses_of(submission: Submission) -> list[str]:
    """Where a respondent is written to: those who lead the draft of an organisation, or the address given."""
    leads = [
        account.email
        for member, account in members_of(submission.id)
        if member.part is DraftPart.LEAD and account.email and account.closed_at is None
    ]
    return leads or ([submission.email] if submission.email else [])


def invitations_of(submission_id: int) -> Sequence[DraftInvitation]:
    """The invitations that nobody has taken yet."""
    return db.session.scalars(
        select(DraftInvitation)
        .where(DraftInvitation.submission_id == submission_id, DraftInvitation.settled_at.is_(None))
        .order_by(DraftInvitation.id)
    ).all()


def invitation(invitation_id: int) -> DraftInvitation | None:
    """An invitation, taken or not."""
    return db.session.get(DraftInvitation, invitation_id)


def invitation_to(submission_id: int, email: str) -> DraftInvitation | None:
    """The invitation of an address to a draft, taken or not."""
    return db.session.scalars(
        select(DraftInvitation).where(DraftInvitation.submission_id == submission_id, DraftInvitation.email == email)
    ).first()


def writers_of(submission_id: int) -> dict[str, str]:
    """Who wrote what is kept for each question, by name."""
    rows = db.session.execute(
        select(Answer.question, Account.name)
        .join(Account, Account.id == Answer.account_id)
        .where(Answer.submission_id == submission_id)
    )
    found: dict[str, str] = dict(rows.all())
    return found


def notes_of(submission_id: int) -> list[tuple[DraftNote, str]]:
    """What those who share a draft said to each other and is not settled, with who said it, the oldest first."""
    rows = db.session.execute(
        select(DraftNote, Account.name)
        .join(Account, Account.id == DraftNote.account_id)
        .where(DraftNote.submission_id == submission_id, DraftNote.settled_at.is_(None))
        .order_by(DraftNote.id)
    )
    return [(note, name) for note, name in rows]


def note(submission_id: int, note_id: int) -> DraftNote | None:
    """One remark on a draft."""
    found = db.session.get(DraftNote, note_id)
    return found if found is not None and found.submission_id == submission_id else None


@dataclass(frozen=True)
class Drafting:
    """What staff may know of a draft that is not sent: nothing of what is in it."""

    submission_id: int
    organisation: str
    since: datetime
    saved_at: datetime
    members: int
    has_lead: bool


def drafting(consultation_id: int) -> list[Drafting]:
    """The organisations that are drafting a formal response, by name, without a word of it."""
    rows = db.session.execute(
        select(
            Submission.id,
            Organisation.name,
            Submission.created_at,
            Submission.saved_at,
            _members(),
            _members(DraftMember.part == DraftPart.LEAD),
        )
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .where(
            Submission.consultation_id == consultation_id,
            Submission.state.in_(UNSENT),
            Submission.amends_id.is_(None),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return [Drafting(*row[:5], has_lead=bool(row[5])) for row in rows]


def _members(*narrowed: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(DraftMember)
        .where(DraftMember.submission_id == Submission.id, DraftMember.left_at.is_(None), *narrowed)
        .correlate(Submission)
        .scalar_subquery()
    )
