"""What the ledger says of casework."""

from engage.core.ledger import declare

APPEAL_MADE = declare(
    "appeal.made",
    subject="appeal",
    says="A writer appealed against a moderator's decision.",
    comment_id=int,
    sanction_id=int,
    reason_key=str,
)
APPEAL_DECIDED = declare(
    "appeal.decided",
    subject="appeal",
    says="Somebody else than the decider decided an appeal.",
    comment_id=int,
    sanction_id=int,
    outcome=str,
)
RULE_REHEARSED = declare(
    "screening_rule.rehearsed",
    subject="screening_rule",
    says="A rule was tried on past comments.",
    rehearsal_id=int,
    comments=int,
)
