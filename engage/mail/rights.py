"""What may be done with mail."""

from engage.core.permissions import Role, declare

MANAGE_MAIL = declare(
    "mail:outbox:manage",
    "See what was mailed to whom and what failed, and have it tried again. A message is of no one area, "
    "so this takes a role that is not limited to areas.",
    Role.OFFICER,
    whole=True,
)
WRITE_NEWSLETTERS = declare(
    "mail:newsletter:write", "Write newsletters and see whom they would reach.", Role.AUTHOR, Role.EDITOR, Role.OFFICER
)
SEND_NEWSLETTERS = declare(
    "mail:newsletter:send", "Send newsletters, now or at a time, and take them back.", Role.EDITOR, Role.OFFICER
)
