"""Files of submissions that were there before an upgrade are there after it, as far as they had come."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic import command

from engage.accounts.session import viewer_for
from engage.core import clock, files, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.importing import ImportState, file_of
from engage.core.migration import configuration
from engage.core.permissions import Role
from engage.submission_data.actions import import_runs
from engage.submission_data.models import SubmissionImport
from tests.submission_data.test_importing import GOOD
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation

BEFORE = "0031"


def go_back_and_forth(site):
    config = configuration(site)
    db.session.remove()
    db.engine.dispose()
    command.downgrade(config, BEFORE)
    command.upgrade(config, "head")


def uploaded(officer, consultation, name):
    with unit_of_work():
        file = files.store(files.accept_document(name, GOOD.encode()))
        return import_runs.begin_import(
            viewer_for(officer), consultation=consultation, file=file, columns={"id": "key"}
        )


def test_files_that_were_being_taken_in_go_on(site):
    officer, consultation = make_account(roles=[Role.OFFICER]), make_consultation()
    for name in ("first.csv", "second.csv"):
        uploaded(officer, consultation, name)
    with unit_of_work():
        run = db.session.get(SubmissionImport, 2)
        run.state, run.done, run.total, run.added, run.refused = ImportState.TO_TAKE_IN, 1, 2, 1, 3
        run.columns = json.dumps(
            {name: name for name in ("uses", "agree", "believe", "whynot", "reasons")} | {"id": "key"}
        )
        run.faults, run.leased_until = '[[4, "wrong"]]', clock.now() - timedelta(minutes=9)
    go_back_and_forth(site)
    with reading():
        first, second = db.session.scalars(sa.select(SubmissionImport).order_by(SubmissionImport.id)).all()
        assert [first.name, second.name] == ["first.csv", "second.csv"]
        assert (first.state, first.named, file_of(first).name) == (ImportState.NAMING, {"id": "key"}, "first.csv")
        assert (second.done, second.total, second.added, second.refused, second.closed) == (1, 2, 1, 3, 0)
        assert second.wrong == [(4, "wrong")]
    jobs.run("consultations.import")
    with reading():
        assert db.session.get(SubmissionImport, 2).state is ImportState.DONE


def test_a_table_holds_no_state_that_is_none_after_it_was_built_anew(site):
    uploaded(make_account(roles=[Role.OFFICER]), make_consultation(), "first.csv")
    go_back_and_forth(site)
    engine = sa.create_engine(db.engine.url)
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.update(SubmissionImport.__table__).values(state=sa.literal_column("'elsewhere'")))
    engine.dispose()
