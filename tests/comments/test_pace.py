"""A flood slows a thread down for a time, and its page says so; while nobody is on duty everything waits."""

from datetime import timedelta

import pytest
import time_machine

from engage.comments.models import CommentState
from engage.core import cache, clock
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.ledger import Entry
from engage.screening.models import Absence, DeskTerms
from tests.support.accounts import make_account
from tests.support.comments import confirm, fresh, make_comment, open_thread, thread_now
from tests.support.databases import look_again
from tests.support.publishing import make_plan


@pytest.fixture
def plan(site):
    """A plan whose thread slows down from three comments of one source, or five in all."""
    with unit_of_work():
        terms = DeskTerms.usual()
        terms.flood_source, terms.flood_thread = 3, 5
        db.session.add(terms)
        cache.bump("screening")
    found = make_plan()
    open_thread(found)
    return found


@pytest.fixture
def noon():
    """A moment at which no minute ends."""
    with time_machine.travel((clock.now() + timedelta(minutes=2)).replace(second=10), tick=False) as traveller:
        yield traveller


def test_many_from_one_source_slow_the_thread_down(client, plan, noon):
    account = make_account()
    for _ in range(3):
        make_comment(plan, account=account, source="192.0.2.7")
    assert thread_now(plan).is_slow(clock.now())
    with pytest.raises(Refused, match="one every 5 minutes here"):
        make_comment(plan, account=account, source="192.0.2.7")
    assert make_comment(plan, source="192.0.2.8").is_public
    assert "each person can send one every 5 minutes" in client.get(f"/plans/{plan.slug}/").words
    noon.shift(timedelta(minutes=6))
    assert make_comment(plan, account=account, source="192.0.2.7").is_public
    noon.shift(timedelta(minutes=70))
    assert "Many comments are coming in" not in client.get(f"/plans/{plan.slug}/").words
    look_again()
    slowed = db.session.query(Entry).filter(Entry.verb == "thread.slowed").all()
    assert [entry.values["cause"] for entry in slowed] == ["source"]


def test_many_on_one_thread_slow_it_down_for_guests_too(plan, noon):
    for number in range(5):
        make_comment(plan, guest=f"guest{number}@northvale.example", source=f"192.0.2.{number}")
    make_comment(plan, guest="late@northvale.example", source="192.0.2.50")
    with pytest.raises(Refused, match="in 5 minutes"):
        make_comment(plan, guest="late@northvale.example", source="192.0.2.50")


def test_the_same_number_over_several_minutes_is_no_flood(plan, noon):
    account = make_account()
    for _ in range(6):
        make_comment(plan, account=account, source="192.0.2.7")
        noon.shift(timedelta(minutes=1))
    assert not thread_now(plan).is_slow(clock.now())


def test_while_nobody_is_on_duty_comments_wait_and_the_page_says_so(client, plan):
    path = f"/plans/{plan.slug}/"
    assert "Comments are published at once" in client.get(path).words
    with unit_of_work():
        db.session.add(Absence(since=clock.now()))
        cache.bump(cache.SITE)
    assert "Nobody is on duty at the desk just now" in client.get(path).words
    assert make_comment(plan).state is CommentState.WAITING
    guest = make_comment(plan, guest="gordon@northvale.example")
    confirm(guest)
    assert fresh(guest).state is CommentState.WAITING


def test_the_promised_time_stands_by_the_form(client, site):
    plan = make_plan()
    open_thread(plan, "before")
    assert "within 8 working hours" in client.get(f"/plans/{plan.slug}/").words
