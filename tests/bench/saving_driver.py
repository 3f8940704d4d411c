"""The limit of saving a page: the same rows by the driver alone, each transaction acknowledged on disk."""

import multiprocessing
import sqlite3
import time
from collections.abc import Callable

import psycopg

COLUMNS = ("submission_id", "question", "consultation_id", "value", "text", "typed", "revision", "account_id")


def bare_rate(database: str, drafts: list[int], seconds: float) -> float:
    """Pages a second that bare connections save, one for each of the drafts, whose answers they write anew."""
    with multiprocessing.get_context("spawn").Pool(len(drafts)) as pool:
        begin = time.time() + 1.0
        done = pool.starmap(_write, [(database, draft, begin, seconds) for draft in drafts])
    return sum(done) / seconds


def _write(database: str, draft: int, begin: float, seconds: float) -> int:
    save, close = _sqlite(database, draft) if database.startswith("sqlite") else _postgresql(database, draft)
    time.sleep(max(0.0, begin - time.time()))
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        save(done)
        done += 1
    close()
    return done


def _statements(mark: str) -> tuple[str, str]:
    fresh = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[3:])
    marks = ", ".join([mark] * len(COLUMNS))
    upsert = (
        f"INSERT INTO answer ({', '.join(COLUMNS)}) VALUES ({marks}) "  # noqa: S608 - names from above
        f"ON CONFLICT (submission_id, question) DO UPDATE SET {fresh}"
    )
    move = f"UPDATE submission SET revision = {mark}, saved_at = saved_at, saved_page = 'page' WHERE id = {mark}"  # noqa: S608
    return upsert, move


def _rows(template: list[tuple], turn: int) -> list[tuple]:
    """The rows of a real save, with other words."""
    return [
        (submission, question, consultation, f"{value[:-1]} {turn}{value[-1]}", f"{text} {turn}", None, turn, None)
        for submission, question, consultation, value, text in template
    ]


_TEMPLATE = "SELECT submission_id, question, consultation_id, value, text FROM answer WHERE submission_id = {}"


def _sqlite(database: str, draft: int) -> tuple[Callable[[int], None], Callable[[], None]]:
    raw = sqlite3.connect(database.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    template = raw.execute(_TEMPLATE.format(draft)).fetchall()
    upsert, move = _statements("?")

    def save(turn: int) -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(upsert, _rows(template, turn))
        raw.execute(move, (turn, draft))
        raw.execute("COMMIT")

    return save, raw.close


def _postgresql(database: str, draft: int) -> tuple[Callable[[int], None], Callable[[], None]]:
    raw = psycopg.connect(database.replace("postgresql+psycopg", "postgresql"))
    template = raw.execute(_TEMPLATE.format(draft)).fetchall()
    raw.commit()
    upsert, move = _statements("%s")

    def save(turn: int) -> None:
        with raw.cursor() as cursor:
            cursor.executemany(upsert, _rows(template, turn))
            cursor.execute(move, (turn, draft))
        raw.commit()

    return save, raw.close
