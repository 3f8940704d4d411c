"""Rows of the tables in which words are looked for: full-text tables of SQLite, vectors of PostgreSQL."""

from typing import Any

from sqlalchemy import func, select, text

from engage.core.database import db

PAGES_AT_ONCE = 200


def forget(table: str, key: str, row_id: int) -> None:
    """Let a thing be found no more; `key` is the column that names it under PostgreSQL."""
    db.session.flush()
    db.session.execute(text(f"DELETE FROM {table} WHERE {_key(key)} = :id"), {"id": row_id})  # noqa: S608 - fixed names


def put(table: str, key: str, row_id: int, values: dict[str, Any]) -> None:
    """Let a thing be found by these words, by column."""
    columns, boxes = ", ".join(values), ", ".join(f":{name}" for name in values)
    db.session.execute(
        text(f"INSERT INTO {table} ({_key(key)}, {columns}) VALUES (:id, {boxes})"),  # noqa: S608 - fixed names
        {"id": row_id, **values},
    )


def _key(name: str) -> str:
    return name if db.engine.dialect.name == "postgresql" else "rowid"


def purge(table: str) -> bool:
    """Let words that were taken out of an index vanish from its file too, a part at a time; whether there is more.

    SQLite only notes that words are gone, and drops them when it merges what it has written; this asks it to.
    """
    if db.engine.dialect.name == "postgresql":
        return False
    before = db.session.scalar(select(func.total_changes()))
    merge = f"INSERT INTO {table} ({table}, rank) VALUES ('merge', :pages)"  # noqa: S608 - fixed names
    db.session.execute(text(merge), {"pages": -PAGES_AT_ONCE})
    return int(db.session.scalar(select(func.total_changes())) or 0) - int(before or 0) >= 2
