"""Statements that change rows on the paths where everybody waits: compiled once, then handed to the driver as text.

Looked up in the cache, bound and answered by the whole machinery of results, a statement of one row costs four times
what it costs here. What comes back is as the driver gives it, so only ids and numbers may be asked for.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, insert, inspect
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.orm import make_transient_to_detached

from engage.core.database import Base, db

Process = Callable[[Any], Any] | None


class Prepared:
    """An INSERT or UPDATE with a fixed list of parameters.

    `make` gives the statement for a dialect by its name; `columns` are those that an INSERT without values fills.
    """

    def __init__(self, make: Callable[[str], Any], columns: Sequence[str] = ()) -> None:
        """Compile nothing yet: the dialect is known when a statement is first run."""
        self._make = make
        self._columns = list(columns) or None
        self._texts: dict[str, _Text] = {}

    def run(self, values: Mapping[str, Any]) -> "CursorResult[Any]":
        """Run it once in the running unit of work, with a value for each parameter."""
        connection, text = self._at_work()
        return connection.exec_driver_sql(text.sql, text.bound(values))

    def run_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of these values."""
        connection, text = self._at_work()
        connection.exec_driver_sql(text.sql, [text.bound(values) for values in rows])

    def _at_work(self) -> "tuple[Connection, _Text]":
        session = db.session()
        connection = session.connection()
        session.info["wrote"] = True
        return connection, self._texts.get(connection.dialect.name) or self._compiled(connection.dialect)

    def _compiled(self, dialect: Dialect) -> "_Text":
        compiled = self._make(dialect.name).compile(dialect=dialect, column_keys=self._columns)
        processes = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        constants = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}
        order = None if compiled.positiontup is None else tuple(compiled.positiontup)
        found = self._texts[dialect.name] = _Text(str(compiled), processes, constants, order)
        return found


@dataclass(frozen=True)
class _Text:
    """The text of a statement for one dialect, and how values become its parameters."""

    sql: str
    processes: Mapping[str, Process]
    constants: Mapping[str, Any]
    order: tuple[str, ...] | None

    def bound(self, values: Mapping[str, Any]) -> Any:
        given = {**self.constants, **values} if self.constants else values
        bound = {
            name: given[name] if process is None else process(given[name]) for name, process in self.processes.items()
        }
        return bound if self.order is None else tuple([bound[name] for name in self.order])


def store(row: Base) -> None:
    """Insert a new row at once and hold it as what is stored: a flush would cost many times that.

    For rows of plain columns, on the paths where this time is what everybody waits for. A column that was not set
    has its default, or nothing.
    """
    kind = _kind(type(row))
    values = {
        column: row.__dict__[name] if name in row.__dict__ else default() for name, column, default in kind.columns
    }
    done = kind.insert.run(values)
    if kind.given_key is not None:
        setattr(row, kind.given_key, done.scalar_one())
    make_transient_to_detached(row)
    db.session.add(row)


@dataclass(frozen=True)
class _Kind:
    """How rows of one kind are stored: each attribute with its column and default, and the key that is given."""

    insert: Prepared
    columns: list[tuple[str, str, Callable[[], Any]]]
    given_key: str | None


@functools.cache
def _kind(kind: type[Base]) -> _Kind:
    mapper = inspect(kind)
    table: Any = mapper.local_table
    given = table.autoincrement_column
    columns = [
        (each.key, each.columns[0].key, _default_of(each.columns[0]))
        for each in mapper.column_attrs
        if each.columns[0] is not given
    ]
    key = None if given is None else mapper.get_property_by_column(given).key
    statement = insert(table) if given is None else insert(table).returning(given)
    return _Kind(Prepared(lambda _dialect: statement, [column for _, column, _ in columns]), columns, key)


def _default_of(column: Any) -> Callable[[], Any]:
    default: Any = column.default
    if default is None:
        return lambda: None
    if not default.is_scalar:
        raise TypeError(f"{column} has a default that is computed; set it before the row is stored")
    value = default.arg
    return lambda: value
