"""The mails about drafting with others."""

from flask import url_for

from engage.core.messages import Message, compose, link
from engage.directory.models import Organisation
from engage.submissions.models import DraftInvitation, DraftPart
from engage.submissions.queries.drafts import Shared


def invitation(row: DraftInvitation, shared: Shared, inviter: str, token: str) -> Message:
    """To a colleague: the link that leads to the shared draft."""
    return compose(
        "draft_invitation",
        to=row.email,
        inviter=inviter,
        organisation=shared.organisation.name,
        title=shared.consultation.title,
        closes_at=shared.consultation.closes_at,
        approves=row.part is DraftPart.APPROVER,
        url=link(url_for("submissions.join_draft", token=token)),
    )


def to_sign(shared: Shared, organisation: Organisation, to: str) -> Message:
    """To those who speak for another organisation: a joint response waits for its signature."""
    return compose(
        "draft_to_sign",
        to=to,
        organisation=organisation.name,
        leading=shared.organisation.name,
        title=shared.consultation.title,
        closes_at=shared.consultation.closes_at,
        url=link(url_for("submissions.sign_draft", submission_id=shared.submission.id)),
    )


def name_taken_off(shared: Shared, organisation: Organisation, to: str) -> Message:
    """To those who lead a joint response: another organisation took its name off what was sent."""
    return compose(
        "draft_name_taken_off",
        to=to,
        organisation=organisation.name,
        title=shared.consultation.title,
        url=link(url_for("submissions.shared_draft", submission_id=shared.submission.id)),
    )
