"""The public pages of the upkeep: an organisation checks its entry, and a visitor suggests a group."""

from engage.directory_upkeep import views_answering, views_suggesting
from engage.directory_upkeep.blueprint import public as blueprint

__all__ = ["blueprint", "views_answering", "views_suggesting"]
