"""What may be done at the desk beyond deciding about comments."""

from engage.core.permissions import Role, declare

HEAR_APPEALS = declare("casework:appeal:decide", "Decide appeals against other moderators' decisions.", Role.MODERATOR)
SANCTION = declare("casework:sanction:set", "Warn, pause and close people's commenting, and lift it.", Role.MODERATOR)
KEEP_NOTES = declare(
    "casework:note:write", "Write notes on comments and people, and hand over at the end of a shift.", Role.MODERATOR
)
