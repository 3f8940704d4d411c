"""Taking a person out of submissions: unsent and open ones go, of those that were counted the words stay."""

import json
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import ColumnElement, delete, or_, select, update

from engage.consultations import queries as consultations
from engage.consultations.definition import QuestionKind
from engage.consultations.models import Consultation, ConsultationState
from engage.core import clock, files, ledger
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.submissions import actions, queries, verbs
from engage.submissions.actions.indexing import index_submission
from engage.submissions.models import (
    Answer,
    AnswerChoice,
    Respondent,
    SetAsideAnswer,
    Submission,
    SubmissionFile,
    SubmissionState,
    SubmissionVersion,
)

Step = Callable[[Submission], None]
# Published responses and files of submissions stand above submissions, and say here how they forget who sent one.
_steps: list[Step] = []


def also(step: Step) -> Step:
    """Take this step too when a person is taken out of a submission, in the same unit of work."""
    if step not in _steps:
        _steps.append(step)
    return step


def goes() -> ColumnElement[bool]:
    """Whether the words of a person's own submission go too: it was not sent, was withdrawn, or could be still."""
    now = clock.now()
    still_open = select(Consultation.id).where(
        Consultation.state == ConsultationState.LAUNCHED, Consultation.opens_at <= now, Consultation.closes_at > now
    )
    return or_(Submission.state != SubmissionState.SENT, Submission.consultation_id.in_(still_open))


def take_out_of_one(actor: Viewer, submission_ids: Collection[int]) -> bool:
    """Take the person out of the next submission; whether there was one."""
    named = or_(*(getattr(Submission, name) != "" for name in ("name", "for_name", "for_relation")))
    known = or_(
        named, Submission.email.is_not(None), Submission.code_hash.is_not(None), Submission.scan_id.is_not(None)
    )
    # Changes of a sent one hang on it, so they go first.
    wanted = (
        select(Submission)
        .where(Submission.id.in_(submission_ids), or_(known, Submission.account_id.is_not(None)))
        .order_by(Submission.amends_id.is_(None), Submission.id)
        .limit(1)
    )
    submission = db.session.scalars(wanted).first()
    if submission is None:
        return False
    if submission.amends_id is not None:
        actions.drop_change(actor, submission=submission)
        return True
    formal = submission.respondent is Respondent.ORGANISATION
    going = not formal and db.session.scalar(select(Submission.id).where(Submission.id == submission.id, goes()))
    _take_out(actor, submission, words_kept=not going)
    return True


def _take_out(actor: Viewer, submission: Submission, *, words_kept: bool) -> None:
    if words_kept:
        _take_contact_answers(submission)
    else:
        if submission.state is SubmissionState.SENT:
            actions.withdraw(actor, submission=submission)
        _delete_words(submission)
    for step in _steps:
        step(submission)
    _take_name(submission)
    index_submission(submission)
    ledger.record(
        verbs.PERSON_TAKEN_OUT,
        subject_id=submission.id,
        actor_id=actor.account_id,
        consultation_id=submission.consultation_id,
        words_kept=words_kept,
    )


def _take_name(submission: Submission) -> None:
    """The name goes, with the code that opens the submission and the paper on which it may have come."""
    scan = db.session.get(StoredFile, submission.scan_id) if submission.scan_id else None
    submission.name = submission.for_name = submission.for_relation = ""
    submission.email = submission.code_hash = submission.account_id = submission.scan_id = None
    db.session.flush()
    if scan is not None:
        files.forget(scan)


def _delete_words(submission: Submission) -> None:
    _delete_files(db.session.scalars(select(SubmissionFile).where(SubmissionFile.submission_id == submission.id)).all())
    for table in (Answer, AnswerChoice, SetAsideAnswer):
        db.session.execute(delete(table).where(table.submission_id == submission.id))
    versions = SubmissionVersion.submission_id == submission.id
    db.session.execute(update(SubmissionVersion).where(versions).values(answers="{}"))


def _delete_files(rows: Sequence[SubmissionFile]) -> None:
    for row in rows:
        stored = db.session.get(StoredFile, row.file_id)
        db.session.delete(row)
        db.session.flush()
        if stored is not None:
            files.forget(stored)


def _take_contact_answers(submission: Submission) -> None:
    """Of a submission that was counted go the answers that only say how to reach who gave them."""
    consultation = queries.consultation_of(submission)
    gone = set[str]()
    for version in queries.versions_of(submission):
        questions = consultations.definition_of(consultation, version.definition).questions()
        contact = {each.key for each in questions if each.kind is QuestionKind.CONTACT}
        kept = {key: value for key, value in version.values.items() if key not in contact}
        if kept != version.values:
            version.answers = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        gone |= contact
    if gone:
        of_these = (Answer.submission_id == submission.id, Answer.question.in_(gone))
        db.session.execute(delete(Answer).where(*of_these))
