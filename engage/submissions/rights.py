"""What staff may do with submissions."""

from engage.core.permissions import Role, declare

READ = declare("consultations:submission:read", "Read the submissions to a consultation.", Role.OFFICER, Role.ANALYST)
ENTER = declare(
    "consultations:submission:enter", "Enter answers that came on paper, by telephone or at an event.", Role.OFFICER
)
HAND_ON = declare(
    "consultations:draft:hand_on", "See which organisations are drafting, and hand a shared draft on.", Role.OFFICER
)
