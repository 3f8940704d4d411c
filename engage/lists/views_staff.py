"""The desk of saved lists."""

from engage.lists import views_history, views_lists
from engage.lists.blueprint import blueprint

__all__ = ["blueprint", "views_history", "views_lists"]
