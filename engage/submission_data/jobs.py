"""The jobs of the files of submissions."""

from engage.submission_data import jobs_exports, jobs_imports

__all__ = ["jobs_exports", "jobs_imports"]
