"""A worker whose file is another's by now, or was taken away, writes nothing more of it."""

from datetime import timedelta

import pytest

from engage.accounts.session import viewer_for
from engage.core import clock, jobs
from engage.core.claiming import LEASE, Hold, HoldLost
from engage.core.database import db, reading, unit_of_work
from engage.core.exporting import ExportFormat, ExportState, claim
from engage.core.growing import Growing, location
from engage.core.making import Making
from engage.core.permissions import Role
from engage.submission_data import export_work
from engage.submission_data.actions.exporting import ask_export
from engage.submission_data.export_table import Table
from engage.submission_data.models import ExportContent, SubmissionExport
from engage.submission_data.person_erasing import forget_exports
from engage.submissions.models import Submission
from tests.support.accounts import make_account
from tests.support.bulk_submissions import fill
from tests.support.consultations import make_consultation, make_definition

CONTENT = ExportContent.ANSWERS_AND_PEOPLE


@pytest.fixture
def export(site):
    consultation = make_consultation()
    fill(consultation, make_definition(), 7)
    officer = viewer_for(make_account(roles=[Role.OFFICER]))
    with unit_of_work():
        return ask_export(officer, consultation=consultation, file_format=ExportFormat.CSV, content=CONTENT)


def claimed():
    with unit_of_work():
        return Making(claim(SubmissionExport))


def state(export):
    with reading():
        return db.session.get(SubmissionExport, export.id, populate_existing=True).state


def test_a_worker_that_was_taken_for_dead_spoils_nothing(export, time_machine):
    late = claimed()
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    jobs.run("consultations.export")
    made = location(export).read_bytes()
    with pytest.raises(HoldLost):
        export_work.make(late)
    assert (state(export), location(export).read_bytes()) == (ExportState.READY, made)


def test_bytes_of_a_late_worker_are_noticed(export):
    making = claimed()
    with reading():
        names = Table.of(making.run).names
    with Growing(making.run, names) as late, Growing(making.run, names) as file:
        assert file.is_whole
        late.add([["from the grave"]])
        assert not file.is_whole


def test_a_file_that_is_being_made_while_somebody_is_erased_is_not_there_afterwards(export, monkeypatch):
    write = export_work._write_sent

    def meanwhile_erased(making, file, cells):
        write(making, file, cells)
        with unit_of_work():
            forget_exports(db.session.get(Submission, 1))

    monkeypatch.setattr(export_work, "_write_sent", meanwhile_erased)
    jobs.run("consultations.export")
    assert state(export) is ExportState.EXPIRED
    assert not location(export).exists()
    assert not list(location(export).parent.glob(f"{export.key}*"))


def test_a_hold_ends_when_the_row_is_taken_back(export):
    making = claimed()
    hold = Hold(making.run)
    with unit_of_work():
        hold.renew()
    with pytest.raises(HoldLost), unit_of_work():
        making.row()
