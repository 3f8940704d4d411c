"""Reads of consultations and of what was sent to them."""

from engage.consultations.queries.consultations import (
    access_buildable,
    access_consultation,
    area_ids,
    consultation,
    consultation_by_slug,
    definition_of,
    latest_definition,
    may_build,
    may_launch,
    notice_of,
    publications_of,
)

__all__ = [
    "access_buildable",
    "access_consultation",
    "area_ids",
    "consultation",
    "consultation_by_slug",
    "definition_of",
    "latest_definition",
    "may_build",
    "may_launch",
    "notice_of",
    "publications_of",
]
