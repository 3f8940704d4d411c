"""Reads of casework."""

from engage.casework.queries.appeals import (
    AppealLine,
    access_appeal,
    appeal_about,
    appeal_about_sanction,
    can_be_appealed,
    decision_against,
    settled_appeals,
    waiting_appeals,
)
from engage.casework.queries.promises import appeal_due, calendar, holidays, terms, usual_terms

__all__ = [
    "AppealLine",
    "access_appeal",
    "appeal_about",
    "appeal_about_sanction",
    "appeal_due",
    "calendar",
    "can_be_appealed",
    "decision_against",
    "holidays",
    "settled_appeals",
    "terms",
    "usual_terms",
    "waiting_appeals",
]
