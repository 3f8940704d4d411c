"""The jobs of the files of the directory."""

from engage.directory_data import jobs_exports, jobs_imports

__all__ = ["jobs_exports", "jobs_imports"]
