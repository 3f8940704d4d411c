"""What is done to a claim by whoever decides: the organisation's address, or staff."""

from enum import StrEnum

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text
from engage.representations import verbs
from engage.representations.models import Representation, RepresentationState

LONGEST = 2_000
DECIDED = "Somebody has decided about this already. Look at where it stands now."


class Proof(StrEnum):
    """What showed that somebody belongs to an organisation."""

    ACCOUNT = "account"
    ADDRESS = "address"
    DIRECTORY = "directory"
    STAFF = "staff"


def confirm(actor: Viewer, claim: Representation, proof: Proof) -> None:
    """From now on the person of a claim speaks for its organisation."""
    claim.proof = proof.value
    settle(actor, claim, RepresentationState.CONFIRMED)
    ledger.record(
        verbs.REPRESENTATION_CONFIRMED,
        subject_id=claim.id,
        actor_id=actor.account_id,
        organisation_id=claim.organisation_id,
        proof=proof.value,
    )


def settle(actor: Viewer, claim: Representation, state: RepresentationState) -> None:
    """Let a claim stand as it was decided, now and by the actor."""
    claim.state, claim.decided_at, claim.decided_by = state, clock.now(), actor.account_id
    db.session.flush()


def cleaned_note(note: str) -> str:
    """What somebody wrote about a claim; Refused where it is too long."""
    note = clean_text(note)
    if len(note) > LONGEST:
        raise Refused(f"Write {LONGEST:,} characters or fewer.", "note")
    return note
