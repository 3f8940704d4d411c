"""Ids for rows that are inserted many at a time and name each other."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from engage.core.database import db


def next_ids(column: Any, count: int) -> Sequence[int]:
    """So many ids for new rows of a table, in rising order; good until the running unit of work ends.

    SQLite has one writer, who may go on from the last id; PostgreSQL is asked for as many numbers of its sequence.
    """
    if db.engine.dialect.name == "sqlite":
        first = (db.session.scalar(select(func.max(column))) or 0) + 1
        return range(first, first + count)
    sequence = func.pg_get_serial_sequence(column.table.name, column.name)
    numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return sorted(db.session.scalars(numbers))
