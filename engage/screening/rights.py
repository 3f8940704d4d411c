"""What may be done with the rules that hold or flag."""

from engage.core.permissions import Role, declare

EDIT_RULES = declare(
    "screening:rule:edit",
    "Write the rules that hold or flag comments, rehearse them and switch them on.",
    Role.MODERATOR,
)
