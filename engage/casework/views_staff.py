"""The staff pages of casework."""

from engage.casework import views_hearing, views_moving, views_people, views_rehearsing, views_rota, views_serious
from engage.casework.front import blueprint

__all__ = [
    "blueprint",
    "views_hearing",
    "views_moving",
    "views_people",
    "views_rehearsing",
    "views_rota",
    "views_serious",
]
