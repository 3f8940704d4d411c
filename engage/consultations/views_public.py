"""The public pages of consultations."""

from engage.consultations import views_representations, views_showing
from engage.consultations.blueprints import public as blueprint

__all__ = ["blueprint", "views_representations", "views_showing"]
