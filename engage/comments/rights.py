"""What may be done with comments beyond writing them."""

from engage.core.permissions import Role, declare

MODERATE = declare(
    "comments:comment:moderate", "Approve, reject, hide, restore and black out comments.", Role.MODERATOR
)
SET_THREAD = declare(
    "comments:thread:set",
    "Open and close the comments of a publication and choose how they are moderated.",
    Role.EDITOR,
    Role.MODERATOR,
)
BLOCK = declare("comments:address:block", "Block an address from commenting, and lift a block.", Role.MODERATOR)
STOP = declare("comments:site:stop", "Stop all comments at once in an emergency.", Role.MODERATOR)
EDIT_REASONS = declare("comments:reason:edit", "Write the reasons for which comments are rejected or hidden.")
