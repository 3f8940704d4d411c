"""Going on with questions that were corrected after a draft was begun: nothing that was written is lost."""

from sqlalchemy import update

from engage.consultations import queries as consultations
from engage.consultations.actions.correcting import shape_of
from engage.consultations.definition import Definition, words_of
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.submissions import queries, verbs
from engage.submissions.actions.saving import OPEN_STATES, SENT_ALREADY
from engage.submissions.models import Answer, Submission
from engage.submissions.queries.submissions import kept_of

AGAIN = "The questions were corrected once more. Look at what is different now."


def adopt_questions(actor: Viewer, *, submission: Submission, definition: int) -> None:
    """Put a draft upon the corrected questions that its writer was shown, with all its answers.

    An approval that was given to the old wording is void then; done twice it changes nothing. Refuses when the
    questions were corrected again since they were shown.
    """
    db.session.flush()
    db.session.refresh(submission, with_for_update=True)
    if submission.state not in OPEN_STATES:
        raise Refused(SENT_ALREADY)
    consultation = queries.consultation_of(submission)
    if submission.definition == consultation.definition:
        return
    if definition != consultation.definition:
        raise Refused(AGAIN)
    before, after = queries.questions_of(submission), consultations.definition_of(consultation)
    if shape_of(before) != shape_of(after):
        raise RuntimeError(f"questions {definition} of consultation {consultation.id} ask something else")
    _reword_answers(submission, after)
    submission.definition = definition
    submission.revision += 1
    submission.saved_at = clock.now()
    db.session.flush()
    ledger.record(
        verbs.CORRECTION_ADOPTED,
        subject_id=submission.id,
        actor_id=actor.account_id,
        consultation_id=consultation.id,
        definition=definition,
    )


def _reword_answers(submission: Submission, definition: Definition) -> None:
    """Write the words of each answer anew, for chosen options may be called something else now."""
    for key, kept in kept_of(submission.id).items():
        question = definition.question(key)
        if question is None or kept.typed is not None:
            continue
        of_this = (Answer.submission_id == submission.id, Answer.question == key)
        words = words_of(question, kept.answer)
        db.session.execute(
            update(Answer)
            .where(*of_this, Answer.text != words)
            .values(text=words)
            .execution_options(synchronize_session=False)
        )
