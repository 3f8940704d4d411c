"""The desk of the upkeep of the directory."""

from engage.directory_upkeep import (
    views_bulk,
    views_checks,
    views_doubles,
    views_doubles_contacts,
    views_erasing,
    views_suggestions,
)
from engage.directory_upkeep.blueprint import blueprint

__all__ = [
    "blueprint",
    "views_bulk",
    "views_checks",
    "views_doubles",
    "views_doubles_contacts",
    "views_erasing",
    "views_suggestions",
]
