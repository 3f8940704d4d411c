"""The files of submissions, with where their bytes lie, and the scan of the paper from which one was typed."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from engage.core.database import db
from engage.core.files import StoredFile
from engage.submissions.models import FileState, Submission, SubmissionFile

_WITH_BYTES = select(SubmissionFile, StoredFile).join(StoredFile, StoredFile.id == SubmissionFile.file_id)


def files_of(submission: Submission) -> Sequence[SubmissionFile]:
    """The files that belong to it and were not taken out, the oldest first."""
    return db.session.scalars(
        select(SubmissionFile)
        .where(SubmissionFile.submission_id == submission.id, SubmissionFile.removed_at.is_(None))
        .order_by(SubmissionFile.id)
    ).all()


def file_of(file_id: int) -> SubmissionFile | None:
    """The file of an id."""
    return db.session.get(SubmissionFile, file_id)


def file_with_bytes(file_id: int) -> tuple[SubmissionFile, StoredFile] | None:
    """The file of an id with where its bytes lie."""
    row = db.session.execute(_WITH_BYTES.where(SubmissionFile.id == file_id)).first()
    return None if row is None else (row[0], row[1])


def files_with_bytes(
    submission: Submission, named: Collection[int] | None = None
) -> list[tuple[SubmissionFile, StoredFile]]:
    """The files that belong to it, with where their bytes lie: those of these ids, or all that were not taken out."""
    which = SubmissionFile.removed_at.is_(None) if named is None else SubmissionFile.id.in_(named)
    wanted = _WITH_BYTES.where(SubmissionFile.submission_id == submission.id, which)
    return [(row[0], row[1]) for row in db.session.execute(wanted.order_by(SubmissionFile.id))]


def files_in_state(state: FileState, *, after: int, limit: int) -> list[tuple[SubmissionFile, StoredFile]]:
    """The next files in a state, by id."""
    wanted = _WITH_BYTES.where(SubmissionFile.state == state, SubmissionFile.id > after)
    return [(row[0], row[1]) for row in db.session.execute(wanted.order_by(SubmissionFile.id).limit(limit))]


def scan_of(submission: Submission) -> StoredFile | None:
    """The scan of the paper that it was typed from, if there is one."""
    return None if submission.scan_id is None else db.session.get(StoredFile, submission.scan_id)
