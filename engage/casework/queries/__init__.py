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
from engage.casework.queries.rehearsals import (
    extent,
    past_comments,
    rehearsal_to_run,
    rehearsals_of,
    samples_of,
    times_written,
    would_find,
)

__all__ = [
    "AppealLine",
    "access_appeal",
    "appeal_about",
    "appeal_about_sanction",
    "appeal_due",
    "calendar",
    "can_be_appealed",
    "decision_against",
    "extent",
    "holidays",
    "past_comments",
    "rehearsal_to_run",
    "rehearsals_of",
    "samples_of",
    "settled_appeals",
    "terms",
    "times_written",
    "usual_terms",
    "waiting_appeals",
    "would_find",
]
