"""Whether a formal response may be sent: approved exactly as it stands, and signed by all who are asked to sign."""

from sqlalchemy import select

from engage.accounts.models import Account
from engage.core.database import db
from engage.directory.models import Organisation
from engage.submissions.models import Approval, Channel, CoSignatory, Submission, SubmissionVersion
from engage.submissions.queries import drafts

NOT_APPROVED = "Nobody has approved the response as it stands. Any change voids an approval: have it approved again."
NOT_SIGNED = "These organisations have not signed the response as it stands: {}."


def lacks_authority(submission: Submission, draft: Submission) -> str | None:
    """Why a draft of an organisation may not be sent yet; nothing for what is not one, or did not come by the web."""
    if submission.organisation_id is None or draft.channel is not Channel.WEB or not drafts.members_of(submission.id):
        return None
    if drafts.approval_of(submission.id, draft) is None:
        return NOT_APPROVED
    missing = [each.organisation.name for each in drafts.co_signatories(submission.id, draft) if each.waits]
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


def signatures_of(version: SubmissionVersion) -> list[tuple[CoSignatory, str, str]]:
    """Who signed a version of a joint response: the signature, the organisation, and who signed for it."""
    rows = db.session.execute(
        select(CoSignatory, Organisation.name, Account.name)
        .join(Organisation, Organisation.id == CoSignatory.organisation_id)
        .outerjoin(Account, Account.id == CoSignatory.account_id)
        .where(CoSignatory.submission_id == version.submission_id, CoSignatory.sent_version <= version.number)
        .order_by(Organisation.name, Organisation.id)
    )
    return [(row[0], row[1], row[2] or "") for row in rows]
