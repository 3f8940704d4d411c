"""What the ledger says of the rules that hold or flag."""

from engage.core.ledger import declare

RULE_SAVED = declare(
    "screening_rule.saved",
    subject="screening_rule",
    says="A rule that holds or flags comments was written.",
    kind=str,
    action=str,
    active=bool,
    entries=int,
    publication_id=int,
    threshold=int,
)
RULE_SWITCHED = declare(
    "screening_rule.switched",
    subject="screening_rule",
    says="A rule that holds or flags comments was switched on or off.",
    active=bool,
)
