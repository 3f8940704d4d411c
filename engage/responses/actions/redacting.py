"""Black passages of a response: blacked out with a reason, carried from one version to the next, lifted."""

from engage.comments.models import Reason
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import passages_again
from engage.responses import verbs
from engage.responses.actions.response_standing import changing
from engage.responses.models import Response, ResponseRedaction
from engage.responses.queries import response_texts, responses
from engage.submissions.models import Submission

OWN = "You wrote this response or helped to, so somebody else must decide about it."
NOT_THERE = "These words are not in this answer. Copy them exactly as they stand there."


def redact_response(
    actor: Viewer, *, response: Response, version: int, question: str, start: int, end: int, reason: Reason
) -> ResponseRedaction:
    """Black out [start, end) of an answer in a sent version; a mark stands in its place in everything public.

    The same words are black in the other version too, where one is public and a changed one waits.
    """
    with changing(response):
        submission = _submission(actor, response)
        if version not in (response.version, submission.version):
            raise Refused("The response has been sent anew since you opened it. Read it again before you decide.")
        words = response_texts.sent_texts(submission, version).get(question, "")
        if not 0 <= start < end <= len(words):
            raise Refused(NOT_THERE, "passage")
        row = _add(
            ResponseRedaction(
                submission_id=submission.id,
                version=version,
                question=question,
                start=start,
                end=end,
                reason_key=reason.key,
                account_id=actor.account_id,
            )
        )
        carry_redactions(submission)
        ledger.record(
            verbs.RESPONSE_REDACTED,
            subject_id=submission.id,
            actor_id=actor.account_id,
            consultation_id=response.consultation_id,
            redaction_id=row.id,
            reason_key=reason.key,
        )
    return row


def lift_redaction(actor: Viewer, *, response: Response, redaction: ResponseRedaction) -> Response:
    """Show the words of a black-out again, in every version where the same words are black."""
    with changing(response):
        submission = _submission(actor, response)
        words = _words(submission, redaction)
        for row in response_texts.redactions_of(submission.id):
            if row.question == redaction.question and _words(submission, row) == words:
                row.lifted_at = clock.now()
        db.session.flush()
        ledger.record(
            verbs.RESPONSE_REDACTION_LIFTED,
            subject_id=submission.id,
            actor_id=actor.account_id,
            consultation_id=response.consultation_id,
            redaction_id=redaction.id,
        )
    return response


def carry_redactions(submission: Submission) -> None:
    """Black out in the newest version, and in the one that is public, what is black in any other."""
    rows = response_texts.redactions_of(submission.id)
    if not rows:
        return
    known = responses.response(submission.id)
    for number in {submission.version, known.version if known and known.version else submission.version}:
        texts = response_texts.sent_texts(submission, number)
        black = {(row.question, row.start, row.end) for row in rows if row.version == number}
        for row in rows:
            if row.version != number:
                _carry(submission, row, number, texts, black)
    db.session.flush()


def _carry(
    submission: Submission,
    row: ResponseRedaction,
    number: int,
    texts: dict[str, str],
    black: set[tuple[str, int, int]],
) -> None:
    """The same words are black wherever they stand, in whichever answer: they may have been moved."""
    old = response_texts.sent_texts(submission, row.version).get(row.question, "")
    for question, words in texts.items():
        for start, end in passages_again((row.start, row.end), old, words):
            if not any(key == question and a <= start and end <= b for key, a, b in black):
                black.add((question, start, end))
                _add(
                    ResponseRedaction(
                        submission_id=submission.id,
                        version=number,
                        question=question,
                        start=start,
                        end=end,
                        reason_key=row.reason_key,
                        account_id=row.account_id,
                    )
                )


def _add(black: ResponseRedaction) -> ResponseRedaction:
    black.at = clock.now()
    db.session.add(black)
    db.session.flush()
    return black


def _words(submission: Submission, row: ResponseRedaction) -> str:
    text = response_texts.sent_texts(submission, row.version).get(row.question, "")
    return " ".join(text[row.start : row.end].casefold().split())


def _submission(actor: Viewer, response: Response) -> Submission:
    submission = db.session.get_one(Submission, response.submission_id)
    db.session.refresh(submission)
    if responses.is_own(actor, submission):
        raise Refused(OWN)
    return submission
