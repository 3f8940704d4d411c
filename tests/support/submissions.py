"""Submissions for tests; each builder is a unit of work of its own."""

from engage.consultations.models import Consultation
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR, Viewer
from engage.submissions import actions, queries
from engage.submissions.models import Answer, Channel, Consent, Submission, SubmissionState
from tests.support.databases import look_again

ANSWERS = {
    "uses": {"choice": "noxx"},
    "postcode": {"postcode": "NE1 4ST"},
    "agree": 4,
    "reasons": {"choices": ["timex", "othr"], "other": "The lift is broken"},
    "short": "Hopeful",
    "believe": True,
}
FORM_OF_ANSWERS = {
    "aboutyou": {"q-uses": "noxx", "q-postcode": "NE1 4ST"},
    "views": {
        "q-agree": "4",
        "q-reasons": ["timex", "othr"],
        "q-reasons-other": "The lift is broken",
        "q-short": "Hopeful",
    },
    "more": {"q-believe": "yes"},
}


def make_draft(consultation: Consultation, *, actor: Viewer = VISITOR, answers=None, **facts) -> tuple[Submission, str]:
    """A draft with the code that opens it, and answers if any are given."""
    with unit_of_work():
        draft, code = actions.begin(actor, consultation=consultation, **facts)
        if answers:
            actions.save_answers(actor, submission=draft, base_revision=0, answers=answers)
    return draft, code


def make_submission(
    consultation: Consultation,
    *,
    answers: dict | None = None,
    sent: bool = True,
    actor: Viewer = VISITOR,
    channel: Channel | str = Channel.WEB,
    consent: Consent | str = Consent.NONE,
    **facts,
) -> Submission:
    """A submission to a consultation made by make_consultation, sent unless it is said otherwise.

    Without `answers` it answers what the definition of make_definition wants answered.
    """
    answers = ANSWERS if answers is None else answers
    draft, _ = make_draft(consultation, actor=actor, answers=answers, channel=Channel(channel), **facts)
    if sent:
        with unit_of_work():
            actions.send(actor, submission=draft, consent=Consent(consent))
    return draft


def save(draft: Submission, base: int | None = None, **answers):
    """Save answers to a draft as somebody who had read revision `base`."""
    with unit_of_work():
        return actions.save_answers(
            VISITOR, submission=draft, base_revision=draft.revision if base is None else base, answers=answers
        )


def answers_now(submission: Submission) -> dict:
    """The answers as the database has them now."""
    with reading():
        return queries.answers_of(submission)


def submission_now(submission: Submission) -> Submission:
    """The submission as the database has it now."""
    look_again()
    found = queries.submission(submission.id)
    assert found is not None
    return found


def how_many(state: SubmissionState | None = None) -> int:
    """How many submissions there are, of a state or in all."""
    look_again()
    query = db.select(db.func.count()).select_from(Submission)
    return db.session.scalar(query if state is None else query.where(Submission.state == state))


def rows_of_answers(submission: Submission) -> list[Answer]:
    """The rows of its answers."""
    look_again()
    return list(db.session.scalars(db.select(Answer).where(Answer.submission_id == submission.id)))
