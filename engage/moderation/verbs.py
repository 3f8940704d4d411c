"""What the ledger says of moderators' work, beside what it says of each comment."""

from engage.core.ledger import declare

DECISION_MADE = declare(
    "decision.made",
    subject="decision",
    says="A moderator's decision about a comment was put on record.",
    comment_id=int,
    revision=int,
    verdict=str,
    reason_key=str,
)
REASON_DELETED = declare(
    "reason.deleted", subject="moderation_reason", says="A reason that was never used was deleted.", key=str
)
DECISION_UNDONE = declare(
    "decision.undone",
    subject="decision",
    says="A moderator's decision was undone before anybody was told of it.",
    comment_id=int,
    verdict=str,
)
BULK_DECIDED = declare(
    "bulk.decided",
    subject="bulk_decision",
    says="A moderator decided about many comments at once; each decision is on record by itself.",
    verdict=str,
    reason_key=str,
)
BULK_UNDONE = declare(
    "bulk.undone", subject="bulk_decision", says="A decision about many comments at once is being taken back."
)
