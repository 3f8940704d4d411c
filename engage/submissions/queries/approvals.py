"""Whether a formal response may be sent: approved exactly as it stands, and signed by all who are asked to sign."""

from sqlalchemy import select

from engage.accounts.models import Account
from engage.core.database import db
from engage.submissions.models import Approval, Channel, Submission, SubmissionVersion
from engage.submissions.queries.drafts import members_of
from engage.submissions.queries.signatures import co_signatories, holds

NOT_APPROVED = "Nobody has approved the response as it stands. Any change voids an approval: have it approved again."
NOT_SIGNED = "These organisations have not signed the response as it stands: {}."


def lacks_authority(submission: Submission, draft: Submission) -> str | None:
    """Why a draft of an organisation may not be sent yet; nothing for what is not one, or did not come by the web."""
    if submission.organisation_id is None or draft.channel is not Channel.WEB or not members_of(submission.id):
        return None
    if approval_of(submission.id, draft) is None:
        return NOT_APPROVED
    missing = [each.organisation.name for each in co_signatories(submission.id, draft) if each.waits]
    return NOT_SIGNED.format(", ".join(missing)) if missing else None


def approver_of(version: SubmissionVersion) -> tuple[Approval, str] | None:
    """The approval with which a version was sent, with the name of who gave it; it is known by its fingerprint."""
    row = db.session.execute(
        select(Approval, Account.name)
        .join(Account, Account.id == Approval.account_id)
        .where(Approval.submission_id == version.submission_id, Approval.fingerprint == version.fingerprint)
        .order_by(Approval.id.desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def approval_of(submission_id: int, draft: Submission | None) -> Approval | None:
    """The approval of a draft exactly as it stands; none once anything of it was changed."""
    found = last_approval(submission_id)
    if found is None or found.voided_at is not None or not holds(found.revision, found.at, draft):
        return None
    return found


def last_approval(submission_id: int) -> Approval | None:
    """The last approval that was given, whether or not it still holds."""
    return db.session.scalars(
        select(Approval).where(Approval.submission_id == submission_id).order_by(Approval.id.desc()).limit(1)
    ).first()
