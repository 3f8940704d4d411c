"""Permissions about the directory."""

from engage.core.permissions import Role, declare

WRITE = declare("directory:organisation:write", "Add and change organisations.", Role.OFFICER)
EMPOWER = declare("directory:member:write", "Say who may act for an organisation.")
CONTACTS = declare("directory:contact:write", "See and change people in the directory.", Role.OFFICER)
KINDS = declare("directory:kind:write", "Arrange the kinds of organisations.")
