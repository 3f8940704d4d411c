"""What writers and readers do about decisions."""

from engage.casework import views_appeals, views_illegal, views_transparency
from engage.casework.blueprint import blueprint

__all__ = ["blueprint", "views_appeals", "views_illegal", "views_transparency"]
