"""The moderators' desk."""

from engage.moderation import (
    views_bulk,
    views_figures,
    views_guard,
    views_item,
    views_live,
    views_queue,
    views_rules,
    views_undo,
)
from engage.moderation.front import blueprint

__all__ = [
    "blueprint",
    "views_bulk",
    "views_figures",
    "views_guard",
    "views_item",
    "views_live",
    "views_queue",
    "views_rules",
    "views_undo",
]
