"""Responses for tests: offered by sending, passed by a moderator; each builder is a unit of work of its own."""

from engage.accounts.session import viewer_for
from engage.comments.models import Reason
from engage.consultations.definition import Definition, Page
from engage.consultations.models import Consultation
from engage.core.database import unit_of_work
from engage.core.permissions import Viewer
from engage.responses.actions import redacting, responding
from engage.responses.models import Response
from engage.responses.queries import response_texts, responses
from engage.submissions import actions
from engage.submissions.models import Submission
from tests.support.accounts import make_account
from tests.support.comments import make_rules
from tests.support.consultations import make_consultation, option, question
from tests.support.databases import look_again
from tests.support.submissions import make_submission, submission_now

WORDS = "Sister Ramsbottom on ward 4 told us the bus takes two hours. We want a clinic in Upper Hallow."


def two_questions(**facts) -> Consultation:
    """A consultation of two questions, with one that is never published."""
    page = Page(
        key="page1",
        title="What you think",
        questions=(
            question("place", "one_choice", "Where should it be?", options=(option("town"), option("hill"))),
            question("why1", "long_text", "Why?"),
            question("contact", "contact", "How can we reach you?"),
        ),
    )
    return make_consultation(definition=Definition(pages=(page,)), **facts)


def answers(words: str = WORDS) -> dict:
    """Answers to those questions."""
    contact = {"name": "Secret Person", "email": "secret@home.example"}
    return {"place": {"choice": "hill"}, "why1": words, "contact": contact}


def moderator() -> Viewer:
    """A moderator as the actor of a decision."""
    return viewer_for(make_account(roles=["moderator"]))


def make_response(
    consultation: Consultation, words: str = WORDS, *, consent: str = "named", published: bool = True, **facts
) -> Submission:
    """A sent submission whose response waits, or is published."""
    submission = make_submission(
        consultation, answers=answers(words), consent=consent, **{"name": "Gordon Pike", **facts}
    )
    if published:
        publish(submission)
    return submission


def response_of(submission: Submission) -> Response:
    """The response as the database has it now."""
    look_again()
    found = responses.response(submission.id)
    assert found is not None
    return found


def publish(submission: Submission) -> Response:
    """Pass what waits."""
    actor = moderator()
    response = response_of(submission)
    version = submission_now(submission).version
    with unit_of_work():
        return responding.publish_response(actor, response=responses.response(response.submission_id), version=version)


def refuse(submission: Submission, reason: Reason | None = None) -> Response:
    """Refuse what waits."""
    actor, reason = moderator(), reason or make_rules()
    response, version = response_of(submission), submission_now(submission).version
    with unit_of_work():
        return responding.refuse_response(actor, response=response, version=version, reason=reason)


def take_down(submission: Submission, reason: Reason | None = None) -> None:
    """Take away what is public."""
    actor, reason = moderator(), reason or make_rules()
    response = response_of(submission)
    with unit_of_work():
        responding.take_down_response(actor, response=response, reason=reason)


def black_out(submission: Submission, words: str, key: str = "why1") -> None:
    """Black out words of an answer in the newest version."""
    actor, reason = moderator(), make_rules()
    response, newest = response_of(submission), submission_now(submission)
    start = response_texts.sent_texts(newest, newest.version)[key].index(words)
    with unit_of_work():
        redacting.redact_response(
            actor,
            response=response,
            version=newest.version,
            question=key,
            start=start,
            end=start + len(words),
            reason=reason,
        )


def amend(submission: Submission, words: str, consent: str | None = None) -> None:
    """Send other words."""
    from engage.core.permissions import VISITOR
    from engage.submissions.models import Consent

    submission = submission_now(submission)
    with unit_of_work():
        draft = actions.amend(VISITOR, submission=submission)
    with unit_of_work():
        actions.save_answers(VISITOR, submission=draft, base_revision=draft.revision, answers={"why1": words})
    with unit_of_work():
        actions.send(VISITOR, submission=draft, consent=Consent(consent) if consent else None)
