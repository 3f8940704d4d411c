"""The desk of consultations."""

from engage.consultations.blueprints import staff as blueprint

__all__ = ["blueprint"]
