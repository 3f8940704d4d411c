"""`engage check` finds a counter that lies, puts it right, and says so by its status."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from engage.commands import main
from engage.core.database import db, unit_of_work
from tests.support.comments import make_comment, open_thread
from tests.support.publishing import make_plan


@pytest.fixture
def run(site, monkeypatch):
    """Runs the command in the application of the test."""
    monkeypatch.setattr("engage.commands._application", lambda **_changes: site)

    def invoke(*words):
        return CliRunner().invoke(main, ["check", *words], obj=lambda **_changes: site)

    return invoke


def test_right_counters_are_said_to_be_right(run):
    plan = make_plan()
    open_thread(plan)
    make_comment(plan)
    result = run("--counters")
    assert result.exit_code == 0, result.output
    assert "The counters of 1 threads are right." in result.output


def test_a_wrong_counter_is_named_and_put_right(run):
    plan = make_plan()
    open_thread(plan)
    make_comment(plan)
    with unit_of_work():
        db.session.execute(sa.text("UPDATE thread SET published_count = 99"))
    result = run("--counters")
    assert result.exit_code == 1
    assert "thread.published_count was 99, is 1" in result.output
    assert run("--counters").exit_code == 0
