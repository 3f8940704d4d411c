"""The public pages of consultations."""

from engage.consultations import (
    views_printing,
    views_showing,
)
from engage.consultations.blueprints import public as blueprint

__all__ = ["blueprint", "views_printing", "views_showing"]
