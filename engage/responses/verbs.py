"""What published responses write into the ledger."""

from engage.core.ledger import declare

RESPONSE_PUBLISHED = declare(
    "response.published",
    subject="submission",
    says="A response was published.",
    consultation_id=int,
    version=int,
    number=int,
)
RESPONSE_REFUSED = declare(
    "response.refused",
    subject="submission",
    says="A moderator decided not to publish a response.",
    consultation_id=int,
    version=int,
    reason_key=str,
)
RESPONSE_TAKEN_DOWN = declare(
    "response.taken_down",
    subject="submission",
    says="A published response was taken down.",
    consultation_id=int,
    reason_key=str,
)
RESPONSE_RESTORED = declare(
    "response.restored",
    subject="submission",
    says="The refusal to publish a response was taken back.",
    consultation_id=int,
)
RESPONSE_WITHDRAWN = declare(
    "response.withdrawn",
    subject="submission",
    says="A response, or the consent to publish it, was withdrawn.",
    consultation_id=int,
)
RESPONSE_REDACTED = declare(
    "response.redacted",
    subject="submission",
    says="A passage of a response was blacked out.",
    consultation_id=int,
    redaction_id=int,
    reason_key=str,
)
RESPONSE_REDACTION_LIFTED = declare(
    "response.redaction_lifted",
    subject="submission",
    says="A passage of a response that was blacked out was shown again.",
    consultation_id=int,
    redaction_id=int,
)
RESPONSE_HIGHLIGHTED = declare(
    "response.highlighted",
    subject="submission",
    says="Words of a published response were highlighted.",
    consultation_id=int,
    quotes=int,
)
RESPONSE_DECISION_UNDONE = declare(
    "response.decision_undone",
    subject="submission",
    says="A decision about a response was undone before anybody was told of it.",
    consultation_id=int,
)
