"""The public pages of the directory: networks, and a person's own entry."""

from engage.directory import views_linking, views_networks_shown
from engage.directory.blueprint import public as blueprint

__all__ = ["blueprint", "views_linking", "views_networks_shown"]
