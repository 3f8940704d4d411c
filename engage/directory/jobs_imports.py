"""Files of contacts, organisations and areas: checked, and taken in batch by batch."""

from engage.accounts import queries as accounts
from engage.accounts.session import viewer_for
from engage.core import files
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.importing import ImportState, Tally, note_batch, note_check, note_end, note_failure
from engage.core.jobs import job
from engage.core.permissions import Viewer
from engage.directory.actions import import_runs
from engage.directory.import_work import Work, work_of
from engage.directory.models import DirectoryImport
from engage.directory.queries import imports as queries

GONE = "The file is here no longer. Upload it again."
NOT_ALL = "Nothing was taken in, because lines are wrong now and it must be all or nothing. Check the file again."


@job("directory.imports")
def take_in() -> None:
    """Do what is due, one file after the other; one that was begun before goes on behind what was noted."""
    while True:
        with unit_of_work():
            run = import_runs.claim_import()
        if run is None:
            return
        try:
            work = _opened(run)
            _check(run, work) if run.state is ImportState.TO_CHECK else _write(run, work)
        except Refused as refusal:
            with unit_of_work():
                note_failure(_as_it_stands(run), refusal.sentence)


@job("directory.imports.forget", every=60)
def forget() -> None:
    """Delete files that came a month ago."""
    with unit_of_work():
        import_runs.forget_files()


def _opened(run: DirectoryImport) -> Work:
    with reading():
        file = queries.file_of(run)
    if file is None:
        raise Refused(GONE)
    return work_of(run, files.location(file))


def _check(run: DirectoryImport, work: Work) -> None:
    said = (run.columns, run.wishes)
    report, total = work.check(), work.total()
    with unit_of_work():
        found = _as_it_stands(run)
        if (found.columns, found.wishes) == said:
            note_check(found, total=total, report=report)
        else:
            found.leased_until = None


def _write(run: DirectoryImport, work: Work) -> None:
    if run.wished.get("strict") and run.done == 0:
        report = work.check()
        if report.faults or report.notes:
            raise Refused(NOT_ALL)
    before = Tally(run.added, run.changed, run.unchanged, run.closed, run.refused)
    report = work.write(_actor(run), lambda rows, tally: _note(run, rows, tally), run.done, before)
    with unit_of_work():
        note_end(_as_it_stands(run), report)


def _note(run: DirectoryImport, rows: int, tally: Tally) -> None:
    note_batch(_as_it_stands(run), rows=rows, tally=tally)


def _as_it_stands(run: DirectoryImport) -> DirectoryImport:
    """The row as the desk may have changed it since the worker took it."""
    return db.session.get_one(DirectoryImport, run.id, populate_existing=True)


def _actor(run: DirectoryImport) -> Viewer:
    with reading():
        found = accounts.account(run.account_id)
        if found is None:
            raise Refused("The account that uploaded the file is there no longer. Upload it again.")
        return viewer_for(found)
