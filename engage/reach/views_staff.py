"""The staff's pages of reach."""

from engage.reach import views_inviting, views_map_lists, views_mapping, views_reach, views_scales
from engage.reach.blueprints import staff as blueprint

__all__ = ["blueprint", "views_inviting", "views_map_lists", "views_mapping", "views_reach", "views_scales"]
