"""The jobs of consultations."""

from engage.consultations import jobs_changes, jobs_clock, jobs_exports, jobs_files, jobs_imports, jobs_organisations

__all__ = ["jobs_changes", "jobs_clock", "jobs_exports", "jobs_files", "jobs_imports", "jobs_organisations"]
