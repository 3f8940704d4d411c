"""What a receipt says, made from what was sent, and what binds it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from engage.consultations import queries as consultations
from engage.consultations.definition import Question, QuestionKind, files_named, fingerprint_of, route, words_of
from engage.consultations.models import Consultation, PrivacyNotice
from engage.core import text, tokens
from engage.submissions import queries
from engage.submissions.models import Submission, SubmissionState
from engage.taxonomy import queries as taxonomy
from engage.taxonomy.models import AreaKind

EQUALITY = "response-equality"
NOT_SENT = "What this code opens was not sent, so there is no receipt."


@dataclass(frozen=True)
class Receipt:
    """One sent version: `holds` says whether the fingerprint made anew is the one that was given."""

    title: str
    reference: str
    version: int
    at: datetime
    fingerprint: str
    holds: bool
    position: int | None
    is_late: bool
    state: SubmissionState
    withdrawn_at: datetime | None
    respondent: Submission
    pages: list[tuple[str, list[tuple[str, str]]]]
    files: frozenset[int]

    @property
    def grouped(self) -> str:
        """The fingerprint in groups that people can compare."""
        return " ".join(self.fingerprint[start : start + 8] for start in range(0, len(self.fingerprint), 8))


def receipt_of(submission: Submission) -> Receipt:
    """The receipt of what was sent last."""
    version = queries.latest_version(submission)
    if version is None:
        raise LookupError(f"submission {submission.id} was never sent")
    consultation = queries.consultation_of(submission)
    definition = consultations.definition_of(consultation, version.definition)
    answers = json.loads(version.answers)
    titles = {file.id: file.title for file in queries.files_of(submission)}
    return Receipt(
        title=consultation.title,
        reference=submission.reference,
        version=version.number,
        at=version.at,
        fingerprint=version.fingerprint,
        holds=fingerprint_of(submission.reference, definition, answers) == version.fingerprint,
        position=queries.sealed_at(submission, version),
        is_late=submission.is_late,
        state=submission.state,
        withdrawn_at=submission.withdrawn_at,
        respondent=submission,
        pages=[
            (
                page.title,
                [(one.label, words_with_files(one, answers.get(one.key), titles)) for one in questions if one.asks],
            )
            for page, questions in route(definition, answers)
        ],
        files=files_named(definition.questions(), answers),
    )


def words_with_files(question: Question, value: Any, titles: Mapping[int, str]) -> str:
    """The answer in words, files by their titles."""
    if value is not None and question.kind is QuestionKind.FILE:
        return "\n".join(titles.get(number, "A file that was taken out") for number in value["files"])
    return words_of(question, value)


def notice_html(notice: PrivacyNotice | None) -> Markup | None:
    """The privacy notice as it was rendered when it was saved."""
    return None if notice is None else text.stored(notice.html)


def equality_token(consultation: Consultation, submission: Submission) -> str:
    """For the page with the equality questions: the consultation, a random number and a coarse area, nothing else."""
    area = None if submission.area_id is None else taxonomy.area(submission.area_id)
    above = taxonomy.areas_above([area.id]) if area is not None else frozenset()
    coarse = [one.id for one in map(taxonomy.area, above) if one is not None and one.kind is AreaKind.REGION]
    return tokens.sign(
        EQUALITY,
        {"consultation": consultation.id, "id": secrets.randbits(62), "area": coarse[0] if coarse else None},
    )
