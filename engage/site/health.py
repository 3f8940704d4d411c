"""Whether the site can serve: its database answers and has the shape that this code expects."""

from dataclasses import dataclass
from functools import cache

from flask import Flask
from sqlalchemy import column, literal, select, table
from sqlalchemy.exc import SQLAlchemyError

from engage.core import jobs
from engage.core.database import db, reading
from engage.core.migration import configuration

VERSIONS = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class Health:
    """What was found; the worker's silence is told but does not make the site unready."""

    database: bool
    migrations: bool
    worker: bool

    @property
    def ready(self) -> bool:
        """Whether requests may be sent here."""
        return self.database and self.migrations


def examine(app: Flask) -> Health:
    """Ask the database."""
    try:
        with reading():
            present = set(db.session.scalars(select(VERSIONS.c.version_num)))
            worker = not jobs.stands_still("worker")
    except SQLAlchemyError:
        return Health(_answers(), migrations=False, worker=False)
    return Health(database=True, migrations=present == _heads(app), worker=worker)


def _answers() -> bool:
    try:
        with reading():
            db.session.execute(select(literal(1)))
    except SQLAlchemyError:
        return False
    return True


@cache
def _heads(app: Flask) -> set[str]:
    from alembic.script import ScriptDirectory

    return set(ScriptDirectory.from_config(configuration(app)).get_heads())
