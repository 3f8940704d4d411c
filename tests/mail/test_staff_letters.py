"""The weekly summary and the reminders of promises: once each, to staff who want them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.messages import MessageClass
from engage.core.permissions import VISITOR
from engage.engagements.actions import promising
from engage.mail import links, queries
from tests.support.accounts import make_account
from tests.support.comments import make_comment
from tests.support.engagements import make_engagement, make_promise
from tests.support.mail import in_outbox
from tests.support.publishing import make_plan

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def told(name):
    db.session.rollback()
    jobs.run("mail.staff")
    jobs.run("mail.staff")
    return [row.to for row in in_outbox(name=name)]


def test_staff_hear_once_a_week_what_waits_and_came_in(clock):
    make_account(email="mo@northvale.example", roles=["moderator"])
    make_account(email="member@example.org")
    make_account(email="new@northvale.example", roles=["editor"], confirmed=False)
    assert told("staff_summary") == []
    make_comment(make_plan())
    assert told("staff_summary") == ["mo@northvale.example"]
    (row,) = in_outbox(name="staff_summary")
    assert "1 comment was published this week" in row.text
    assert row.message_class is MessageClass.PUBLIC_TASK
    clock.move_to(MONDAY + timedelta(days=1))
    assert len(told("staff_summary")) == 1
    clock.move_to(MONDAY + timedelta(days=7))
    make_comment(make_plan())
    assert len(told("staff_summary")) == 2


def test_whoever_promised_is_reminded_once_before_it_is_due(clock):
    owner = make_account(email="olive@northvale.example", roles=["officer"])
    make_promise(make_engagement(), "Send the travel times", days=5, owner_id=owner.id)
    assert told("promise_due") == []
    clock.move_to(MONDAY + timedelta(days=2))
    assert told("promise_due") == ["olive@northvale.example"]
    clock.move_to(MONDAY + timedelta(days=6))
    assert len(told("promise_due")) == 1
    assert "Send the travel times" in in_outbox(name="promise_due")[0].text


def test_whoever_is_late_hears_once_a_week_until_it_is_done(clock):
    owner = make_account(email="olive@northvale.example", roles=["officer"])
    make_account(email="other@northvale.example", roles=["officer"])
    first = make_promise(make_engagement(days_ago=9), "Send the travel times", days=-3, owner_id=owner.id)
    make_promise(make_engagement(days_ago=9), "Ask for a quiet room", days=-1, owner_id=owner.id)
    make_promise(make_engagement(days_ago=9), "Nobody sees to it", days=-1)
    make_promise(make_engagement(), "There is time", days=2, owner_id=owner.id)
    assert told("promises_overdue") == ["olive@northvale.example"]
    (row,) = in_outbox(name="promises_overdue")
    assert row.subject == "2 promises are overdue"
    assert row.text.index("Send the travel times") < row.text.index("Ask for a quiet room")
    assert "There is time" not in row.text
    clock.move_to(MONDAY + timedelta(days=2))
    assert len(told("promises_overdue")) == 1
    clock.move_to(MONDAY + timedelta(days=7))
    with unit_of_work():
        promising.keep_promise(VISITOR, promise=db.session.merge(first))
    assert len(told("promises_overdue")) == 2
    newest = max(in_outbox(name="promises_overdue"), key=lambda each: each.id)
    assert "Send the travel times" not in newest.text


def test_one_click_stops_the_summary_and_only_staff_are_offered_it(client, another_client):
    staff = make_account(email="mo@northvale.example", roles=["moderator"])
    make_comment(make_plan())
    assert told("staff_summary")
    reader = queries.subscriber_by_email("mo@northvale.example")
    path = links.object_url("staff_summary", reader).removeprefix("http://127.0.0.1:8000")
    client.post(path, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "none"}, expect=200)
    client.sign_in(staff)
    chosen = client.get("mail.mine")
    assert "The weekly summary for staff" in chosen.words
    another_client.sign_in(make_account(email="ada@example.org"))
    offered = another_client.get(another_client.post("mail.mine", {}).location)
    assert "Newsletters" in offered.words
    assert "The weekly summary for staff" not in offered.words
