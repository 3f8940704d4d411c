"""A worker of the fault test: makes or takes in the files that are due, and dies where it is told to."""

import os
from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from engage.app import create_app
from engage.core import clock, jobs
from engage.core.database import db
from engage.core.settings import Settings
from engage.submission_data import export_work, import_work
from tests.faults.mail_worker import Countdown

SMALL = 3
STEPS = ("before a commit", "after a commit", "after bytes were written")


def work(settings: Settings, job: str, later: timedelta, step: str = "", nth: int = 0) -> None:
    """Run a job as if it were so much later, in batches so small that there are many to die between."""
    export_work.AT_A_TIME = import_work.AT_A_TIME = SMALL
    app = create_app(settings)
    with app.app_context(), clock.pretending(clock.now() + later):
        if step:
            _prepare(step, Countdown(nth))
        jobs.run(job)


def _prepare(step: str, count: Countdown) -> None:
    if step == "before a commit":
        event.listen(db.engine, "commit", lambda _connection: count())
    elif step == "after a commit":
        event.listen(Session, "after_commit", lambda _session: count())
    else:
        os.fsync = _counting(os.fsync, count)


def _counting(act, count):
    def counted(*args):
        act(*args)
        count()

    return counted
