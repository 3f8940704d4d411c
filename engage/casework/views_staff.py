"""The staff pages of casework."""

from engage.casework import views_hearing, views_people, views_rehearsing
from engage.casework.front import blueprint

__all__ = ["blueprint", "views_hearing", "views_people", "views_rehearsing"]
