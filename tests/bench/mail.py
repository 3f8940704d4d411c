"""How fast a digest for a hundred thousand people is planned, written and delivered, beside bare loops of the same."""

import json
import os
import shutil
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from flask import Flask

from engage.app import create_app
from engage.core import clock
from engage.core.database import db, reading
from engage.core.migration import upgrade
from engage.core.serving import ROOT
from engage.core.settings import Settings
from engage.mail.mime import Letter, mime
from tests.bench.mail_ground import fill, follow, not_new
from tests.bench.mail_worker import letters, plan
from tests.bench.measure import Figure
from tests.bench.servers import free_port
from tests.support.databases import PostgreSQLHome

PEOPLE, ENTRIES = 100_000, 10_000
ROUNDS = 3
SECONDS = 6
SAMPLE = 400
MOST_WRITTEN = 20_000  # written for real; the rest is counted at the same rate
SECRET = "a-bench-secret-of-forty-characters-012345"
PACE = {"mail_per_minute": 10**9, "mail_per_domain_per_minute": 10**9}


def run(scale: float = 1.0) -> list[Figure]:
    """Every figure of the issue about mail."""
    people, entries = max(1000, int(PEOPLE * scale)), max(600, int(ENTRIES * scale))
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder, _sink() as port:
        ground = Ground(Path(folder), f"smtp://127.0.0.1:{port}")
        ground.build(people, entries)
        figures = [*_planning(ground, people), *_delivery(ground, port)]
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder, _sink() as port:
        figures.append(_two_workers(Path(folder), f"smtp://127.0.0.1:{port}"))
    return figures


class Ground:
    """A site on SQLite with FULL, kept without and with people who have nothing new; a copy of it is worked on."""

    def __init__(self, folder: Path, smtp_url: str) -> None:
        self.folder = folder
        self.values = {"data_dir": folder, "secret_key": SECRET, "smtp_url": smtp_url, **PACE}
        self.database = folder / "engage.sqlite"

    def build(self, people: int, entries: int) -> None:
        """Fill the two databases."""
        app = create_app(Settings(**self.values, sqlite_synchronous="OFF"))
        with app.app_context():
            upgrade()
            fill(entries, people)
            self._keep("without")
            follow(not_new(), people, first=people + 1, seed=9)
            self._keep("with")

    def _keep(self, name: str) -> None:
        db.session.remove()
        with reading():
            db.session.connection().exec_driver_sql("PRAGMA query_only=OFF")
            db.session.connection().exec_driver_sql("ANALYZE")
        db.session.remove()
        db.engine.dispose()
        shutil.copy(self.database, self.folder / f"{name}.sqlite")

    def worker(self, act: str, number: int = 0, *, on: str = "") -> dict:
        """What a process measures, on a fresh copy of a database if one is named."""
        if on:
            for left in (f"{self.database}-wal", f"{self.database}-shm", str(self.folder / "digest-runs.json")):
                Path(left).unlink(missing_ok=True)
            shutil.copy(self.folder / f"{on}.sqlite", self.database)
        return measured(self.values, act, number)


def measured(values: dict, act: str, number: int = 0) -> dict:
    """What a process of its own measures."""
    with started(values, act, number) as child:
        return json.loads(child.communicate()[0])


