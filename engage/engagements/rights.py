"""Permissions about engagements."""

from engage.core.permissions import Role, declare

READ = declare(
    "engagements:engagement:read",
    "Read the log of meetings, calls, letters, events and visits.",
    Role.OFFICER,
    Role.EDITOR,
    Role.MODERATOR,
    Role.ANALYST,
)
WRITE = declare(
    "engagements:engagement:write",
    "Log meetings, calls, letters, events and visits, and what was promised there.",
    Role.OFFICER,
    Role.EDITOR,
    Role.MODERATOR,
)
PUBLISH = declare(
    "engagements:event:publish", "Make events public, see who booked, and say what was heard.", Role.OFFICER
)
