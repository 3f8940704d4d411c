"""Permissions about what is held of one person."""

from engage.core.permissions import declare

MANAGE = declare("person:data:manage", "Find all that is held of one person, give a copy of it, and erase the person.")