@contextmanager
def started(values: dict, act: str, number: int) -> Iterator[subprocess.Popen]:
    """A process that measures, under way."""
    environment = {**os.environ, **{f"ENGAGE_{name.upper()}": str(value) for name, value in values.items()}}
    line = [sys.executable, "-m", "tests.bench.mail_worker", act, str(number)]
    with subprocess.Popen(line, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        yield child


@contextmanager
def _sink() -> Iterator[int]:
    port = free_port()
    child = subprocess.Popen([sys.executable, "-m", "tests.bench.mail_sink", str(port)], cwd=ROOT)
    try:
        _reachable(port)
        yield port
    finally:
        child.terminate()
        child.wait(10)


def _reachable(port: int) -> None:
    for _ in range(200):
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("the sink did not come up")


def _planning(ground: Ground, people: int) -> list[Figure]:
    taken: dict[str, list[float]] = {"with": [], "without": []}
    found: dict = {}
    for _ in range(ROUNDS):
        for name, some in taken.items():
            found = ground.worker("plan", on=name)
            some.append(found["seconds"])
    written = ground.worker("write", min(people, MOST_WRITTEN))
    assert written["messages"] > min(people, MOST_WRITTEN) * 0.9, written
    whole = median(taken["without"]) + written["seconds"] * people / written["messages"]
    peak = max(found["peak_mb"], written["peak_mb"])
    return [
        Figure(
            "SQL statements of planning", found["statements"] / people * 1000, "per 1,000 people", 1, 40, at_most=True
        ),
        Figure("memory of planning and of writing", peak, "MB", 200, 1.0, at_most=True),
        Figure("planned, written to the outbox and rendered", people / whole, "messages/s", _bare_mime(ground), 0.3),
        Figure(
            "planning, as many again who have nothing new",
            median(taken["with"]),
            "s",
            median(taken["without"]),
            1.2,
            at_most=True,
        ),
    ]


def _bare_mime(ground: Ground) -> float:
    """Messages a second of a loop that only builds the same messages with the standard library."""
    with _site(ground.values) as app:
        sample = list(letters(SAMPLE))
        sender = app.config["ENGAGE"].sender
    rates = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for letter in sample:
            _built(letter, sender)
        rates.append(len(sample) / (time.perf_counter() - begin))
    return median(rates)


def _built(letter: Letter, sender: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    heads = {"From": sender, "To": letter.to, "Subject": letter.subject, "Message-ID": letter.message_id}
    for name, value in {**heads, **letter.headers}.items():
        mail[name] = value
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()


@contextmanager
def _site(values: dict) -> Iterator[Flask]:
    app = create_app(Settings(**values))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _delivery(ground: Ground, port: int) -> list[Figure]:
    with _site(ground.values) as app:
        settings = app.config["ENGAGE"]
        mails = [(letter.to, mime(letter, settings, clock.now())) for letter in letters(SAMPLE)]
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_bare_rate(port, mails))
        found = ground.worker("deliver", SECONDS)
        ours.append(found["messages"] / found["seconds"])
    spread = (min(ours), max(ours))
    return [
        Figure("delivered to a server that takes 20 ms", median(ours), "messages/s", median(bare), 0.6, spread=spread)
    ]


def _bare_rate(port: int, mails: list[tuple[str, bytes]]) -> float:
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        begin, done = time.perf_counter(), 0
        for to, mail in islice(cycle(mails), 10_000):
            connection.sendmail("bench@example.org", [to], mail)
            done += 1
            if time.perf_counter() - begin > SECONDS:
                break
        return done / (time.perf_counter() - begin)


def _two_workers(folder: Path, smtp_url: str) -> Figure:
    home = PostgreSQLHome(folder)
    values = {"data_dir": folder, "secret_key": SECRET, "smtp_url": smtp_url, "database_url": home.url, **PACE}
    try:
        with _site(values):
            upgrade()
            fill(1000, 6000)
            plan(0)
        one, two = [], []
        for _ in range(ROUNDS):
            one.append(_rate(values, 1))
            two.append(_rate(values, 2))
    finally:
        home.close()
    return Figure("two workers on PostgreSQL", median(two), "messages/s", median(one), 1.6)


def _rate(values: dict, workers: int) -> float:
    """What so many workers deliver together, by the time that each of them took for its own."""
    with ExitStack() as together:
        children = [together.enter_context(started(values, "deliver", SECONDS)) for _ in range(workers)]
        figures = [json.loads(child.communicate()[0]) for child in children]
    return sum(found["messages"] / found["seconds"] for found in figures)
