"""What the worker does for consultations."""

from engage.consultations.jobs import exports

__all__ = ["exports"]
