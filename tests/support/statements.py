"""Counts the statements that a block of code sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from engage.core.database import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent inside the block."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
