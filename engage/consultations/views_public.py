"""The public pages of consultations."""

from engage.consultations import views_representations
from engage.consultations.blueprints import public as blueprint

__all__ = ["blueprint", "views_representations"]
