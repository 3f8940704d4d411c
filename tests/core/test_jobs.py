"""Wake-ups travel over SQLite and over Redis alike, gather into one run, and are only hints."""

import shutil
from datetime import timedelta

import pytest
import time_machine
from structlog.testing import capture_logs

from engage.core import clock, jobs, ledger
from engage.core.database import db, unit_of_work
from engage.core.settings import Settings
from engage.taxonomy.verbs import TOPIC_ADDED
from tests.support.redis import redis_server


@pytest.fixture(params=["sqlite", "redis"])
def engine(request, site, tmp_path):
    """A job engine over a queue of its own."""
    if request.param == "sqlite":
        yield jobs.Engine(site, Settings(data_dir=tmp_path))
        return
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed; tests/run says so loudly and CI refuses it")
    with redis_server(tmp_path) as address:
        made = jobs.Engine(site, Settings(data_dir=tmp_path, redis_url=address))
        yield made
        made.huey.storage.conn.connection_pool.disconnect()


def do_what_is_due(engine):
    """What the consumer does once the moment has come; the number of runs."""
    with time_machine.travel(clock.now() + timedelta(seconds=5)):
        for task in engine.huey.read_schedule():
            engine.huey.enqueue(task)
        done = 0
        while (task := engine.huey.dequeue()) is not None:
            engine.huey.execute(task)
            done += 1
    return done


def test_wakes_that_fall_together_are_one_run_that_finds_all_there_is(engine):
    with unit_of_work():
        for number in range(3):
            ledger.record(TOPIC_ADDED, subject_id=number + 1, actor_id=None, slug=str(number))
    for _ in range(5):
        engine.wake("ledger.seal")
    assert do_what_is_due(engine) == 1
    assert ledger.verify().sealed == 3


def test_a_wake_after_the_run_is_a_run_of_its_own(engine):
    engine.wake("limits.sweep")
    assert do_what_is_due(engine) == 1
    engine._woken.clear()
    engine.wake("limits.sweep")
    assert do_what_is_due(engine) == 1


def test_a_failing_job_is_tried_again_at_its_next_turn(site):
    def broken():
        raise OSError("the disk is full")

    jobs._jobs["probe.broken"] = jobs.Job("probe.broken", broken, 1, after_seal=False)
    site.testing = False
    try:
        with capture_logs() as said:
            jobs.run("probe.broken")
    finally:
        site.testing = True
        del jobs._jobs["probe.broken"]
    assert [(line["event"], line["job"]) for line in said] == [("job_failed", "probe.broken")]


def test_the_worker_stands_still_when_it_was_not_heard_for_minutes(site):
    assert jobs.stands_still("worker")
    jobs.run("worker.beat")
    assert not jobs.stands_still("worker")
    db.session.remove()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert jobs.stands_still("worker")
