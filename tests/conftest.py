"""The real parts that tests stand on: an application over SQLite or PostgreSQL, and a client that checks each page."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

from tests.support import visits
from tests.support.databases import PostgreSQLHome, SQLiteHome
from tests.support.page_client import PageClient
from tests.support.site import make_site

settings.register_profile(
    "engage", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("engage")


def pytest_addoption(parser):
    """Let a run choose its database."""
    parser.addoption("--whole-run", action="store_true", help="check at the end that every route was visited")
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_configure(config):
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("ENGAGE_") and name != "ENGAGE_TEST_POSTGRESQL"]:
        del os.environ[name]


def pytest_sessionfinish(session, exitstatus):
    """Over a whole run every route must have been visited by some test."""
    if session.config.getoption("--whole-run"):
        unvisited = visits.settle(session.config)
        if unvisited and exitstatus == 0:
            session.exitstatus = 1


@pytest.fixture(scope="session")
def database_home(request, tmp_path_factory):
    """A database that can be emptied in an instant."""
    folder = tmp_path_factory.mktemp("database")
    kind = PostgreSQLHome if request.config.getoption("--database") == "postgresql" else SQLiteHome
    home = kind(folder)
    yield home
    home.close()


@pytest.fixture(scope="session")
def session_site(database_home, tmp_path_factory):
    """One application for the tests of this process."""
    return make_site(database_home, tmp_path_factory.mktemp("data"))


@pytest.fixture
def site(session_site, database_home):
    """The application, over an empty database, inside its context."""
    with session_site.app_context():
        database_home.empty()
        session_site.extensions["engage.cache"].clear()
        session_site.extensions.pop("engage.screening", None)
        session_site.extensions.pop("engage.digest_desk", None)
        folder = session_site.config["ENGAGE"].data_dir
        (folder / "digest-runs.json").unlink(missing_ok=True)
        shutil.rmtree(folder / "mail", ignore_errors=True)
        yield session_site


@pytest.fixture
def client(site):
    """A browser that checks each page that it gets."""
    return PageClient(site)


@pytest.fixture
def another_client(site):
    """A second browser."""
    return PageClient(site)
