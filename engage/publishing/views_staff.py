"""The desk where plans, posts and pages are written."""

from engage.publishing import (
    views_arranging,
    views_describing,
    views_editing,
    views_files,
    views_history,
    views_index,
    views_pages,
    views_release,
)
from engage.publishing.blueprint import blueprint

__all__ = [
    "blueprint",
    "views_arranging",
    "views_describing",
    "views_editing",
    "views_files",
    "views_history",
    "views_index",
    "views_pages",
    "views_release",
]
