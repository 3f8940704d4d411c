"""Nothing is kept for longer than it says."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.core import jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.mail import actions, links, queries, targets
from engage.mail.dispatch import RUNNER
from engage.mail.kinds import NEWSLETTERS
from engage.mail.models import Frequency
from tests.support.directory import make_contact, make_organisation
from tests.support.mail import follow, in_outbox, put

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_message_is_forgotten_after_ninety_days_unless_it_still_waits(clock):
    put(to="sent@example.org")
    RUNNER.run()
    put(to="waits@example.org", due_at=NOON + timedelta(days=200))
    clock.shift(timedelta(days=89))
    jobs.run("mail.sweep")
    assert len(in_outbox()) == 2
    clock.shift(timedelta(days=2))
    jobs.run("mail.sweep")
    assert [message.to for message in in_outbox()] == ["waits@example.org"]


def test_an_address_that_never_agreed_is_forgotten(clock):
    with unit_of_work():
        everything = targets.target(*targets.EVERYTHING)
        actions.ask_to_follow(VISITOR, email="asked@example.org", target=everything, frequency=Frequency.DAILY)
    follow("ada@example.org", targets.EVERYTHING)
    clock.shift(timedelta(days=31))
    jobs.run("mail.sweep")
    assert queries.subscriber_by_email("asked@example.org") is None
    assert queries.subscriber_by_email("ada@example.org") is not None


def test_who_left_is_forgotten_a_year_later(clock):
    ada = follow("ada@example.org", targets.EVERYTHING)
    with unit_of_work():
        actions.stop_all(VISITOR, subscriber=ada, way="one click")
    clock.shift(timedelta(days=300))
    jobs.run("mail.sweep")
    assert queries.subscriber_by_email("ada@example.org") is not None
    clock.shift(timedelta(days=100))
    jobs.run("mail.sweep")
    assert queries.subscriber_by_email("ada@example.org") is None


@pytest.mark.parametrize("make", [make_contact, make_organisation])
def test_who_stands_on_a_list_can_stop_mail_by_an_old_link(clock, client, make):
    make("Ada Nye", email="Ada@people.example")
    with unit_of_work():
        subscriber = actions.ensure_subscriber("ada@people.example")
        stop = links.object_url(NEWSLETTERS.key, subscriber)
    clock.shift(timedelta(days=200))
    jobs.run("mail.sweep")
    path = stop.partition("://")[2].partition("/")[2]
    page = client.get(f"/{path}")
    client.post(f"/{path}", page.form(), expect=200)
    assert queries.objects("ada@people.example", NEWSLETTERS.key)


def test_who_stands_in_no_directory_and_followed_nothing_is_forgotten(clock):
    with unit_of_work():
        actions.ensure_subscriber("ada@people.example")
    clock.shift(timedelta(days=31))
    jobs.run("mail.sweep")
    assert queries.subscriber_by_email("ada@people.example") is None


def test_who_wants_no_replies_is_remembered(clock):
    with unit_of_work():
        actions.stop_replies(VISITOR, email="ada@example.org", account_id=None)
    clock.shift(timedelta(days=500))
    jobs.run("mail.sweep")
    assert queries.objecting(["ada@example.org"], "replies") == {"ada@example.org"}
