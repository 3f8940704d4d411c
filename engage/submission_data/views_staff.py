"""The files of submissions at the desk."""

from engage.submission_data import (
    trial,
    views_exports,
    views_imports,
)
from engage.submission_data.blueprints import staff as blueprint

__all__ = ["blueprint", "trial", "views_exports", "views_imports"]
