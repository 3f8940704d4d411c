"""Reading many submissions: the staff's list, the list narrowed by two answers, and a whole file of them."""

import csv
import multiprocessing
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flask import Flask

from engage.accounts.actions import add_account, grant_role
from engage.app import create_app
from engage.consultations.definition import Definition, Option, Page, Question, QuestionKind
from engage.core.database import db, unit_of_work
from engage.core.migration import upgrade
from engage.core.permissions import VISITOR, Role
from engage.core.settings import Settings
from tests.bench.exporting import one_export
from tests.bench.measure import Figure, in_turn
from tests.support.bulk_submissions import fill
from tests.support.consultations import make_consultation
from tests.support.page_client import PageClient
from tests.support.statements import counted

MANY, FEW, ROUNDS, LOOKS = 100_000, 1000, 5, 12
MEMORY_MB = 150
NARROWED = "?first=choice0:optiona&second=choice1:optionb"


def twenty_questions() -> Definition:
    """Twelve choices of five options, four scales and four texts."""
    options = tuple(Option(key=f"option{letter}", label=f"Option {letter}") for letter in "abcde")
    choices = [Question(key=f"choice{n}", kind="one_choice", label=f"Choice {n}", options=options) for n in range(12)]
    scales = [Question(key=f"scale{n}", kind=QuestionKind.SCALE, label=f"Scale {n}", least=1, most=5) for n in range(4)]
    texts = [Question(key=f"text{n}", kind=QuestionKind.LONG_TEXT, label=f"Text {n}") for n in range(4)]
    return Definition(pages=(Page(key="page", title="Questions", questions=(*choices, *scales, *texts)),))


@contextmanager
def site(submissions: int) -> Iterator[tuple[Flask, int, Path]]:
    """A site on a real file with so many submissions to one consultation."""
    folder = Path(tempfile.mkdtemp(prefix="engage-bench-"))
    app = create_app(Settings(data_dir=folder, argon2_memory_kib=64))
    try:
        with app.app_context():
            upgrade()
            definition = twenty_questions()
            consultation = make_consultation(definition=definition)
            fill(consultation, definition, submissions)
            db.session.remove()
            db.engine.dispose()
        yield app, consultation.id, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(scale: float) -> list[Figure]:
    """The list at many against the list at few, and the file against a bare dump of the same rows."""
    many = max(FEW, int(MANY * scale))
    with site(FEW) as small, site(many) as large:
        found = []
        for name, query in (("first page of the list", ""), ("list narrowed by two answers", NARROWED)):
            found += _page_figures(name, query, small, large)
        return found + _export_figures(large, many)


def _page_figures(name: str, query: str, small, large) -> list[Figure]:
    looks = {"small": _looker(small, query), "large": _looker(large, query)}
    statements = looks["large"]()[1]
    acts = {key: lambda look=look: median(look()[0] for _ in range(LOOKS)) for key, look in looks.items()}
    taken = in_turn(ROUNDS, acts)
    slow, fast = median(taken["large"]), median(taken["small"])
    return [
        Figure(f"{name}: time at many against few", slow * 1000, "ms", fast * 1000, 2, at_most=True),
        Figure(f"{name}: SQL statements", statements, "statements", 1, 12, at_most=True),
    ]


def _looker(ground, query: str):
    app, consultation_id, _folder = ground
    with app.app_context(), unit_of_work():
        account = add_account(VISITOR, email=f"officer{len(query)}@example.org", name="Ada Bench", confirmed=True)
        grant_role(VISITOR, account=account, role=Role.OFFICER)
    with app.app_context():
        client = PageClient(app).sign_in(account)
    path = f"/staff/consultations/{consultation_id}/submissions/{query}"

    def look() -> tuple[float, int]:
        with app.app_context(), counted() as statements:
            begun = time.perf_counter()
            answer = client.http.get(path)
            spent = time.perf_counter() - begun
        assert answer.status_code == 200, answer.status
        return spent, len(statements)

    look()
    return look


def _export_figures(large, many: int) -> list[Figure]:
    _app, consultation_id, folder = large
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        rounds = [pool.apply(one_export, (folder, consultation_id)) for _ in range(3)]
    bare = [many / _dump(folder / "engage.sqlite", folder / "bare.csv") for _ in range(3)]
    rates = [many / seconds for seconds, _ in rounds]
    ours, limit = median(rates), median(bare)
    memory = max(used for _, used in rounds)
    return [
        Figure("export as CSV against a bare dump", ours, "rows/s", limit, 0.2, spread=(min(rates), max(rates))),
        Figure("export: most memory", memory, "MB", 1, MEMORY_MB, at_most=True),
    ]


def _dump(database: Path, target: Path) -> float:
    """Seconds in which the driver alone writes the same submissions and their answers, a row each, to a CSV file."""
    raw = sqlite3.connect(database)
    begun = time.perf_counter()
    rows = raw.execute(
        "SELECT s.reference, s.channel, s.sent_at, s.version, v.answers FROM submission s "
        "JOIN submission_version v ON v.submission_id = s.id AND v.number = s.version ORDER BY s.id"
    )
    with target.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    spent = time.perf_counter() - begun
    raw.close()
    return spent
