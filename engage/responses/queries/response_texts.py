"""The words of a response: as they were sent, as a moderator reads them, and as everybody may."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.consultations.definition import Question, QuestionKind, files_named, words_of
from engage.consultations.models import Consultation
from engage.consultations.queries.consultations import definition_of
from engage.core.database import db
from engage.core.text import redacted_source
from engage.responses.models import PublicAnswer, Response, ResponseRedaction
from engage.submissions.models import FileState, Submission, SubmissionFile, SubmissionVersion

# What tells where or how somebody can be found is never published, whatever they agreed to; files are read by their
# text alone, as letters of organisations.
KEPT_BACK = frozenset(
    {
        QuestionKind.CONTACT,
        QuestionKind.POSTCODE,
        QuestionKind.FILE,
        QuestionKind.AGREEMENT,
        QuestionKind.INFORMATION,
    }
)


@dataclass(frozen=True)
class Passage:
    """An answer with its question: as it was sent, and with what is blacked out."""

    question: str
    label: str
    sent: str
    shown: str
    redactions: tuple[ResponseRedaction, ...] = ()


def version_of(submission_id: int, number: int) -> SubmissionVersion | None:
    """What was sent under a number."""
    return db.session.get(SubmissionVersion, (submission_id, number))


def asked_in(submission: Submission, number: int) -> list[Question]:
    """The questions whose answers may be published, as they were put to one sent version, in their order.

    A letter or report of an organisation counts as one more, whose answer is its text.
    """
    version = version_of(submission.id, number)
    if version is None:
        return []
    consultation = db.session.get_one(Consultation, submission.consultation_id)
    definition = definition_of(consultation, version.definition)
    asked = [question for question in definition.questions() if question.kind not in KEPT_BACK]
    return [*asked, *(_letter(file) for file in letters_of(submission, version))]


def letters_of(submission: Submission, version: SubmissionVersion) -> Sequence[SubmissionFile]:
    """The letters and reports that a formal response was sent with; nothing for people, whose files are not published.

    Their texts are read beside the answers; an infected one has none.
    """
    if submission.organisation_id is None:
        return []
    definition = definition_of(db.session.get_one(Consultation, submission.consultation_id), version.definition)
    named = files_named(definition.questions(), version.values)
    return db.session.scalars(
        select(SubmissionFile)
        .where(SubmissionFile.submission_id == submission.id, SubmissionFile.id.in_(named))
        .order_by(SubmissionFile.id)
    ).all()


def unread_letters(submission: Submission, number: int) -> bool:
    """Whether a file of a formal response is still to be scanned or read, so that its words are not known yet."""
    version = version_of(submission.id, number)
    letters = letters_of(submission, version) if version is not None else []
    return any(file.state in (FileState.HELD, FileState.READY) for file in letters)


def _letter(file: SubmissionFile) -> Question:
    return Question(key=f"file{file.id}", kind=QuestionKind.LONG_TEXT, label=f"{file.title} (attached)"[:1000])


def sent_texts(submission: Submission, number: int) -> dict[str, str]:
    """The words of each answer of one sent version that may be published, in the order of the questions."""
    version = version_of(submission.id, number)
    if version is None:
        return {}
    answers = json.loads(version.answers)
    answers |= {_letter(file).key: file.text for file in letters_of(submission, version) if file.text}
    asked = asked_in(submission, number)
    return {each.key: words_of(each, answers[each.key]) for each in asked if answers.get(each.key) is not None}


def redactions_of(submission_id: int) -> Sequence[ResponseRedaction]:
    """The passages that are black, in any version."""
    return db.session.scalars(
        select(ResponseRedaction)
        .where(ResponseRedaction.submission_id == submission_id, ResponseRedaction.lifted_at.is_(None))
        .order_by(ResponseRedaction.id)
    ).all()


def redaction(submission_id: int, redaction_id: int) -> ResponseRedaction | None:
    """One black-out of a response."""
    found = db.session.get(ResponseRedaction, redaction_id)
    return found if found is not None and found.submission_id == submission_id else None


def passages_of(submission: Submission, number: int) -> list[Passage]:
    """One sent version as a moderator reads it."""
    texts = sent_texts(submission, number)
    black: dict[str, list[ResponseRedaction]] = {}
    for row in redactions_of(submission.id):
        if row.version == number:
            black.setdefault(row.question, []).append(row)
    labels = {question.key: question.label for question in asked_in(submission, number)}
    return [_passage(key, labels[key], sent, tuple(black.get(key, ()))) for key, sent in texts.items()]


def _passage(key: str, label: str, sent: str, rows: tuple[ResponseRedaction, ...]) -> Passage:
    return Passage(key, label, sent, redacted_source(sent, [(row.start, row.end) for row in rows]), rows)


def public_texts(submission_ids: Sequence[int]) -> Mapping[int, dict[str, str]]:
    """The one redacted text of published responses, by submission and question."""
    rows = db.session.execute(
        select(PublicAnswer.submission_id, PublicAnswer.question, PublicAnswer.text)
        .join(Response, Response.submission_id == PublicAnswer.submission_id)
        .where(PublicAnswer.submission_id.in_(submission_ids), Response.public())
    )
    found: dict[int, dict[str, str]] = {}
    for submission_id, question, text in rows:
        found.setdefault(submission_id, {})[question] = text
    return found
