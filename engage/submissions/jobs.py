"""The jobs of submissions."""

from engage.submissions import jobs_changes, jobs_files

__all__ = ["jobs_changes", "jobs_files"]
