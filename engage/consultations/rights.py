"""What staff may do with consultations."""

from engage.core.permissions import Role, declare

BUILD = declare("consultations:consultation:build", "Build consultations and rehearse them.", Role.OFFICER, Role.EDITOR)
LAUNCH = declare(
    "consultations:consultation:launch", "Launch, extend, correct and call off consultations.", Role.OFFICER
)
READ = declare("consultations:submission:read", "Read the submissions to a consultation.", Role.OFFICER, Role.ANALYST)
ENTER = declare(
    "consultations:submission:enter", "Enter answers that came on paper, by telephone or at an event.", Role.OFFICER
)
EXPORT = declare("consultations:submission:export", "Export and import submissions.", Role.OFFICER, Role.ANALYST)
REPRESENT = declare(
    "consultations:representation:decide",
    "Decide who may speak for an organisation.",
    Role.OFFICER,
    Role.MODERATOR,
)
HAND_ON = declare(
    "consultations:draft:hand_on", "See which organisations are drafting, and hand a shared draft on.", Role.OFFICER
)
PASS = declare(
    "consultations:response:pass", "Pass, refuse and black out responses before they are published.", Role.MODERATOR
)
HIGHLIGHT = declare(
    "consultations:response:highlight",
    "Highlight published responses with their own words.",
    Role.OFFICER,
    Role.EDITOR,
)
