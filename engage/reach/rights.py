"""Permissions about reach."""

from engage.core.permissions import Role, declare

READ = declare(
    "reach:subject:read",
    "See how many were told, answered and are silent; who keeps the directory sees names.",
    Role.OFFICER,
    Role.ANALYST,
    Role.EDITOR,
)
MAP = declare("reach:mapping:write", "Map stakeholders by interest and influence.", Role.OFFICER)
INVITE = declare("reach:invitation:send", "Invite stakeholders who have not said anything yet.", Role.OFFICER)
SET_SCALES = declare("reach:scales:write", "Name the two scales of the maps, and enter populations of areas.")
