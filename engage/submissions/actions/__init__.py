"""Writes of submissions and of the drafts that colleagues share."""

from engage.submissions.actions.adopting import (
    adopt_questions,
)
from engage.submissions.actions.changing import (
    amend,
    drop_change,
    keep_too_late,
    withdraw,
)
from engage.submissions.actions.choosing import settle_choices
from engage.submissions.actions.drafting import begin, begin_once, set_person
from engage.submissions.actions.equality import (
    give_equality_answers,
)
from engage.submissions.actions.filing import (
    add_files,
    note_scan,
    note_words,
)
from engage.submissions.actions.forgetting import (
    forget_drafts,
)
from engage.submissions.actions.saving import SaveResult, save_answers
from engage.submissions.actions.sending import (
    TooLate,
    faults_of,
    is_too_late,
    may_send_until,
    send,
)
from engage.submissions.actions.telling_changes import (
    tell_next_change,
)

__all__ = [
    "SaveResult",
    "TooLate",
    "add_files",
    "adopt_questions",
    "amend",
    "begin",
    "begin_once",
    "drop_change",
    "faults_of",
    "forget_drafts",
    "give_equality_answers",
    "is_too_late",
    "keep_too_late",
    "may_send_until",
    "note_scan",
    "note_words",
    "save_answers",
    "send",
    "set_person",
    "settle_choices",
    "tell_next_change",
    "withdraw",
]
