"""Whether a formal response may be sent: approved exactly as it stands, and signed by all who are asked to sign."""

from engage.consultations.models import Channel, Submission
from engage.consultations.queries import drafts

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
