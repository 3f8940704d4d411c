"""Web processes die while people answer."""

from tests.faults.web_deaths import survive


def test_what_was_acknowledged_is_found_although_web_processes_were_killed():
    assert survive(submissions=50, kills=6) == (100, 50)
