"""The desk of consultations."""

from engage.consultations import (
    views_after,
    views_builder,
    views_calendar,
    views_condition,
    views_definition,
    views_desk,
    views_details,
    views_mailing,
    views_materials,
    views_one_question,
    views_rehearsal,
)
from engage.consultations.blueprints import staff as blueprint

__all__ = [
    "blueprint",
    "views_after",
    "views_builder",
    "views_calendar",
    "views_condition",
    "views_definition",
    "views_desk",
    "views_details",
    "views_mailing",
    "views_materials",
    "views_one_question",
    "views_rehearsal",
]
