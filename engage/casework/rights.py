"""What may be done at the desk beyond deciding about comments."""

from engage.core.permissions import Role, declare

HEAR_APPEALS = declare("casework:appeal:decide", "Decide appeals against other moderators' decisions.", Role.MODERATOR)
