"""What staff may do with published responses."""

from engage.core.permissions import Role, declare

PASS = declare(
    "consultations:response:pass", "Pass, refuse and black out responses before they are published.", Role.MODERATOR
)
HIGHLIGHT = declare(
    "consultations:response:highlight",
    "Highlight published responses with their own words.",
    Role.OFFICER,
    Role.EDITOR,
)
