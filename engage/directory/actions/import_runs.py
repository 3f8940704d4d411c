"""A file from its upload to its end: each step is a row, and the worker does what lies between."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engage.core import clock, files, jobs, ledger
from engage.core.claiming import claim_next
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.importing import DUE, ImportState, need
from engage.core.permissions import Viewer
from engage.core.text import clean_line
from engage.directory import verbs
from engage.directory.keys import name_key
from engage.directory.models import DirectoryImport, ImportKind, ImportSource

KEPT = timedelta(days=30)
LONGEST_SOURCE = 120


def begin_import(
    actor: Viewer, *, kind: ImportKind, source: str, file: StoredFile, columns: Mapping[str, str]
) -> DirectoryImport:
    """Note an uploaded file with what its columns seem to be."""
    assert actor.account_id is not None  # noqa: S101 - the permission mark lets nobody else in
    run = DirectoryImport(
        kind=kind,
        name=file.name,
        source=checked_source(source, needed=kind is ImportKind.CONTACTS),
        file_id=file.id,
        columns=json.dumps(dict(columns)),
        account_id=actor.account_id,
        asked_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    ledger.record(verbs.IMPORT_BEGUN, subject_id=run.id, actor_id=actor.account_id, kind=kind.value)
    return run


def checked_source(source: str, *, needed: bool) -> str:
    """Where a file is from, in one spelling; raises Refused."""
    source = clean_line(source)
    if (needed and not name_key(source)) or len(source) > LONGEST_SOURCE:
        raise Refused(f"Say where the file is from, in at most {LONGEST_SOURCE} characters.", "source")
    return source


def settle_import(
    actor: Viewer, *, run: DirectoryImport, columns: Mapping[str, str], wishes: Mapping[str, Any]
) -> None:
    """Say what each column is and how the file is to be taken in, and have it checked."""
    need(run, ImportState.NAMING, ImportState.CHECKED, ImportState.TO_CHECK)
    run.columns, run.wishes = json.dumps(dict(columns)), json.dumps(dict(wishes))
    run.state, run.faults, run.done = ImportState.TO_CHECK, "[]", 0
    if run.source:
        remember(run.kind, run.source, columns)
    ledger.record(verbs.IMPORT_SETTLED, subject_id=run.id, actor_id=actor.account_id)
    after_commit(wake)


def remember(kind: ImportKind, source: str, columns: Mapping[str, str]) -> None:
    """Keep what the columns of a source are, for its next file."""
    db.session.merge(ImportSource(kind=kind, key=name_key(source), name=source, columns=json.dumps(dict(columns))))


def start_import(actor: Viewer, *, run: DirectoryImport) -> None:
    """Have a checked file taken in; a second time changes nothing."""
    if run.state in (ImportState.TO_TAKE_IN, ImportState.DONE):
        return
    need(run, ImportState.CHECKED)
    if run.wished.get("strict") and (run.wrong or run.noted):
        raise Refused("Nothing is taken in while lines are wrong, because it must be all or nothing.")
    run.state, run.done = ImportState.TO_TAKE_IN, 0
    run.added = run.changed = run.unchanged = run.closed = run.refused = 0
    ledger.record(verbs.IMPORT_STARTED, subject_id=run.id, actor_id=actor.account_id)
    after_commit(wake)


def wake() -> None:
    """Ask the worker to look for files."""
    jobs.wake("directory.imports")


def claim_import() -> DirectoryImport | None:
    """Take the oldest file that nobody works at, for five minutes from the last sign of life."""
    return claim_next(DirectoryImport, DUE)


def forget_files() -> int:
    """Delete files that came a month ago, and what was wrong with their lines; how many."""
    old = db.session.scalars(
        select(DirectoryImport).where(
            DirectoryImport.asked_at < clock.now() - KEPT, DirectoryImport.file_id.is_not(None)
        )
    ).all()
    for run in old:
        run.faults = "[]"
        if run.state not in (ImportState.DONE, ImportState.FAILED):
            run.state, run.ready_at = ImportState.FAILED, clock.now()
        forget_file(run)
    return len(old)


def forget_file(run: DirectoryImport) -> None:
    """Delete what was uploaded, as far as it is still there."""
    if run.file_id is None:
        return
    file = db.session.get_one(StoredFile, run.file_id)
    run.file_id = None
    db.session.flush()
    files.forget(file)
