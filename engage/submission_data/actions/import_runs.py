"""A file of submissions from its upload to its end: each step is a row, the worker does what lies between."""

import json
from collections.abc import Mapping, Sequence

from engage.consultations.models import Consultation
from engage.core import clock, jobs, ledger
from engage.core.claiming import LEASE, claim_next
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.importing import ImportState
from engage.core.permissions import Viewer
from engage.submission_data import verbs
from engage.submission_data.actions.importing import Tally
from engage.submission_data.models import SubmissionImport

DUE = (ImportState.TO_CHECK, ImportState.TO_TAKE_IN)


def begin_import(
    actor: Viewer, *, consultation: Consultation, file: StoredFile, columns: Mapping[str, str]
) -> SubmissionImport:
    """Note an uploaded file with what its columns seem to be."""
    assert actor.account_id is not None  # noqa: S101 - the permission mark lets nobody else in
    run = SubmissionImport(
        consultation_id=consultation.id,
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
    _need(run, ImportState.NAMING, ImportState.CHECKED, ImportState.TO_CHECK)
    run.columns, run.state = json.dumps(dict(columns)), ImportState.TO_CHECK
    run.faults, run.done = "[]", 0
    ledger.record(
        verbs.IMPORT_COLUMNS_NAMED, subject_id=run.consultation_id, actor_id=actor.account_id, import_id=run.id
    )
    after_commit(wake)


def start_import(actor: Viewer, *, run: SubmissionImport) -> None:
    """Have a checked file taken in; a second time changes nothing."""
    if run.state in (ImportState.TO_TAKE_IN, ImportState.DONE):
        return
    _need(run, ImportState.CHECKED)
    run.state, run.done = ImportState.TO_TAKE_IN, 0
    ledger.record(verbs.IMPORT_STARTED, subject_id=run.consultation_id, actor_id=actor.account_id, import_id=run.id)
    after_commit(wake)


def _need(run: SubmissionImport, *states: ImportState) -> None:
    if run.state not in states:
        raise Refused("This file is being taken in, or was taken in already. Look at its page again.")


def wake() -> None:
    """Ask the worker to look for files."""
    jobs.wake("consultations.import")


def claim_import() -> SubmissionImport | None:
    """Take the oldest file that nobody works at, for five minutes from the last sign of life."""
    return claim_next(SubmissionImport, DUE)


def note_check(run: SubmissionImport, *, total: int, tally: Tally, faults: Sequence[tuple[int, str]]) -> None:
    """Keep what the check found."""
    run = db.session.merge(run)
    run.state, run.total, run.leased_until = ImportState.CHECKED, total, None
    run.faults = json.dumps([list(fault) for fault in faults])
    _count(run, tally)


def note_batch(run: SubmissionImport, *, rows: int, tally: Tally) -> None:
    """Note that so many rows are done, with what became of them all."""
    run = db.session.merge(run)
    run.done, run.leased_until = rows, clock.now() + LEASE
    _count(run, tally)


def note_end(run: SubmissionImport, fault: str = "") -> None:
    """Note that the file is done, or why it cannot be."""
    run = db.session.merge(run)
    run.state = ImportState.FAILED if fault else ImportState.DONE
    run.ready_at, run.leased_until = clock.now(), None
    if fault:
        run.faults = json.dumps([[0, fault]])


def _count(run: SubmissionImport, tally: Tally) -> None:
    run.added, run.changed, run.unchanged, run.refused = tally.added, tally.changed, tally.unchanged, tally.refused
