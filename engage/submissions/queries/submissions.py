"""Reads of submissions: the gates to one, its answers, and what was set aside."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engage.consultations.definition import Definition, read_definition
from engage.consultations.models import Consultation, DefinitionRevision
from engage.consultations.queries.consultations import definition_of
from engage.core import ledger
from engage.core.database import db
from engage.submissions import codes, verbs
from engage.submissions.models import Answer, SetAsideAnswer, Submission, SubmissionVersion

Boxes = Mapping[str, list[str]]
_answers: Any = Answer.__table__
ANSWERS_OF = select(_answers.c.question, _answers.c.value, _answers.c.typed, _answers.c.revision)
_OPENED = (
    select(Consultation, Submission)
    .join(Submission, Submission.consultation_id == Consultation.id)
    .where(Consultation.slug == bindparam("slug"), Submission.code_hash.in_(bindparam("hashes", expanding=True)))
)


@dataclass(frozen=True)
class Kept:
    """What is kept for one question: the canonical value, or what was typed and cannot be taken; and since when."""

    value: str
    typed: str | None
    revision: int

    @property
    def content(self) -> tuple[str, str | None]:
        """What two texts differ by."""
        return self.value, self.typed

    @property
    def answer(self) -> Any:
        """The value; None when what was typed cannot be taken."""
        return json.loads(self.value)

    @property
    def boxes(self) -> Boxes | None:
        """What was typed and cannot be taken."""
        return None if self.typed is None else json.loads(self.typed)


def submission(submission_id: int) -> Submission | None:
    """The submission of an id."""
    return db.session.get(Submission, submission_id)


def submission_by_code(code: str) -> Submission | None:
    """The submission that a secret code opens, whatever way it was typed; found in the same time or not."""
    read = codes.read_code(code)
    if read is None:
        return None
    return db.session.scalars(select(Submission).where(Submission.code_hash.in_(codes.hashes_of(read)))).first()


def opened_by(slug: str, code: str) -> tuple[Consultation, Submission] | None:
    """The submission to one consultation that a code opens, with its consultation, by one statement."""
    read = codes.read_code(code)
    if read is None:
        return None
    row = db.session.execute(_OPENED, {"slug": slug, "hashes": codes.hashes_of(read)}).first()
    return None if row is None else (row[0], row[1])


def change_of(submission: Submission) -> Submission | None:
    """The draft on which a sent submission is being changed."""
    return db.session.scalars(select(Submission).where(Submission.amends_id == submission.id)).first()


def consultation_of(submission: Submission) -> Consultation:
    """What it answers."""
    return db.session.get_one(Consultation, submission.consultation_id)


def questions_of(submission: Submission) -> Definition:
    """The questions that it answers, as they were put."""
    return definition_of(consultation_of(submission), submission.definition)


def kept_of(submission_id: int) -> dict[str, Kept]:
    """All that is kept for the questions of a submission, by question."""
    rows = db.session.execute(ANSWERS_OF.where(_answers.c.submission_id == submission_id))
    return {row.question: Kept(row.value, row.typed, row.revision) for row in rows}


def answers_of(submission: Submission) -> dict[str, Any]:
    """The values of its answers by question, as they stand now; of a sent one, as they were sent."""
    return values_of(kept_of(submission.id))


def values_of(kept: Mapping[str, Kept]) -> dict[str, Any]:
    """The values among what is kept; what cannot be taken as an answer is left out."""
    values = ((key, one.answer) for key, one in kept.items() if one.typed is None)
    return {key: value for key, value in values if value is not None}


def set_aside(submission: Submission) -> Sequence[SetAsideAnswer]:
    """The texts that wait for a choice, the oldest first."""
    return db.session.scalars(
        select(SetAsideAnswer)
        .where(SetAsideAnswer.submission_id == submission.id, SetAsideAnswer.settled_at.is_(None))
        .order_by(SetAsideAnswer.id)
    ).all()


def latest_version(submission: Submission) -> SubmissionVersion | None:
    """What was sent last."""
    return db.session.get(SubmissionVersion, (submission.id, submission.version))


def versions_of(submission: Submission) -> Sequence[SubmissionVersion]:
    """All that was sent, the first first."""
    return db.session.scalars(
        select(SubmissionVersion)
        .where(SubmissionVersion.submission_id == submission.id)
        .order_by(SubmissionVersion.number)
    ).all()


def sealed_at(submission: Submission, version: SubmissionVersion) -> int | None:
    """The position in the ledger at which a version's fingerprint was sealed; None until it is."""
    rows = db.session.execute(
        select(ledger.Entry.facts, ledger.Seal.position)
        .join(ledger.Seal, ledger.Seal.entry_id == ledger.Entry.id)
        .where(
            ledger.Entry.subject_kind == "submission",
            ledger.Entry.subject_id == submission.id,
            ledger.Entry.verb.in_([verbs.SUBMISSION_SENT.name, verbs.SUBMISSION_AMENDED.name]),
        )
    )
    for facts, position in rows:
        said = json.loads(facts)
        if (said["version"], said["fingerprint"]) == (version.number, version.fingerprint):
            return int(position)
    return None


def definitions_answered(consultation: Consultation) -> list[Definition]:
    """The definitions that respondents saw, newest first: the present one and those that submissions name."""
    named = select(Submission.definition).where(Submission.consultation_id == consultation.id).distinct()
    numbers = {consultation.definition, *db.session.scalars(named)}
    bodies = db.session.scalars(
        select(DefinitionRevision.body)
        .where(DefinitionRevision.consultation_id == consultation.id, DefinitionRevision.number.in_(numbers))
        .order_by(DefinitionRevision.number.desc())
    )
    return [read_definition(body) for body in bodies]
