"""The desk of the files of the directory."""

from engage.directory_data import views_exports, views_imports
from engage.directory_data.blueprint import blueprint

__all__ = ["blueprint", "views_exports", "views_imports"]
