"""Reads of saved lists."""

from engage.lists.queries.lists import ListMember, list_size, members_of_list, stakeholder_list, stakeholder_lists

__all__ = [
    "ListMember",
    "list_size",
    "members_of_list",
    "stakeholder_list",
    "stakeholder_lists",
]
