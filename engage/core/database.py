"""The database: one engine, one declarative base, and the only place that commits.

A request, a job's batch and a command's step are each one *unit of work*. Reading never takes the write lock;
a unit that writes begins immediately on SQLite, so that nothing it read can be stale when it commits.
"""

import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

import structlog
from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Text, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from engage.core.settings import Settings

log = structlog.get_logger()
_mode: ContextVar[Literal["read", "write"]] = ContextVar("unit_mode", default="read")
CACHE_KIB = 8_000
WAIT_SECONDS = 20
LOOK_AGAIN_SECONDS = 0.0003
# Each statement lets other threads run. With Python's usual 5 ms the thread that holds the write lock would wait that
# long for its next turn, after each of them, while every other writer waits for it.
SWITCH_SECONDS = 0.0003
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC in Python, whatever the engine keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; hand an aware one over in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must know its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: Text}


def stored_enum(kind: type[StrEnum], name: str) -> Enum:
    """A column type for an enumeration, kept as its text with a check constraint of the given name."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def personal(purpose: str, basis: str, retention: str) -> dict[str, Any]:
    """The `info` of a column that holds personal data: what for, on which lawful basis, and for how long."""
    return {"personal": {"purpose": purpose, "basis": basis, "retention": retention}}


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with the one typed base as it stands, instead of a copy of it that it would make."""

    def _make_declarative_base(self, model_class: Any, disable_autonaming: bool = False) -> Any:  # noqa: ARG002 - the extension gives it
        model_class.metadata.info["bind_key"] = None
        self.metadatas[None] = model_class.metadata
        return model_class


db = Database(model_class=Base, session_options={"expire_on_commit": False})


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the database to the application and end each request's unit of work."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, settings.sqlite_synchronous)
    sys.setswitchinterval(SWITCH_SECONDS)
    app.before_request(_choose_mode)
    app.after_request(_end_request)
    app.teardown_request(_forget_mode)


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.database.startswith("sqlite"):
        return {"connect_args": {"timeout": WAIT_SECONDS, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}


def prepare_engine(engine: Engine, synchronous: str = "FULL") -> None:
    """Give an engine the connection settings and the beginnings of transactions that units of work rely on."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _record: _prepare_sqlite(raw, synchronous))
        turns = threading.Lock()
        event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, turns))
        event.listen(engine, "checkin", _give_turn_back)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(raw: sqlite3.Connection, synchronous: str) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute(f"PRAGMA synchronous={synchronous}")
    # Two megabytes, as it has by itself, are fewer than one batch of an import changes: pages would be written twice.
    raw.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _begin_sqlite(connection: Connection, turns: threading.Lock) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101 - a connection in use has a driver's connection
    writing = _mode.get() == "write"
    cursor = raw.cursor()
    if connection.info.get("writing") is not writing:
        cursor.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        connection.info["writing"] = writing
    if writing:
        _take_turn(connection, turns)
        _begin_immediate(cursor)
    else:
        cursor.execute("BEGIN")
    cursor.close()


def _take_turn(connection: Connection, turns: threading.Lock) -> None:
    """Let one thread of this process ask for the write lock: the others sleep until it is their turn, and ask nothing.

    Eight threads that each look every millisecond would take the time of the one that writes.
    """
    if not turns.acquire(timeout=WAIT_SECONDS):
        raise sqlite3.OperationalError("database is locked")
    connection.info["turn"] = turns


def _give_turn_back(_raw: object, entry: ConnectionPoolEntry) -> None:
    turn = entry.info.pop("turn", None)
    if turn is not None:
        turn.release()


def _begin_immediate(cursor: Any) -> None:
    """Take the write lock as soon as it is free: SQLite's own waiting sleeps ever longer, up to a tenth of a second."""
    cursor.execute("PRAGMA busy_timeout=0")
    ends = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            cursor.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")
            return


def _begin_postgresql(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    reading = _mode.get() == "read"
    if bool(raw.read_only) is not reading:
        raw.read_only = reading  # said with the BEGIN that the driver sends, so that it costs nothing


def _choose_mode() -> None:
    _mode.set("read" if request.method in SAFE_METHODS else "write")


def _forget_mode(_error: BaseException | None) -> None:
    _mode.set("read")


def _end_request(response: Response) -> Response:
    if response.status_code < 400 and not request.environ.get("engage.refused"):
        _commit()
    else:
        _roll_back()
    return response


def refuse() -> None:
    """Mark the running request as refused: whatever its view answers, nothing that it wrote is kept."""
    request.environ["engage.refused"] = True


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One write transaction of its own: committed at the end of the block, undone by an exception.

    Inside a request it first ends the request's own transaction, which must have written nothing.
    """
    release()
    token = _mode.set("write")
    try:
        yield
        _commit()
    except BaseException:
        _roll_back()
        raise
    finally:
        _mode.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """A read-only transaction of its own, for jobs and commands."""
    release()
    token = _mode.set("read")
    try:
        yield
    finally:
        release()
        _mode.reset(token)


def is_reading() -> bool:
    """Whether what is asked now would be asked in a transaction that only reads."""
    return _mode.get() == "read"


def release() -> None:
    """End the running transaction, which must have written nothing, before slow work or another unit of work."""
    session = db.session()
    if wrote(session):
        raise RuntimeError("this unit of work has written already; it can only commit or roll back")
    if session.in_transaction():
        session.commit()


def wrote(session: Session) -> bool:
    """Whether the session has sent or holds changes that are not committed."""
    return bool(session.info.get("wrote") or session.new or session.dirty or session.deleted)


def after_commit(act: Callable[[], None]) -> None:
    """Do what cannot be undone (waking a worker) once the running unit of work is committed.

    The same function given twice is called once. The act is a hint only and may be lost in a crash, so whatever
    must happen is also found by looking.
    """
    db.session().info.setdefault("after_commit", []).append(act)


def connection_of(session: Session) -> Connection:
    """The connection of the running transaction, begun where none runs; found once, for finding it takes time."""
    at_work: tuple[SessionTransaction, Connection] | None = session.info.get("at_work")
    if at_work is not None and at_work[0] is session.get_transaction() and at_work[0].is_active:
        return at_work[1]
    connection = session.connection()
    begun = session.get_transaction()
    assert begun is not None  # noqa: S101 - a session with a connection is in a transaction
    session.info["at_work"] = (begun, connection)
    return connection


@event.listens_for(Session, "after_transaction_end")
def _forget_connection(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop("at_work", None)


def _commit() -> None:
    session = db.session()
    session.commit()
    acts = session.info.pop("after_commit", [])
    session.info.pop("wrote", None)
    for act in dict.fromkeys(acts):
        try:
            act()
        except Exception:
            log.exception("after_commit_failed")


def _roll_back() -> None:
    session = db.session()
    session.info.pop("after_commit", None)
    session.info.pop("wrote", None)
    session.rollback()


@event.listens_for(Session, "after_flush")
def _remember_flush(session: Session, _context: object) -> None:
    session.info["wrote"] = True


@event.listens_for(Session, "do_orm_execute")
def _remember_bulk(state: Any) -> None:
    if not state.is_select:
        state.session.info["wrote"] = True
