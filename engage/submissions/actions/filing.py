"""Files of a submission: taken in, held until they were scanned, read for their words."""

import hashlib
from collections.abc import Collection, Sequence

from flask import current_app
from sqlalchemy import func, select, update

from engage.consultations import queries as consultations
from engage.consultations.definition import files_named
from engage.core import clock, files, jobs, ledger
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.files import Accepted, StoredFile
from engage.core.permissions import Viewer
from engage.submissions import queries, verbs
from engage.submissions.actions.indexing import index_submission
from engage.submissions.models import FileState, Submission, SubmissionFile

MOST_FILES = 30
SCAN, READ = "consultations.scan", "consultations.read_files"


def add_files(
    actor: Viewer,
    *,
    submission: Submission,
    question: str | None,
    accepted: Sequence[Accepted],
) -> list[SubmissionFile]:
    """Take files in for a question, or for the whole response; one that is there already is not taken twice.

    Where a scanner is configured they are held until it has found nothing.
    """
    _check_limits(submission, accepted)
    held = bool(current_app.config["ENGAGE"].clamd_url)
    rows = [_same(submission, question, one) or _added(submission, question, one, held=held) for one in accepted]
    db.session.flush()
    after_commit(_wake)
    for row in rows:
        ledger.record(verbs.SUBMISSION_FILE_ADDED, subject_id=submission.id, actor_id=actor.account_id, file_id=row.id)
    return rows


def _check_limits(submission: Submission, accepted: Sequence[Accepted]) -> None:
    megabytes = int(current_app.config["ENGAGE"].response_files_mb)
    number, size = db.session.execute(
        select(func.count(), func.coalesce(func.sum(StoredFile.size), 0))
        .select_from(SubmissionFile)
        .join(StoredFile, StoredFile.id == SubmissionFile.file_id)
        .where(SubmissionFile.submission_id == submission.id)
    ).one()
    if number + len(accepted) > MOST_FILES:
        raise Refused(f"A response can hold at most {MOST_FILES} files.")
    if int(size) + sum(len(one.data) for one in accepted) > megabytes * 1_000_000:
        raise Refused(f"The files of a response can be {megabytes} MB together. Make these smaller or leave some out.")


def _same(submission: Submission, question: str | None, accepted: Accepted) -> SubmissionFile | None:
    return db.session.scalars(
        select(SubmissionFile)
        .join(StoredFile, StoredFile.id == SubmissionFile.file_id)
        .where(
            SubmissionFile.submission_id == submission.id,
            SubmissionFile.question == question,
            SubmissionFile.removed_at.is_(None),
            StoredFile.sha256 == hashlib.sha256(accepted.data).hexdigest(),
        )
    ).first()


def _added(submission: Submission, question: str | None, accepted: Accepted, *, held: bool) -> SubmissionFile:
    stored = files.store(accepted)
    row = SubmissionFile(
        submission_id=submission.id,
        question=question,
        file_id=stored.id,
        title=accepted.name,
        state=FileState.HELD if held else FileState.READY,
        at=clock.now(),
    )
    db.session.add(row)
    return row


def take_out_unnamed(submission: Submission, named: Collection[int]) -> None:
    """Mark the files that the answers do not name as taken out; the bytes stay for the versions that named them."""
    db.session.execute(
        update(SubmissionFile)
        .where(
            SubmissionFile.submission_id == submission.id,
            SubmissionFile.question.is_not(None),
            SubmissionFile.removed_at.is_(None),
            SubmissionFile.id.not_in(list(named)),
        )
        .values(removed_at=clock.now())
    )


def delete_unsent(submission: Submission) -> None:
    """Delete the files that no sent version names, with their bytes: the draft to which they were added goes."""
    consultation, sent = queries.consultation_of(submission), set[int]()
    for version in queries.versions_of(submission):
        sent |= files_named(consultations.definition_of(consultation, version.definition).questions(), version.values)
    unsent = db.session.execute(
        select(SubmissionFile, StoredFile)
        .join(StoredFile, StoredFile.id == SubmissionFile.file_id)
        .where(SubmissionFile.submission_id == submission.id, SubmissionFile.id.not_in(sent))
    )
    for file, stored in unsent.all():
        db.session.delete(file)
        db.session.flush()
        files.forget(stored)


def note_scan(actor: Viewer, *, file_id: int, virus: str | None) -> None:
    """Keep what the scanner said: a clean file may be read, a file with a virus is never given out."""
    row = db.session.get(SubmissionFile, file_id)
    if row is None or row.state != FileState.HELD:
        return
    row.state = FileState.READY if virus is None else FileState.INFECTED
    ledger.record(
        verbs.SUBMISSION_FILE_SCANNED,
        subject_id=row.submission_id,
        actor_id=actor.account_id,
        file_id=row.id,
        clean=virus is None,
    )
    after_commit(_wake)


def note_words(actor: Viewer, *, file_id: int, words: str) -> None:  # noqa: ARG001 - every action names its actor
    """Keep the words of a file, so that they can be read and searched."""
    row = queries.file_of(file_id)
    if row is not None and row.state == FileState.READY:
        row.state, row.text = FileState.READ, words
        index_submission(db.session.get_one(Submission, row.submission_id))


def _wake() -> None:
    jobs.wake(SCAN)
    jobs.wake(READ)
