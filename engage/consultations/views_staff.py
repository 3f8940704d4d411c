"""The desk of consultations."""

from engage.consultations import (
    views_claims,
    views_desk,
    views_details,
    views_exports,
    views_imports,
    views_passing,
    views_submissions,
)
from engage.consultations.blueprints import staff as blueprint

__all__ = [
    "blueprint",
    "views_claims",
    "views_desk",
    "views_details",
    "views_exports",
    "views_imports",
    "views_passing",
    "views_submissions",
]
