"""What representations write into the ledger."""

from engage.core.ledger import declare

REPRESENTATION_ASKED = declare(
    "representation.asked",
    subject="representation",
    says="Somebody asked to speak for an organisation.",
    organisation_id=int,
)
REPRESENTATION_CONFIRMED = declare(
    "representation.confirmed",
    subject="representation",
    says="Somebody was confirmed to speak for an organisation.",
    organisation_id=int,
    proof=str,
)
REPRESENTATION_REFUSED = declare(
    "representation.refused",
    subject="representation",
    says="Somebody who asked to speak for an organisation was refused.",
    organisation_id=int,
)
REPRESENTATION_ENDED = declare(
    "representation.ended",
    subject="representation",
    says="Somebody no longer speaks for an organisation.",
    organisation_id=int,
)
REPRESENTATION_DECISION_UNDONE = declare(
    "representation.decision_undone",
    subject="representation",
    says="A decision about who speaks for an organisation was undone before anybody was told of it.",
    organisation_id=int,
)
