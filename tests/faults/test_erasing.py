"""The worker that erases a person dies at any batch: what is not done is known not to be done, and the next ends it."""

import subprocess
import sys

import pytest
from sqlalchemy import event, select

from engage.core import clock
from engage.core.database import db, reading, unit_of_work, wrote
from engage.core.jobs import run
from engage.core.permissions import VISITOR
from engage.core.person import Wish, at_address, holdings, steps
from engage.core.serving import ROOT
from engage.person.actions import erasures
from engage.person.models import ErasureState, PersonErasure
from tests.person.test_erase import REASON, found_in, settle
from tests.support.databases import look_again
from tests.support.everything import ADDRESS, NAME, Everything, kept_columns, person_now, rows_of

KILLED = -9
_WORKER = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from engage.app import create_app
from engage.core.database import db, wrote
from engage.core.jobs import run
from engage.core.settings import Settings
from engage.person.actions import erasures

folder, database, left = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
app = create_app(Settings(data_dir=folder, database_url=database, sqlite_synchronous="OFF"))

def die(session):
    global left
    left -= wrote(session)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    event.listen(db.session.session_factory, "before_commit", die)
    run(erasures.WORK)
"""


class Died(BaseException):
    """What nothing in the worker catches, as nothing catches a kill."""


class Deadly:
    """Ends a worker when it is about to commit its batch of a number, and counts the batches."""

    def __init__(self, at):
        self.at, self.count = at, 0

    def __call__(self, session):
        """Called before each commit."""
        self.count += wrote(session)
        if self.count == self.at and wrote(session):
            raise Died


@pytest.fixture
def asked(site):
    """An erasure that was asked for; who it is about, as she was."""
    Everything()
    settle()
    them = person_now()
    with unit_of_work():
        erasures.ask_erasure(VISITOR, person=at_address(ADDRESS), wish=Wish(withdraws=True), reason=REASON)
    return them


def the_erasure():
    look_again()
    with reading():
        return db.session.scalars(select(PersonErasure).where(PersonErasure.reason == REASON)).one()


def it_is_known_not_to_be_done():
    """The row says that it is being worked at, whom it is about, and until when nobody else takes it."""
    left = the_erasure()
    assert left.state is ErasureState.WORKING
    assert ADDRESS in left.whom
    run(erasures.WORK)
    assert the_erasure().state is ErasureState.WORKING, "nobody works at it while somebody else may"
    with unit_of_work():
        db.session.get_one(PersonErasure, left.id).leased_until = clock.now() - erasures.LEASE


def it_is_done(them):
    settle()
    assert the_erasure().state is ErasureState.DONE
    assert the_erasure().whom == ""
    assert found_in(ADDRESS) <= kept_columns()
    assert found_in(NAME) <= kept_columns()
    assert all(rows_of(each, them) == [] for each in holdings() if each.fate == "deleted")


def test_a_worker_that_dies_at_each_batch_in_turn_is_followed_by_one_that_gets_further(asked):
    batches = len(steps())
    for at in range(2, batches, 3):
        deadly = Deadly(at)
        event.listen(db.session.session_factory, "before_commit", deadly)
        try:
            with pytest.raises(Died):
                run(erasures.WORK)
        finally:
            event.remove(db.session.session_factory, "before_commit", deadly)
        it_is_known_not_to_be_done()
    run(erasures.WORK)
    it_is_done(asked)


def test_workers_that_are_killed_are_followed_by_one_that_ends_it(asked, site, database_home):
    settings = site.config["ENGAGE"]
    for at in (2, len(steps()) // 2, len(steps()) + 1):
        db.session.remove()
        line = [sys.executable, "-c", _WORKER, str(settings.data_dir), database_home.url, str(at)]
        worker = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert worker.returncode == KILLED, worker.stderr
        it_is_known_not_to_be_done()
    run(erasures.WORK)
    it_is_done(asked)
