"""What can be looked for, kept in the unit of work that changes it, so that a search never finds what is gone.

The words of consultations are for everybody; those of submissions are for staff alone and stand in a table of their
own, which no public page reads.
"""

from sqlalchemy import select

from engage.consultations import queries
from engage.consultations.definition import Definition
from engage.consultations.models import Answer, Consultation, Submission, SubmissionState
from engage.consultations.queries.listing import submission_place
from engage.core.database import db
from engage.core.search_index import forget, put


def index_consultation(consultation: Consultation) -> None:
    """Let a public consultation be found by its texts and questions as they are now."""
    forget("search_index_consultation", "consultation_id", consultation.id)
    if not consultation.is_public:
        return
    words = [consultation.to_decide, consultation.already_fixed, consultation.audience, consultation.results_text]
    words += _asked(queries.definition_of(consultation))
    values = {"title": consultation.title, "summary": consultation.summary, "words": "\n".join(filter(None, words))}
    put("search_index_consultation", "consultation_id", consultation.id, values)


def _asked(definition: Definition) -> list[str]:
    found = []
    for page in definition.pages:
        found += [page.title, page.introduction]
        for question in page.questions:
            found += [question.label, question.help]
    return found


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
