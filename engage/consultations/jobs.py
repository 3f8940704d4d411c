"""The jobs of consultations."""

from engage.consultations import jobs_organisations

__all__ = ["jobs_organisations"]
