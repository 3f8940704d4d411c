"""Reads of submissions."""

from engage.submissions.queries.files import (
    file_of,
    file_with_bytes,
    files_in_state,
    files_of,
    files_with_bytes,
    scan_of,
)
from engage.submissions.queries.submissions import (
    answers_of,
    change_of,
    consultation_of,
    definitions_answered,
    kept_of,
    latest_version,
    opened_by,
    questions_of,
    sealed_at,
    set_aside,
    submission,
    submission_by_code,
    values_of,
    versions_of,
)

__all__ = [
    "answers_of",
    "change_of",
    "consultation_of",
    "definitions_answered",
    "file_of",
    "file_with_bytes",
    "files_in_state",
    "files_of",
    "files_with_bytes",
    "kept_of",
    "latest_version",
    "opened_by",
    "questions_of",
    "scan_of",
    "sealed_at",
    "set_aside",
    "submission",
    "submission_by_code",
    "values_of",
    "versions_of",
]
