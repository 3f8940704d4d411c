"""A file of submissions from its upload to its end: each step is a row, the worker does what lies between."""

import json
from collections.abc import Mapping

from engage.consultations.models import Consultation
from engage.core import clock, jobs, ledger
from engage.core.database import after_commit, db
from engage.core.files import StoredFile
from engage.core.importing import settle, start
from engage.core.permissions import Viewer
from engage.submission_data import verbs
from engage.submission_data.models import SubmissionImport


def begin_import(
    actor: Viewer, *, consultation: Consultation, file: StoredFile, columns: Mapping[str, str]
) -> SubmissionImport:
    """Note an uploaded file with what its columns seem to be."""
    assert actor.account_id is not None  # noqa: S101 - the permission mark lets nobody else in
    run = SubmissionImport(
        consultation_id=consultation.id,
        name=file.name,
        file_id=file.id,
        columns=json.dumps(dict(columns)),
        account_id=actor.account_id,
        asked_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    ledger.record(verbs.IMPORT_BEGUN, subject_id=consultation.id, actor_id=actor.account_id, import_id=run.id)
    return run


def name_columns(actor: Viewer, *, run: SubmissionImport, columns: Mapping[str, str]) -> None:
    """Say what each column is, and have the file checked."""
    settle(run, columns)
    ledger.record(
        verbs.IMPORT_COLUMNS_NAMED, subject_id=run.consultation_id, actor_id=actor.account_id, import_id=run.id
    )
    after_commit(wake)


def start_import(actor: Viewer, *, run: SubmissionImport) -> None:
    """Have a checked file taken in; a second time changes nothing."""
    if not start(run):
        return
    ledger.record(verbs.IMPORT_STARTED, subject_id=run.consultation_id, actor_id=actor.account_id, import_id=run.id)
    after_commit(wake)


def wake() -> None:
    """Ask the worker to look for files."""
    jobs.wake("consultations.import")
