"""Workers are killed between the batches of files of submissions, and others follow when the lease is over."""

import io
import multiprocessing
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from engage.accounts.session import viewer_for
from engage.core import files, jobs, ledger
from engage.core.claiming import LEASE
from engage.core.database import db, reading, unit_of_work
from engage.core.exporting import ExportFormat, ExportState
from engage.core.growing import location
from engage.core.importing import ImportState, Tally
from engage.core.permissions import Role
from engage.submission_data.actions import exporting, import_runs
from engage.submission_data.models import ExportContent, SubmissionExport, SubmissionImport
from engage.submissions.models import Submission, SubmissionState
from tests.faults.file_worker import work
from tests.support.accounts import make_account
from tests.support.bulk_submissions import fill
from tests.support.consultations import make_consultation, make_definition
from tests.support.databases import PostgreSQLHome, SQLiteHome
from tests.support.site import make_site

ROWS = 20
AFTER_LEASE = LEASE + timedelta(minutes=1)
CONTEXT = multiprocessing.get_context("forkserver")
HEADINGS = ("id", "uses", "agree", "believe")
DEATHS_OF_EXPORTS = {
    ExportFormat.CSV: [("after bytes were written", 3), ("before a commit", 8), ("after a commit", 11)],
    ExportFormat.XLSX: [("after bytes were written", 2), ("after a commit", 12)],
}
DEATHS_OF_IMPORTS = [("before a commit", 6), ("after a commit", 9), ("before a commit", 5)]


@pytest.fixture(scope="module")
def home(request, tmp_path_factory):
    CONTEXT.set_forkserver_preload(["tests.faults.file_worker"])
    folder = tmp_path_factory.mktemp("files")
    is_postgresql = request.config.getoption("--database") == "postgresql"
    found = PostgreSQLHome(folder) if is_postgresql else SQLiteHome(folder)
    yield found
    found.close()


@pytest.fixture
def ground(home, tmp_path):
    """A site to which workers of their own can be sent, and its consultation and officer."""
    app = make_site(home, tmp_path / "data", sqlite_synchronous="FULL")
    with app.app_context():
        home.empty()
        yield app, make_consultation(), make_account(roles=[Role.OFFICER])
        db.session.remove()
        db.engine.dispose()


def send_workers(app, job, deaths):
    """Send a worker for each death, and one that lives; each begins when the lease of the one before is over."""
    db.session.remove()
    db.engine.dispose()
    settings = app.config["ENGAGE"]
    for turn, (step, nth) in enumerate([*deaths, ("", 0)]):
        child = CONTEXT.Process(target=work, args=(settings, job, AFTER_LEASE * turn, step, nth), daemon=True)
        child.start()
        child.join(120)
        assert child.exitcode == (-9 if step else 0), (step, nth, child.exitcode)


def references(data, file_format):
    """The references in a file, in its order."""
    if file_format is ExportFormat.XLSX:
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Submissions"]
        return [row[0].value for row in sheet.iter_rows(min_row=2)]
    return [line.split(",")[0] for line in data.decode("utf-8-sig").splitlines()[1:]]


@pytest.mark.parametrize("file_format", list(DEATHS_OF_EXPORTS))
def test_a_file_is_whole_whatever_killed_the_workers_that_began_it(ground, file_format):
    app, consultation, officer = ground
    fill(consultation, make_definition(), ROWS)
    with unit_of_work():
        export = exporting.ask_export(
            viewer_for(officer), consultation=consultation, file_format=file_format, content=ExportContent.ANSWERS
        )
    deaths = DEATHS_OF_EXPORTS[file_format]
    send_workers(app, "consultations.export", deaths)
    with reading():
        found = db.session.get(SubmissionExport, export.id)
        assert (found.state, found.total, found.tries) == (ExportState.READY, ROWS, len(deaths) + 1)
        assert references(location(found).read_bytes(), file_format) == [f"BULK-{n:08d}" for n in range(1, ROWS + 1)]


def test_each_row_comes_in_once_whatever_killed_the_workers_that_took_it_in(ground):
    app, consultation, officer = ground
    rows = [f"{number},No,4,yes" for number in range(1, ROWS + 1)]
    with unit_of_work():
        file = files.store(files.accept_document("old.csv", "\n".join([",".join(HEADINGS), *rows, "x,No"]).encode()))
        columns = {"id": "key"} | {name: name for name in HEADINGS[1:]}
        run = import_runs.begin_import(viewer_for(officer), consultation=consultation, file=file, columns=columns)
        import_runs.name_columns(viewer_for(officer), run=run, columns=columns)
    jobs.run("consultations.import")
    with unit_of_work():
        run = db.session.get(SubmissionImport, run.id, populate_existing=True)
        assert (run.state, run.tally, run.total) == (ImportState.CHECKED, Tally(added=ROWS, refused=1), ROWS + 1)
        import_runs.start_import(viewer_for(officer), run=run)
    send_workers(app, "consultations.import", DEATHS_OF_IMPORTS)
    with reading():
        run = db.session.get(SubmissionImport, run.id, populate_existing=True)
        assert (run.state, run.tally) == (ImportState.DONE, Tally(added=ROWS, refused=1))
        assert [line for line, _ in run.wrong] == [ROWS + 2]
        sent = select(func.count()).select_from(Submission).where(Submission.state == SubmissionState.SENT)
        assert db.session.scalar(sent) == ROWS
        entries = select(func.count()).select_from(ledger.Entry).where(ledger.Entry.verb == "submission.sent")
        assert db.session.scalar(entries) == ROWS
