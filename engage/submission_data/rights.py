"""What staff may do with the files of submissions."""

from engage.core.permissions import Role, declare

EXPORT = declare("consultations:submission:export", "Export and import submissions.", Role.OFFICER, Role.ANALYST)
