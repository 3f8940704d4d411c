"""The jobs of consultations."""

from engage.consultations import jobs_exports, jobs_files, jobs_imports, jobs_organisations

__all__ = ["jobs_exports", "jobs_files", "jobs_imports", "jobs_organisations"]
