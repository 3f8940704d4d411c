"""Permissions about areas and topics."""

from engage.core.permissions import Role, declare

WRITE = declare("taxonomy:term:write", "Add, name and describe areas and topics.", Role.OFFICER)
