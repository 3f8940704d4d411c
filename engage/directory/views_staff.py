"""The desk of the directory."""

from engage.directory import (
    views_contacts,
    views_history,
    views_kinds,
    views_linking,
    views_meetings,
    views_networks,
    views_organisations,
    views_records,
    views_roles,
)
from engage.directory.blueprint import blueprint

__all__ = [
    "blueprint",
    "views_contacts",
    "views_history",
    "views_kinds",
    "views_linking",
    "views_meetings",
    "views_networks",
    "views_organisations",
    "views_records",
    "views_roles",
]
