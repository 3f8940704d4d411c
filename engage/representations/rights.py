"""What staff may do with representations."""

from engage.core.permissions import Role, declare

REPRESENT = declare(
    "consultations:representation:decide",
    "Decide who may speak for an organisation.",
    Role.OFFICER,
    Role.MODERATOR,
)
