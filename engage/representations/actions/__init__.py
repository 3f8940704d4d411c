"""Writes of representations."""

from engage.representations.actions.asking import (
    ask_to_represent,
    propose_organisation,
    prove,
    send_proof_again,
)
from engage.representations.actions.claims import (
    LONGEST,
    Proof,
)
from engage.representations.actions.deciding import (
    UNDO_KIND,
    add_proposed,
    confirm_representation,
    end_all_of,
    end_representation,
    refuse_representation,
    return_claim,
)

__all__ = [
    "LONGEST",
    "UNDO_KIND",
    "Proof",
    "add_proposed",
    "ask_to_represent",
    "confirm_representation",
    "end_all_of",
    "end_representation",
    "propose_organisation",
    "prove",
    "refuse_representation",
    "return_claim",
    "send_proof_again",
]
