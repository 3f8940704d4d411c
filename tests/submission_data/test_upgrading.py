"""Files of submissions that were there before an upgrade are there after it, as far as they had come."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic import command

from engage.accounts.session import viewer_for
from engage.core import clock, files, jobs
from engage.core.claiming import LEASE
from engage.core.database import db, reading, unit_of_work
from engage.core.exporting import ExportFormat, ExportState
from engage.core.growing import location
from engage.core.importing import ImportState, file_of
from engage.core.migration import configuration
from engage.core.permissions import Role
from engage.directory.queries.filtering import Filter
from engage.directory_data.actions.exporting import Wish, ask_export
from engage.directory_data.models import DirectoryExport, ExportAbout, ExportPurpose
from engage.submission_data.actions import import_runs
from engage.submission_data.models import SubmissionExport, SubmissionImport
from tests.submission_data.test_exports import cut_short
from tests.submission_data.test_importing import GOOD
from tests.support.accounts import make_account
from tests.support.bulk_submissions import fill
from tests.support.consultations import make_consultation, make_definition

BEFORE = "0031"


@pytest.fixture
def officer(site):
    return make_account(roles=[Role.OFFICER])


@pytest.fixture
def go_back_and_forth(site):
    def go():
        config = configuration(site)
        db.session.remove()
        db.engine.dispose()
        command.downgrade(config, BEFORE)
        command.upgrade(config, "head")

    return go


def uploaded(officer, consultation, name):
    with unit_of_work():
        file = files.store(files.accept_document(name, GOOD.encode()))
        actor, columns = viewer_for(officer), {"id": "key"}
        return import_runs.begin_import(actor, consultation=consultation, file=file, columns=columns)


def test_files_that_were_being_taken_in_go_on(officer, go_back_and_forth):
    consultation = make_consultation()
    for name in ("first.csv", "second.csv"):
        uploaded(officer, consultation, name)
    with unit_of_work():
        run = db.session.get(SubmissionImport, 2)
        run.state, run.done, run.total, run.added, run.refused = ImportState.TO_TAKE_IN, 1, 2, 1, 3
        run.columns = json.dumps({name: name for name in ("uses", "agree", "believe", "whynot")} | {"id": "key"})
        run.faults, run.leased_until = '[[4, "wrong"]]', clock.now() - timedelta(minutes=9)
    go_back_and_forth()
    with reading():
        first, second = db.session.scalars(sa.select(SubmissionImport).order_by(SubmissionImport.id)).all()
        assert [first.name, second.name] == ["first.csv", "second.csv"]
        assert (first.state, first.named, file_of(first).name) == (ImportState.NAMING, {"id": "key"}, "first.csv")
        assert (second.done, second.total, second.added, second.refused, second.closed) == (1, 2, 1, 3, 0)
        assert second.wrong == [(4, "wrong")]
    jobs.run("consultations.import")
    with reading():
        assert db.session.get(SubmissionImport, 2).state is ImportState.DONE


def test_a_file_that_was_being_made_goes_on_behind_its_last_batch(officer, go_back_and_forth, site, time_machine):
    consultation = make_consultation()
    fill(consultation, make_definition(), 7)
    export = cut_short(site, consultation, officer)
    go_back_and_forth()
    with reading():
        found = db.session.get(SubmissionExport, export.id)
        assert (found.key, found.place, found.done, found.size > 0) == (export.key, "3", 3, True)
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    jobs.run("consultations.export")
    with reading():
        assert db.session.get(SubmissionExport, export.id).state is ExportState.READY
    lines = location(export).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"BULK-{number:08d}" for number in range(1, 8)]


def test_files_of_the_directory_stay_and_can_be_json_lines(officer, go_back_and_forth):
    def ask(file_format):
        with unit_of_work():
            wish = Wish(ExportAbout.CONTACTS, file_format, ["name"], Filter(), ExportPurpose.REPORTING)
            return ask_export(viewer_for(officer), wish).key

    kept = [ask(ExportFormat.CSV), ask(ExportFormat.XLSX)]
    go_back_and_forth()
    with reading():
        assert list(db.session.scalars(sa.select(DirectoryExport.key).order_by(DirectoryExport.id))) == kept
    ask(ExportFormat.JSONL)


@pytest.mark.parametrize(
    ("table", "column"),
    [("submission_import", "state"), ("submission_export", "content"), ("directory_export", "format")],
)
def test_a_table_that_was_built_anew_still_refuses_what_it_refused(officer, go_back_and_forth, site, table, column):
    consultation = make_consultation()
    uploaded(officer, consultation, "first.csv")
    cut_short(site, consultation, officer)
    with unit_of_work():
        wish = Wish(ExportAbout.CONTACTS, ExportFormat.CSV, ["name"], Filter(), ExportPurpose.REPORTING)
        ask_export(viewer_for(officer), wish)
    go_back_and_forth()
    engine = sa.create_engine(db.engine.url)
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.update(sa.table(table, sa.column(column))).values({column: "elsewhere"}))
    engine.dispose()
