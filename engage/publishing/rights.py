"""Who may write, publish and keep the pages about the site."""

from engage.core.permissions import Role, declare

WRITE = declare("publishing:publication:write", "Write and edit plans and posts.", Role.AUTHOR, Role.EDITOR)
PUBLISH = declare("publishing:publication:publish", "Publish, schedule and withdraw plans and posts.", Role.EDITOR)
EDIT_PAGES = declare(
    "publishing:page:edit", "Edit the pages about the site and the introductions of its sections.", Role.EDITOR
)
