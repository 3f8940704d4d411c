"""What the link to an address of an organisation proves, and for how long."""

import hashlib
from datetime import timedelta
from typing import Any

from engage.core import tokens
from engage.representations.models import Representation

PROOF, WITHIN = "representation-proof", timedelta(days=7)


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
