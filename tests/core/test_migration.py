"""Migrations: from nothing, twice, by two processes at once, and on tables that hold rows."""

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic import command

from engage.core.database import db, unit_of_work
from engage.core.migration import FOLDER, configuration
from engage.core.permissions import VISITOR
from engage.taxonomy.actions import add_topic


@pytest.fixture
def empty_database(database_home, tmp_path):
    """The address of a database that holds nothing."""
    with database_home.fresh(tmp_path) as address:
        yield address


def start(url, folder):
    environment = {**os.environ, "ENGAGE_DATABASE_URL": url, "ENGAGE_DATA_DIR": str(folder)}
    line = [sys.executable, "-m", "engage.commands", "migrate"]
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_at_once_and_once_more(empty_database, tmp_path):
    both = [start(empty_database, tmp_path / name) for name in ("one", "two")]
    both.append(start(empty_database, tmp_path / "three"))
    for child in both:
        out, err = child.communicate(timeout=300)
        assert child.returncode == 0, err
        assert "up to date" in out
    engine = sa.create_engine(empty_database)
    with engine.connect() as connection:
        versions = list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    newest = max(path.name[:4] for path in (FOLDER / "versions").glob("0*.py"))
    assert versions == [newest]


def test_going_back_and_forth_keeps_rows_of_the_first_tables(site):
    with unit_of_work():
        add_topic(VISITOR, slug="roads", name="Roads")
    config = configuration(site)
    db.session.remove()
    db.engine.dispose()
    command.downgrade(config, "0001")
    command.upgrade(config, "head")
    assert db.session.scalar(sa.text("SELECT name FROM topic")) == "Roads"
