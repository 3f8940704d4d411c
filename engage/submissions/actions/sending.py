"""Sending: what was checked becomes one version with a receipt, however often it is sent."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, update

from engage.consultations.definition import (
    Definition,
    Question,
    QuestionKind,
    choices_of,
    files_named,
    fingerprint_of,
    lacks,
    visible_questions,
)
from engage.consultations.definition.document import canonical
from engage.consultations.models import Consultation
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.submissions import in_public, queries, verbs
from engage.submissions.actions.filing import take_out_unnamed
from engage.submissions.actions.indexing import index_submission
from engage.submissions.actions.telling import mail_receipt
from engage.submissions.models import (
    Answer,
    AnswerChoice,
    Channel,
    Consent,
    SetAsideAnswer,
    Submission,
    SubmissionState,
    SubmissionVersion,
)
from engage.submissions.queries.approvals import lacks_authority
from engage.submissions.queries.submissions import Kept, kept_of, values_of
from engage.taxonomy import queries as taxonomy

CHANGED_MEANWHILE = "Your answers were changed in another window after you opened this page. Check them once more."
CHOOSE_FIRST = "Two different texts were saved for the same question. Choose which one to send."
WAS_WITHDRAWN = "This response was withdrawn. Begin a new one to answer again."
NOTHING = "Nothing is answered yet. Answer at least one question before you send."
INCOMPLETE = "Some questions still need an answer. They are listed on this page."


class TooLate(Refused):
    """The time to send is over, grace and all; the draft is kept."""


def may_send_until(consultation: Consultation) -> datetime | None:
    """The last moment for what was begun before the close."""
    minutes = int(current_app.config["ENGAGE"].grace_minutes)
    return None if consultation.closes_at is None else consultation.closes_at + timedelta(minutes=minutes)


def is_too_late(consultation: Consultation, submission: Submission) -> bool:
    """Whether a draft can no longer be sent from the web."""
    now = clock.now()
    if consultation.is_open(now):
        return False
    until = may_send_until(consultation)
    begun_in_time = consultation.closes_at is not None and submission.created_at < consultation.closes_at
    return not (consultation.has_closed(now) and begun_in_time and until is not None and now < until)


def faults_of(definition: Definition, kept: dict[str, Kept]) -> dict[str, str]:
    """What stands in the way of sending, by question: what cannot be taken, and what must be answered and is not."""
    answers = values_of(kept)
    found = {}
    for question in visible_questions(definition, answers):
        there = kept.get(question.key)
        if there is not None and there.typed is not None:
            found[question.key] = "What you typed here cannot be taken as it is."
        elif (sentence := lacks(question, answers.get(question.key))) is not None:
            found[question.key] = sentence
    return found


def send(
    actor: Viewer,
    *,
    submission: Submission,
    revision: int | None = None,
    consent: Consent | None = None,
    name: str | None = None,
) -> SubmissionVersion:
    """Send a draft, and give the version that was sent; a second time gives the same one.

    `revision` is the one that the person checked. Refuses what is incomplete, raises TooLate after the grace period;
    what came on paper or by telephone is taken as it came. A draft of changes is sent as a new version of what it
    changes.
    """
    db.session.flush()
    db.session.refresh(submission, with_for_update=True)
    if submission.state is SubmissionState.SENT:
        return db.session.get_one(SubmissionVersion, (submission.id, submission.version))
    if submission.state is SubmissionState.WITHDRAWN:
        raise Refused(WAS_WITHDRAWN)
    consultation = queries.consultation_of(submission)
    definition = queries.questions_of(submission)
    kept = kept_of(submission.id)
    _check(consultation, submission, definition, kept, revision)
    if consent is not None:
        submission.consent = consent
    if name is not None:
        submission.name = name
    answers = _answers_shown(definition, kept)
    return _settle(actor, consultation, submission, definition, answers)


def _check(
    consultation: Consultation, submission: Submission, definition: Definition, kept: Any, revision: int | None
) -> None:
    if submission.channel is Channel.WEB:
        if is_too_late(consultation, submission):
            raise TooLate("This consultation is closed.")
        if faults_of(definition, kept):
            raise Refused(INCOMPLETE)
        if not _answers_shown(definition, kept):
            raise Refused(NOTHING)
    if queries.set_aside(submission):
        raise Refused(CHOOSE_FIRST)
    refusal = lacks_authority(_original_of(submission), submission)
    if refusal is not None:
        raise Refused(refusal)
    if revision is not None and revision != submission.revision:
        raise Refused(CHANGED_MEANWHILE)


def _answers_shown(definition: Definition, kept: dict[str, Kept]) -> dict[str, Any]:
    values = values_of(kept)
    shown = [question.key for question in visible_questions(definition, values)]
    return {key: values[key] for key in shown if key in values}


def _settle(
    actor: Viewer,
    consultation: Consultation,
    draft: Submission,
    definition: Definition,
    answers: dict[str, Any],
) -> SubmissionVersion:
    original = _original_of(draft)
    now = clock.now()
    closed = consultation.has_closed(now)
    original.definition, original.notice = draft.definition, draft.notice
    original.fingerprint = fingerprint_of(original.reference, definition, answers)
    original.version += 1
    db.session.execute(delete(SetAsideAnswer).where(SetAsideAnswer.submission_id == draft.id))
    if original is draft:
        original.state, original.sent_at = SubmissionState.SENT, now
        original.is_late = closed and draft.channel is Channel.WEB
    else:
        _take_over(original, draft, closed)
    db.session.execute(delete(Answer).where(Answer.submission_id == original.id, Answer.question.not_in(list(answers))))
    original.area_id = _area_named(definition, answers) or original.area_id
    take_out_unnamed(original, files_named(definition.questions(), answers))
    _write_choices(original, list(definition.questions()), answers)
    version = SubmissionVersion(
        submission_id=original.id,
        number=original.version,
        definition=original.definition,
        answers=canonical(answers),
        fingerprint=original.fingerprint,
        at=now,
        account_id=actor.account_id,
    )
    db.session.add(version)
    db.session.flush()
    index_submission(original)
    _tell(actor, consultation, original, closed)
    in_public.sent(original)
    mail_receipt(original, consultation, version)
    return version


def _area_named(definition: Definition, answers: dict[str, Any]) -> int | None:
    """Where the respondent lives, as chosen from the areas."""
    asked = [question.key for question in definition.questions() if question.kind is QuestionKind.POSTCODE]
    codes = [answers[key]["area"] for key in asked if answers.get(key, {}).get("area")]
    found = taxonomy.area_by_code(codes[0]) if codes else None
    return found.id if found is not None else None


def _original_of(draft: Submission) -> Submission:
    if draft.amends_id is None:
        return draft
    original = db.session.get_one(Submission, draft.amends_id)
    db.session.refresh(original, with_for_update=True)
    return original


def _take_over(original: Submission, draft: Submission, closed: bool) -> None:
    """Put the answers of a draft of changes in the place of those that were sent; the draft is gone then."""
    original.amended_after_close = original.amended_after_close or closed
    original.revision += draft.revision + 1
    for column in ("name", "email", "for_name", "for_relation", "respondent", "consent"):
        setattr(original, column, getattr(draft, column))
    db.session.execute(delete(Answer).where(Answer.submission_id == original.id))
    db.session.execute(
        update(Answer)
        .where(Answer.submission_id == draft.id)
        .values(submission_id=original.id, revision=original.revision)
    )
    db.session.delete(draft)
    db.session.flush()


def _write_choices(submission: Submission, questions: list[Question], answers: dict[str, Any]) -> None:
    db.session.execute(delete(AnswerChoice).where(AnswerChoice.submission_id == submission.id))
    chosen = choices_of(questions, answers)
    if chosen:
        rows = [
            {
                "consultation_id": submission.consultation_id,
                "question": question,
                "option": option,
                "submission_id": submission.id,
                "sent_at": submission.sent_at,
            }
            for question, option in chosen
        ]
        db.session.execute(insert(AnswerChoice), rows)


def _tell(actor: Viewer, consultation: Consultation, submission: Submission, closed: bool) -> None:
    facts: dict[str, Any] = {
        "subject_id": submission.id,
        "actor_id": actor.account_id,
        "consultation_id": consultation.id,
        "version": submission.version,
        "fingerprint": submission.fingerprint,
    }
    if submission.version == 1:
        db.session.execute(
            update(Consultation)
            .where(Consultation.id == consultation.id)
            .values(sent_count=Consultation.sent_count + 1)
            .execution_options(synchronize_session=False)
        )
        ledger.record(verbs.SUBMISSION_SENT, late=submission.is_late, **facts)
    else:
        ledger.record(verbs.SUBMISSION_AMENDED, after_close=closed, **facts)
