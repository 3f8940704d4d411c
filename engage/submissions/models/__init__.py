"""The tables of submissions."""

from engage.submissions.models.drafts import (
    Approval,
    CoSignatory,
    DraftInvitation,
    DraftMember,
    DraftNote,
    DraftPart,
)
from engage.submissions.models.submissions import (
    Answer,
    AnswerChoice,
    Channel,
    Consent,
    EqualityAnswer,
    FileState,
    Respondent,
    SetAsideAnswer,
    Submission,
    SubmissionFile,
    SubmissionState,
    SubmissionVersion,
)

__all__ = [
    "Answer",
    "AnswerChoice",
    "Approval",
    "Channel",
    "CoSignatory",
    "Consent",
    "DraftInvitation",
    "DraftMember",
    "DraftNote",
    "DraftPart",
    "EqualityAnswer",
    "FileState",
    "Respondent",
    "SetAsideAnswer",
    "Submission",
    "SubmissionFile",
    "SubmissionState",
    "SubmissionVersion",
]
