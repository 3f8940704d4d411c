"""The public pages of consultations."""

from engage.consultations import (
    views_corrections,
    views_draft_approval,
    views_draft_copies,
    views_draft_people,
    views_drafts,
    views_files,
    views_printing,
    views_questions,
    views_receipts,
    views_representations,
    views_responding,
    views_responses,
    views_sending,
    views_showing,
)
from engage.consultations.blueprints import public as blueprint

__all__ = [
    "blueprint",
    "views_corrections",
    "views_draft_approval",
    "views_draft_copies",
    "views_draft_people",
    "views_drafts",
    "views_files",
    "views_printing",
    "views_questions",
    "views_receipts",
    "views_representations",
    "views_responding",
    "views_responses",
    "views_sending",
    "views_showing",
]
