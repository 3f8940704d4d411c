"""What the clock does to accounts."""

from datetime import timedelta

import time_machine

from engage.accounts import queries
from engage.core import clock, jobs
from engage.core.database import reading
from tests.support.accounts import mails, make_account


def test_an_account_that_nobody_confirms_is_emptied_after_its_link_has_died(site):
    waiting = make_account("waiting@northvale.example", confirmed=False)
    member = make_account("member@northvale.example")
    jobs.run("accounts.sweep")
    with reading():
        assert queries.account(waiting.id).closed_at is None
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        jobs.run("accounts.sweep")
    with reading():
        assert queries.account(waiting.id).closed_at
        assert queries.account(member.id).closed_at is None
    assert mails("waiting@northvale.example") == []
