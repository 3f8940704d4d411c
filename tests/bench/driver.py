"""The limit of posting: the same rows by the driver alone, from as many processes, each acknowledged on disk."""

import multiprocessing
import sqlite3
import time
from pathlib import Path

from tests.bench.ground import Ground


def driver_rate(site: Ground, processes: int, seconds: float) -> float:
    """Comments a second that bare connections write with the rows of one real comment."""
    path = site.folder / "engage.sqlite"
    template = _rows_of_newest(path)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        begin = time.time() + 1.0
        done = pool.starmap(_write, [(path, template, begin, seconds)] * processes)
    return sum(done) / seconds


def _rows_of_newest(path: Path) -> dict[str, list[tuple]]:
    """The columns and the rows that the newest real comment brought, by table."""
    raw = sqlite3.connect(path)
    newest = raw.execute("SELECT max(id) FROM comment WHERE origin = 'web'").fetchone()[0]
    wanted = {
        "comment": "SELECT * FROM comment WHERE id = ?",
        "comment_revision": "SELECT * FROM comment_revision WHERE comment_id = ?",
        "ledger_entry": "SELECT * FROM ledger_entry WHERE subject_kind = 'comment' AND subject_id = ?",
    }
    found = {}
    for table, query in wanted.items():
        cursor = raw.execute(query, (newest,))
        names = [column[0] for column in cursor.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in cursor]
    raw.close()
    return found


def _write(path: Path, template: dict, begin: float, seconds: float) -> int:
    raw = sqlite3.connect(path, timeout=20, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    time.sleep(max(0.0, begin - time.time()))
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        raw.execute("BEGIN IMMEDIATE")
        _one(raw, template)
        raw.execute("COMMIT")
        done += 1
    raw.close()
    return done


def _one(raw: sqlite3.Connection, template: dict) -> None:
    comment = dict(template["comment"][0])
    publication = comment["publication_id"]
    number = raw.execute("SELECT last_number FROM thread WHERE publication_id = ?", (publication,)).fetchone()[0] + 1
    comment |= {"id": None, "number": number, "origin": "driver"}
    comment_id = _insert(raw, "comment", comment)
    for row in template["comment_revision"]:
        _insert(raw, "comment_revision", row | {"comment_id": comment_id})
    for row in template["ledger_entry"]:
        entry_id = _insert(raw, "ledger_entry", row | {"id": None, "subject_id": comment_id})
        raw.execute("INSERT INTO ledger_unsealed (entry_id) VALUES (?)", (entry_id,))
    raw.execute(
        "UPDATE thread SET last_number = ?, published_count = published_count + 1 WHERE publication_id = ?",
        (number, publication),
    )
    raw.execute(
        "INSERT INTO page_version (scope, number) VALUES (?, 1) ON CONFLICT (scope) DO UPDATE SET number = number + 1",
        (f"thread:{publication}",),
    )


def _insert(raw: sqlite3.Connection, table: str, row: dict) -> int:
    marks = ", ".join("?" * len(row))
    cursor = raw.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - names from the schema
    return int(cursor.lastrowid)
