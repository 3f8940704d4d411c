"""A file from its upload to its end: each step is a row, and the worker does what lies between."""

import json
from collections.abc import Mapping
from typing import Any

from engage.core import clock, jobs, ledger
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.importing import ImportState, settle, start
from engage.core.permissions import Viewer
from engage.core.text import clean_line
from engage.directory.keys import name_key
from engage.directory_data import verbs
from engage.directory_data.models import DirectoryImport, ImportKind, ImportSource

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
    settle(run, columns)
    run.wishes = json.dumps(dict(wishes))
    if run.source:
        remember(run.kind, run.source, columns)
    ledger.record(verbs.IMPORT_SETTLED, subject_id=run.id, actor_id=actor.account_id)
    after_commit(wake)


def remember(kind: ImportKind, source: str, columns: Mapping[str, str]) -> None:
    """Keep what the columns of a source are, for its next file."""
    db.session.merge(ImportSource(kind=kind, key=name_key(source), name=source, columns=json.dumps(dict(columns))))


def start_import(actor: Viewer, *, run: DirectoryImport) -> None:
    """Have a checked file taken in; a second time changes nothing."""
    if run.state is ImportState.CHECKED and run.all_or_nothing and (run.wrong or run.noted):
        raise Refused("Nothing is taken in while lines are wrong, because it must be all or nothing.")
    if not start(run):
        return
    ledger.record(verbs.IMPORT_STARTED, subject_id=run.id, actor_id=actor.account_id)
    after_commit(wake)


def wake() -> None:
    """Ask the worker to look for files."""
    jobs.wake("directory.imports")
