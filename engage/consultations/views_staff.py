"""The desk of consultations."""

from engage.consultations import (
    views_after,
    views_builder,
    views_calendar,
    views_claims,
    views_condition,
    views_definition,
    views_desk,
    views_details,
    views_drafting,
    views_entry,
    views_exports,
    views_imports,
    views_materials,
    views_one_question,
    views_passing,
    views_rehearsal,
    views_submissions,
)
from engage.consultations.blueprints import staff as blueprint

__all__ = [
    "blueprint",
    "views_after",
    "views_builder",
    "views_calendar",
    "views_claims",
    "views_condition",
    "views_definition",
    "views_desk",
    "views_details",
    "views_drafting",
    "views_entry",
    "views_exports",
    "views_imports",
    "views_materials",
    "views_one_question",
    "views_passing",
    "views_rehearsal",
    "views_submissions",
]
