"""Files of submissions of other systems: checked, and taken in batch by batch."""

from engage.accounts import queries as accounts
from engage.accounts.session import viewer_for
from engage.consultations.models import Consultation
from engage.core import files
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.importing import ImportState
from engage.core.jobs import job
from engage.core.permissions import VISITOR, Viewer
from engage.submission_data import import_work
from engage.submission_data.actions import import_runs
from engage.submission_data.actions.importing import Tally
from engage.submission_data.models import SubmissionImport
from engage.submission_data.queries import imports as queries


@job("consultations.import")
def take_in() -> None:
    """Do what is due, one file after the other. A file that was begun before is begun again: nothing comes twice."""
    while True:
        with unit_of_work():
            run = import_runs.claim_import()
        if run is None:
            return
        try:
            _check(run) if run.state is ImportState.TO_CHECK else _write(run)
        except Refused as refusal:
            with unit_of_work():
                import_runs.note_end(run, refusal.sentence)


def _work(run: SubmissionImport) -> import_work.Work:
    with reading():
        path = files.location(queries.file_of(run))
        return import_work.opened(path, db.session.get_one(Consultation, run.consultation_id), run.named)


def _check(run: SubmissionImport) -> None:
    work = _work(run)
    tally, faults = work.check()
    with unit_of_work():
        import_runs.note_check(run, total=work.total(), tally=tally, faults=faults[: import_work.MOST_FAULTS])


def _write(run: SubmissionImport) -> None:
    work, actor = _work(run), _actor(run)
    tally, rows = Tally(), 0
    for batch in work.batches():
        tally += work.write(actor, batch)
        rows += len(batch)
        with unit_of_work():
            import_runs.note_batch(run, rows=rows, tally=tally)
    with unit_of_work():
        import_runs.note_end(run)


def _actor(run: SubmissionImport) -> Viewer:
    with reading():
        found = accounts.account(run.account_id)
        return VISITOR if found is None else viewer_for(found)
