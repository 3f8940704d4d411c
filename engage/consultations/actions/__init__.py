"""Writes of consultations and of what is sent to them."""

from engage.consultations.actions.building import (
    StaleDefinition,
    StaleDetails,
    base_of,
    create_consultation,
    save_definition,
    save_notice,
    set_details,
    set_publications,
)
from engage.consultations.actions.launching import launch

__all__ = [
    "StaleDefinition",
    "StaleDetails",
    "base_of",
    "create_consultation",
    "launch",
    "save_definition",
    "save_notice",
    "set_details",
    "set_publications",
]
