"""What the link in an invitation to a shared draft proves, and for how long."""

from datetime import timedelta
from typing import Any

from engage.core import tokens
from engage.submissions.models import DraftInvitation

INVITATION, INVITED_FOR = "draft-invitation", timedelta(days=30)


def invitation_token(invitation: DraftInvitation) -> str:
    """The token of an invitation: a newer invitation to the same address takes its place."""
    return tokens.sign(INVITATION, {"invitation": invitation.id, "at": int(invitation.at.timestamp())})


def invitation_named_by(token: str) -> tuple[int, int] | None:
    """The id of the invitation that a token names and when it was given; nothing for one that is too old or forged."""
    try:
        facts: dict[str, Any] = tokens.read(INVITATION, token, within=INVITED_FOR)
    except tokens.BadToken:
        return None
    return int(facts["invitation"]), int(facts["at"])
