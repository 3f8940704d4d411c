"""What was corrected in the questions since a draft was begun, as it is offered to whoever writes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.consultations import queries as consultations
from engage.consultations.definition.rewording import Reworded, reworded, reworded_apart
from engage.consultations.models import Consultation
from engage.submissions.models import Respondent, Submission


@dataclass(frozen=True)
class Correction:
    """The number of the corrected questions, and what is put in other words there."""

    definition: int
    parts: Sequence[Reworded]


def correction_for(consultation: Consultation, draft: Submission | None) -> Correction | None:
    """What is offered to a draft; nothing where it has the questions as they are put now."""
    if draft is None or draft.definition == consultation.definition:
        return None
    before, now = consultations.definition_of(consultation, draft.definition), consultations.definition_of(consultation)
    parts = reworded(before, now)
    # Only who sends answers of their own for the first time is asked about themselves.
    if draft.amends_id is None and draft.respondent is not Respondent.ORGANISATION:
        parts += reworded_apart(before, now)
    return Correction(consultation.definition, parts) if parts else None
