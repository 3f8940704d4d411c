"""A worker of the fault test: plans and delivers what is due, and dies where it is told to."""

import os
import signal
import smtplib
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import event

from engage.app import create_app
from engage.core import clock
from engage.core.database import db
from engage.core.settings import Settings
from engage.mail import planning, runs
from engage.mail.dispatch import RUNNER
from engage.mail.models import Frequency

STEPS = ("before the mark", "after the mark", "after the server's yes", "before the commit")


def work(settings: Settings, step: str = "", nth: int = 0, later: timedelta = timedelta()) -> None:
    """Do what the worker's jobs do until nothing is due, as if it were so much later."""
    app = create_app(settings)
    with app.app_context():
        _prepare(step, nth)
        with clock.pretending(clock.now() + later):
            runs.start_due(Frequency.DAILY)
            for run_id in runs.unfinished():
                planning.work(run_id)
            RUNNER.run(longest=timedelta(hours=1))


def _prepare(step: str, nth: int) -> None:
    """Have this process kill itself at the nth time that it comes to a step."""
    count = Countdown(nth)
    send = smtplib.SMTP.sendmail
    if step in ("before the mark", "before the commit"):
        event.listen(db.engine, "commit", lambda _connection: count())
    elif step == "after the mark":
        smtplib.SMTP.sendmail = _before(send, count)  # type: ignore[method-assign]
    elif step == "after the server's yes":
        smtplib.SMTP.sendmail = _after(send, count)  # type: ignore[method-assign]


class Countdown:
    """Kills this process at the nth call."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)


def _before(act: Callable, count: Countdown) -> Callable:
    def counted(*args, **kwargs):
        count()
        return act(*args, **kwargs)

    return counted


def _after(act: Callable, count: Countdown) -> Callable:
    def counted(*args, **kwargs):
        said = act(*args, **kwargs)
        count()
        return said

    return counted
