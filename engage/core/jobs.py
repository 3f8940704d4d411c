"""Jobs: named functions that the worker runs when woken and by the clock.

The job engine only carries names and ids; what there is to do is always found in the tables, so a lost wake-up
costs a minute and a repeated one costs nothing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.database import Base, db, unit_of_work
from engage.core.settings import Settings

Act = TypeVar("Act", bound=Callable[[], object])
log = structlog.get_logger()
SETTLE_SECONDS = 0.3
STANDSTILL = timedelta(minutes=4)


@dataclass(frozen=True)
class Job:
    """One job: what it does and how often, in minutes, it looks by itself."""

    name: str
    act: Callable[[], object]
    every: int
    after_seal: bool


class Heartbeat(Base):
    """When a part of the machinery last showed that it works."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


_jobs: dict[str, Job] = {}


def job(name: str, *, every: int = 1, after_seal: bool = False) -> Callable[[Act], Act]:
    """Register a job; `every` minutes it looks by itself, and after each sealing if it reads the ledger."""

    def register(act: Act) -> Act:
        _jobs[name] = Job(name, act, every, after_seal)
        return act

    return register


def registered() -> dict[str, Job]:
    """All jobs by name."""
    return dict(_jobs)


class Engine:
    """The job engine of one application: huey over SQLite or Redis."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        """Open the queue; nothing runs until a consumer is started on `huey`."""
        self.app = app
        self.huey = _queue(settings)
        self._woken: dict[str, float] = {}
        self._run = self.huey.task()(self._perform)
        for known in _jobs.values():
            self.huey.periodic_task(crontab(minute=f"*/{known.every}"), name=f"periodic_{known.name}")(
                lambda name=known.name: self._perform(name)
            )

    def wake(self, name: str) -> None:
        """Ask for a run of a job soon; wakes that fall together become one run after the last of them."""
        now = time.monotonic()
        if self._woken.get(name, 0) > now:
            return
        self._woken[name] = now + SETTLE_SECONDS
        self._run.schedule((name,), delay=SETTLE_SECONDS)

    def _perform(self, name: str) -> None:
        with self.app.app_context():
            run(name)


def _queue(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("engage", url=settings.redis_url, results=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("engage", filename=str(settings.data_dir / "jobs.sqlite"), results=False, timeout=20)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its job engine; call after every feature has registered its jobs."""
    app.extensions["engage.jobs"] = Engine(app, settings)


def engine() -> Engine:
    """The job engine of the current application."""
    from flask import current_app

    found = current_app.extensions["engage.jobs"]
    assert isinstance(found, Engine)  # noqa: S101 - narrows
    return found


def wake(name: str) -> None:
    """Ask the worker to run a job soon."""
    engine().wake(name)


def run(name: str) -> None:
    """Run a job now, in this process; what it raises is logged and the job is tried again at its next turn."""
    try:
        _jobs[name].act()
    except Exception:
        log.exception("job_failed", job=name)
        if engine().app.testing:
            raise


def beat(part: str) -> None:
    """Note in a unit of work of its own that a part of the machinery works."""
    with unit_of_work():
        db.session.merge(Heartbeat(part=part, at=clock.now()))


def stands_still(part: str) -> bool:
    """Whether a part of the machinery has shown no sign of life for too long."""
    found = db.session.get(Heartbeat, part)
    return found is None or clock.now() - found.at > STANDSTILL


@job("worker.beat")
def _beat() -> None:
    beat("worker")
