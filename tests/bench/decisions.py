"""The limit of deciding: the rows of real decisions, mail and seals among them, written by the driver alone."""

import sqlite3
import time

from tests.bench.ground import Ground


def rows_of_newest(site: Ground) -> dict[str, list[dict]]:
    """What the newest real decision left behind, by table."""
    raw = sqlite3.connect(site.folder / "engage.sqlite")
    raw.row_factory = sqlite3.Row
    decision = dict(raw.execute("SELECT * FROM decision ORDER BY id DESC LIMIT 1").fetchone())
    about = (decision["comment_id"], decision["id"])
    entries = raw.execute(
        "SELECT * FROM ledger_entry WHERE (subject_kind = 'comment' AND subject_id = ?)"
        " OR (subject_kind = 'decision' AND subject_id = ?)",
        about,
    )
    mails = raw.execute("SELECT * FROM outbox_message ORDER BY id DESC LIMIT 1")
    found = {"decision": [decision], "ledger_entry": [dict(row) for row in entries]}
    found["outbox_message"] = [dict(row) for row in mails]
    raw.close()
    return found


def driver_decides(site: Ground, template: dict[str, list[dict]], comment_ids: list[int]) -> float:
    """Decisions a second by a bare connection, each in a transaction of its own that is safe on disk."""
    raw = sqlite3.connect(site.folder / "engage.sqlite", timeout=20, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    position = raw.execute("SELECT coalesce(max(position), 0) FROM ledger_seal").fetchone()[0]
    began = time.perf_counter()
    for comment_id in comment_ids:
        raw.execute("BEGIN IMMEDIATE")
        position = _one(raw, template, comment_id, position)
        raw.execute("COMMIT")
    taken = time.perf_counter() - began
    raw.close()
    return len(comment_ids) / taken


def _one(raw: sqlite3.Connection, template: dict[str, list[dict]], comment_id: int, position: int) -> int:
    publication_id = raw.execute("SELECT publication_id FROM comment WHERE id = ?", (comment_id,)).fetchone()[0]
    number = raw.execute("SELECT last_number FROM thread WHERE publication_id = ?", (publication_id,)).fetchone()[0] + 1
    decision = template["decision"][0]
    raw.execute(
        "UPDATE comment SET state = 'published', number = ?, published_at = ?, waiting_since = NULL WHERE id = ?",
        (number, decision["at"], comment_id),
    )
    raw.execute("DELETE FROM comment_waiting WHERE comment_id = ?", (comment_id,))
    raw.execute(
        "UPDATE comment_waiting_count SET number = number - 1 WHERE publication_id = ? AND kind = 'comment'",
        (publication_id,),
    )
    raw.execute(
        "UPDATE thread SET last_number = ?, published_count = published_count + 1, waiting_count = waiting_count - 1"
        " WHERE publication_id = ?",
        (number, publication_id),
    )
    decision_id = _insert(raw, "decision", decision | {"id": None, "comment_id": comment_id})
    raw.execute("DELETE FROM moderation_lease WHERE kind = 'comment' AND subject_id = ?", (comment_id,))
    for what, key in (("verdict", "approved"), ("waited", "2592000")):
        raw.execute(
            "INSERT INTO moderation_day_count (day, publication_id, what, key, number) VALUES (?, ?, ?, ?, 1)"
            " ON CONFLICT (day, publication_id, what, key) DO UPDATE SET number = number + 1",
            (decision["at"][:10], publication_id, what, key),
        )
    position = _record(raw, template, (comment_id, decision_id), position)
    for row in template["outbox_message"]:
        key = f"driver:{decision_id}"
        _insert(raw, "outbox_message", row | {"id": None, "key": key, "message_id": f"<{key}@bench>"})
    raw.execute(
        "INSERT INTO page_version (scope, number) VALUES (?, 1) ON CONFLICT (scope) DO UPDATE SET number = number + 1",
        (f"thread:{publication_id}",),
    )
    return position


def _record(raw: sqlite3.Connection, template: dict[str, list[dict]], about: tuple[int, int], position: int) -> int:
    """Write the ledger's entries and their seals."""
    for row in template["ledger_entry"]:
        subject = about[0] if row["subject_kind"] == "comment" else about[1]
        entry_id = _insert(raw, "ledger_entry", row | {"id": None, "subject_id": subject})
        raw.execute("INSERT INTO ledger_unsealed (entry_id) VALUES (?)", (entry_id,))
        position += 1
        seal = (position, entry_id, f"{entry_id:064d}")
        raw.execute("INSERT INTO ledger_seal (position, entry_id, hash) VALUES (?, ?, ?)", seal)
        raw.execute("DELETE FROM ledger_unsealed WHERE entry_id = ?", (entry_id,))
    return position


def _insert(raw: sqlite3.Connection, table: str, row: dict) -> int:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    cursor = raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - names from the schema
    return int(cursor.lastrowid)
