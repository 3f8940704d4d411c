"""Submissions at the desk."""

from engage.submissions import (
    beside_contacts,
    views_drafting,
    views_entry,
    views_submissions,
)
from engage.submissions.blueprints import staff as blueprint

__all__ = ["beside_contacts", "blueprint", "views_drafting", "views_entry", "views_submissions"]
