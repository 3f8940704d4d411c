"""What may be done at the moderators' desk beyond what comments allow."""

from engage.core.permissions import Role, declare

SEE_DECISIONS = declare("moderation:decision:see", "Read the record of moderators' decisions.", Role.MODERATOR)
