"""The public pages of submissions."""

from engage.submissions import (
    views_corrections,
    views_draft_approval,
    views_draft_copies,
    views_draft_people,
    views_draft_signing,
    views_drafts,
    views_files,
    views_questions,
    views_receipts,
    views_responding,
    views_sending,
    views_two_texts,
)
from engage.submissions.blueprints import public as blueprint

__all__ = [
    "blueprint",
    "views_corrections",
    "views_draft_approval",
    "views_draft_copies",
    "views_draft_people",
    "views_draft_signing",
    "views_drafts",
    "views_files",
    "views_questions",
    "views_receipts",
    "views_responding",
    "views_sending",
    "views_two_texts",
]
