"""The staff's pages of reach."""

from engage.reach import (
    beside_records,
    views_inviting,
    views_letters,
    views_map_lists,
    views_mapping,
    views_reach,
    views_scales,
)
from engage.reach.blueprints import staff as blueprint

__all__ = [
    "beside_records",
    "blueprint",
    "views_inviting",
    "views_letters",
    "views_map_lists",
    "views_mapping",
    "views_reach",
    "views_scales",
]
