"""The desk of the directory."""

from engage.directory import (
    views_bulk,
    views_checks,
    views_contacts,
    views_doubles,
    views_doubles_contacts,
    views_erasing,
    views_exports,
    views_history,
    views_imports,
    views_kinds,
    views_linking,
    views_lists,
    views_meetings,
    views_networks,
    views_organisations,
    views_records,
    views_suggestions,
)
from engage.directory.blueprint import blueprint

__all__ = [
    "blueprint",
    "views_bulk",
    "views_checks",
    "views_contacts",
    "views_doubles",
    "views_doubles_contacts",
    "views_erasing",
    "views_exports",
    "views_history",
    "views_imports",
    "views_kinds",
    "views_linking",
    "views_lists",
    "views_meetings",
    "views_networks",
    "views_organisations",
    "views_records",
    "views_suggestions",
]
