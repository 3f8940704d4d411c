"""What may be done with mail."""

from engage.core.permissions import Role, declare

MANAGE_MAIL = declare(
    "mail:outbox:manage", "See what was mailed to whom and what failed, and have it tried again.", Role.OFFICER
)
