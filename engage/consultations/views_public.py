"""The public pages of consultations."""

from engage.consultations.blueprints import public as blueprint

__all__ = ["blueprint"]
