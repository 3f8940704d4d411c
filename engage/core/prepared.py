"""Statements on the paths where everybody waits: compiled once, then handed to the driver as text.

Looked up in the cache, bound and answered by the whole machinery of results, a statement of one row costs four times
what it costs here. Who listens to the statements of an engine hears these too, and a driver's error is raised as
SQLAlchemy's.
"""

import functools
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Dialect, Select, insert, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from engage.core.database import Base, connection_of, db

Process = Callable[[Any], Any] | None
T = TypeVar("T")
Row = TypeVar("Row", bound=Base)


class Done(NamedTuple):
    """What a statement did: the rows that it gave back, as the driver gives them, and how many it touched."""

    rows: list[tuple[Any, ...]]
    rowcount: int

    def scalar_one(self) -> Any:
        """The first value of the only row."""
        [row] = self.rows
        return row[0]


def _send(connection: Connection, sql: str, values: Any, *, many: bool = False) -> Done:
    driver: Any = connection.connection.dbapi_connection
    cursor = driver.cursor()
    for hear in connection.dispatch.before_cursor_execute:
        hear(connection, cursor, sql, values, None, many)
    errors: Any = connection.dialect.loaded_dbapi
    try:
        (cursor.executemany if many else cursor.execute)(sql, values)
        return Done(cursor.fetchall() if cursor.description else [], cursor.rowcount)
    except errors.Error as error:
        raise DBAPIError.instance(sql, values, error, errors.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


class Prepared:
    """An INSERT, UPDATE or DELETE with a fixed list of parameters.

    `make` gives the statement for a dialect by its name; `columns` are those that an INSERT without values fills.
    What comes back is as the driver gives it, so only ids and numbers may be asked for.
    """

    def __init__(self, make: Callable[[str], Any], columns: Sequence[str] = ()) -> None:
        """Compile nothing yet: the dialect is known when a statement is first run."""
        self._make = make
        self._columns = list(columns) or None
        self._texts: dict[str, _Text] = {}

    def run(self, values: Mapping[str, Any]) -> Done:
        """Run it once in the running unit of work, with a value for each parameter."""
        connection, text = self._at_work()
        return _send(connection, text.sql, text.bound(values))

    def run_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of these values."""
        connection, text = self._at_work()
        _send(connection, text.sql, [text.bound(values) for values in rows], many=True)

    def run_columns(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Run it for many rows that are given column by column, all of one length; equal values are made ready once."""
        connection, text = self._at_work()
        values = text.bound_columns(columns)
        if values:
            _send(connection, text.sql, values, many=True)

    def _at_work(self) -> "tuple[Connection, _Text]":
        session = db.session()
        session.info["wrote"] = True
        return _text_for(connection_of(session), self._texts, self._compiled)

    def _compiled(self, dialect: Dialect) -> "_Text":
        return _Text.of(self._make(dialect.name).compile(dialect=dialect, column_keys=self._columns), dialect)


class PreparedSelect:
    """A SELECT of columns with a fixed list of parameters; no IN with a list of values in it."""

    def __init__(self, statement: Select[Any]) -> None:
        """Compile nothing yet: the dialect is known when it is first asked."""
        self._statement = statement
        columns = statement.selected_columns
        self._row: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]  # its fields are those of the statement
        self._texts: dict[str, _Question] = {}

    def all(self, values: Mapping[str, Any]) -> list[Any]:
        """Every row, its values as the types of the columns have them, with the names of the columns."""
        session = db.session()
        if session.new or session.dirty or session.deleted:
            session.flush()
        connection, asked = _text_for(connection_of(session), self._texts, self._compiled)
        found = _send(connection, asked.text.sql, asked.text.bound(values)).rows
        return [self._row(*asked.read(row)) for row in found]

    def first(self, values: Mapping[str, Any]) -> Any:
        """The first row; None when there is none."""
        return next(iter(self.all(values)), None)

    def _compiled(self, dialect: Dialect) -> "_Question":
        text = _Text.of(self._statement.compile(dialect=dialect), dialect)
        types = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        return _Question(text, [each.result_processor(dialect, None) for each in types])


def _text_for(connection: Connection, known: dict[str, T], make: Callable[[Dialect], T]) -> tuple[Connection, T]:
    name = connection.dialect.name
    if name not in known:
        known[name] = make(connection.dialect)
    return connection, known[name]


@dataclass(frozen=True)
class _Text:
    """The text of a statement for one dialect, and how values become its parameters."""

    sql: str
    processes: Mapping[str, Callable[[Any], Any]]
    constants: Mapping[str, Any]
    order: tuple[str, ...] | None

    @classmethod
    def of(cls, compiled: Any, dialect: Dialect) -> "_Text":
        """The text of what was compiled."""
        binds = compiled.binds.items()
        found = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds}
        processes = {name: process for name, process in found.items() if process is not None}
        constants = {name: bind.value for name, bind in binds if bind.value is not None}
        return cls(str(compiled), processes, constants, compiled.positiontup and tuple(compiled.positiontup))

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The parameters for the driver."""
        if not self.constants and not self.processes:
            return values if self.order is None else tuple([values[name] for name in self.order])
        given = {**self.constants, **values}
        for name, process in self.processes.items():
            given[name] = process(given[name])
        return given if self.order is None else tuple([given[name] for name in self.order])

    def bound_columns(self, columns: Mapping[str, Sequence[Any]]) -> list[Any]:
        """The parameters for the driver, row by row."""
        ready = {name: self._ready(name, values) for name, values in columns.items()}
        if self.order is None:
            return [dict(zip(ready, row, strict=True)) for row in zip(*ready.values(), strict=True)]
        return list(zip(*(ready[name] for name in self.order), strict=True))

    def _ready(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        process = self.processes.get(name)
        if process is None:
            return values
        known = {value: process(value) for value in set(values)}
        return [known[value] for value in values]


@dataclass(frozen=True)
class _Question:
    """A SELECT for one dialect, and how what the driver gives becomes values."""

    text: _Text
    processes: list[Process]

    def read(self, row: Sequence[Any]) -> list[Any]:
        return [
            value if process is None else process(value) for value, process in zip(row, self.processes, strict=True)
        ]


def held(kind: type[Row], key: Any, row: Mapping[str, Any]) -> Row:
    """The object of a key in the running session, saying what a row that was just read says.

    The names of the row are those of the attributes; one that it does not name is read when it is asked for.
    """
    session = db.session()
    known: Row | None = session.identity_map.get(inspect(kind).identity_key_from_primary_key((key,)))  # type: ignore[assignment]  # the map is typed for any row
    if known is not None:
        for name, value in row.items():
            set_committed_value(known, name, value)
        return known
    new = kind()
    new.__dict__.update(row)
    make_transient_to_detached(new)
    session.add(new)
    return new


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
