"""What the worker does with files of submissions, and with drafts that nobody sent."""

from pathlib import Path

import structlog
from flask import current_app

from engage.core import files
from engage.core.database import reading, unit_of_work
from engage.core.jobs import job
from engage.core.permissions import VISITOR
from engage.core.scanning import Unreachable, scan
from engage.submissions import actions, letters, queries
from engage.submissions.actions.filing import READ, SCAN
from engage.submissions.models import FileState

log = structlog.get_logger()
BATCH = 20


@job(SCAN)
def scan_files() -> None:
    """Ask the scanner about each held file; while it cannot be reached they stay held."""
    address = current_app.config["ENGAGE"].clamd_url
    after = 0
    while rows := _some(FileState.HELD, after):
        for row, path, _media_type in rows:
            after = row
            try:
                virus = scan(address, path) if address else None
            except Unreachable as error:
                log.warning("scanner_unreachable", reason=str(error))
                return
            with unit_of_work():
                actions.note_scan(VISITOR, file_id=row, virus=virus)


@job(READ)
def read_files() -> None:
    """Take the words out of each file that may be read; one without words is marked as read too."""
    after = 0
    while rows := _some(FileState.READY, after):
        for row, path, media_type in rows:
            after = row
            words = letters.words_in(path, media_type)
            with unit_of_work():
                actions.note_words(VISITOR, file_id=row, words=words)


@job("consultations.forget_drafts", every=30)
def forget_drafts() -> None:
    """Forget what was never sent, a year after the close."""
    done = BATCH
    while done == BATCH:
        with unit_of_work():
            done = actions.forget_drafts(VISITOR, limit=BATCH)


def _some(state: FileState, after: int) -> list[tuple[int, Path, str]]:
    with reading():
        found = queries.files_in_state(state, after=after, limit=BATCH)
        return [(row.id, files.location(stored), stored.media_type) for row, stored in found]
