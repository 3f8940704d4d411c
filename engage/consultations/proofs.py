"""What the links in mails about organisations prove, and for how long."""

import hashlib
from datetime import timedelta
from typing import Any

from engage.consultations.models import DraftInvitation, Representation
from engage.core import tokens

PROOF, WITHIN = "representation-proof", timedelta(days=7)
INVITATION, INVITED_FOR = "draft-invitation", timedelta(days=30)


def mark_of(claim: Representation) -> str:
    """The token that proves a claim: it dies with another address and once the claim is decided."""
    return tokens.sign(PROOF, {"claim": claim.id, "mark": _state_of(claim)})


def claim_proved_by(token: str) -> tuple[int, str] | None:
    """The id of the claim that a token proves and the mark it must have; nothing for one that is too old or forged."""
    try:
        facts: dict[str, Any] = tokens.read(PROOF, token, within=WITHIN)
    except tokens.BadToken:
        return None
    return int(facts["claim"]), str(facts["mark"])


def holds(claim: Representation, mark: str) -> bool:
    """Whether a claim is still what its token was made for."""
    return _state_of(claim) == mark


def _state_of(claim: Representation) -> str:
    state = (claim.account_id, claim.organisation_id, claim.proof_email, claim.asked_at.isoformat())
    return hashlib.sha256(repr(state).encode()).hexdigest()[:20]


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
