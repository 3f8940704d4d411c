"""What staff may do with consultations."""

from engage.core.permissions import Role, declare

BUILD = declare("consultations:consultation:build", "Build consultations and rehearse them.", Role.OFFICER, Role.EDITOR)
LAUNCH = declare(
    "consultations:consultation:launch", "Launch, extend, correct and call off consultations.", Role.OFFICER
)
