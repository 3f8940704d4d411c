"""Writes of the directory."""

from engage.directory.actions.contacts import (
    add_contact,
    change_contact,
    confirm_contact,
    record_permission,
    set_addresses,
    set_interests,
)
from engage.directory.actions.kinds import add_kind, change_kind, kind_called
from engage.directory.actions.organisations import (
    add_member,
    add_organisation,
    change_organisation,
    forget_member,
    remove_member,
    set_areas,
    set_topics,
)
from engage.directory.actions.roles import add_role, change_role, end_role

__all__ = [
    "add_contact",
    "add_kind",
    "add_member",
    "add_organisation",
    "add_role",
    "change_contact",
    "change_kind",
    "change_organisation",
    "change_role",
    "confirm_contact",
    "end_role",
    "forget_member",
    "kind_called",
    "record_permission",
    "remove_member",
    "set_addresses",
    "set_areas",
    "set_interests",
    "set_topics",
]
