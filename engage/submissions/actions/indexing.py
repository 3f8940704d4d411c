"""What staff can look for in submissions, kept in the unit of work that changes it.

The words of submissions are for staff alone and stand in a table of their own, which no public page reads.
"""

from sqlalchemy import select

from engage.core.database import db
from engage.core.search_index import forget, put
from engage.submissions import queries
from engage.submissions.models import Answer, Submission, SubmissionState
from engage.submissions.queries.listing import submission_place


def index_submission(submission: Submission) -> None:
    """Let staff find what was sent by its answers, by who sent it and by the words of its files."""
    forget("search_index_submission", "submission_id", submission.id)
    if submission.state is not SubmissionState.SENT:
        return
    said = db.session.scalars(
        select(Answer.text).where(Answer.submission_id == submission.id).order_by(Answer.question)
    ).all()
    letters = [f"{each.title}\n{each.text}" for each in queries.files_of(submission)]
    values = {
        "place": submission_place(submission.consultation_id),
        "people": "\n".join(filter(None, (submission.name, submission.for_name))),
        "answers": "\n".join(filter(None, said)),
        "letters": "\n".join(letters),
    }
    put("search_index_submission", "submission_id", submission.id, values)
