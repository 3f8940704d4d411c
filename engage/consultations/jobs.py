"""The jobs of consultations."""

from engage.consultations import jobs_clock

__all__ = ["jobs_clock"]
