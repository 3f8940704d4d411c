"""Taking a person out of a published response."""

from sqlalchemy import delete

from engage.core.database import db
from engage.core.undoing import UndoStep
from engage.responses.actions.response_standing import UNDO_KIND, changing
from engage.responses.models import Response, ResponseRedaction
from engage.submissions.models import Submission, SubmissionState
from engage.submissions.person_erasing import also


@also
def take_name(submission: Submission) -> None:
    """The name goes from the response; a decision about it can no longer be undone, for that holds the name."""
    response = db.session.get(Response, submission.id)
    if response is not None and response.organisation_id is None:
        with changing(response):
            response.shown_name = response.spokesperson = ""
    if submission.state is not SubmissionState.SENT:
        # They point into words that are gone.
        db.session.execute(delete(ResponseRedaction).where(ResponseRedaction.submission_id == submission.id))
    step = (UndoStep.kind == UNDO_KIND, UndoStep.subject_id == submission.id)
    db.session.execute(delete(UndoStep).where(*step))
