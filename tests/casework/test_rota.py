"""Who is on duty, what is promised, and what happens when the promise is missed or nobody is there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.casework import actions, queries
from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from tests.support.accounts import mails, make_account
from tests.support.comments import make_comment
from tests.support.moderation import make_moderator, make_waiting
from tests.support.publishing import make_plan

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def administrator(client):
    """An administrator's browser."""
    client.account = make_account(roles=["administrator"])
    return client.sign_in(client.account)


def on_duty(account, **when):
    with unit_of_work():
        return actions.add_duty(viewer_for(account), account_id=account.id, **when)


def names(moment):
    with reading():
        db.session.expire_all()
        return [line.name for line in queries.on_duty(moment)]


def test_a_week_and_a_single_day(site):
    week, day = make_moderator("Rosalind Achebe"), make_moderator("Bram Okafor")
    on_duty(week, weekday=0, starts=540, ends=1020)
    assert names(MONDAY) == ["Rosalind Achebe"]
    assert names(MONDAY + timedelta(hours=8)) == []
    on_duty(day, day=MONDAY.date(), starts=600, ends=660)
    assert names(MONDAY) == ["Bram Okafor"]
    assert names(MONDAY + timedelta(days=7)) == ["Rosalind Achebe"]


def test_the_rota_is_planned_on_its_page(administrator):
    moderator = make_moderator()
    assert "Nobody is on the rota yet." in administrator.get("casework_staff.rota").words
    data = {"account": str(moderator.id), "weekday": "2", "day": "", "starts": "09:00", "ends": "12:30"}
    wrong = administrator.post("casework_staff.add_duty", {**data, "ends": "08:00"}, expect=422)
    assert "The end must be later than the beginning." in wrong.words
    administrator.post("casework_staff.add_duty", {**data, "account": ""}, expect=422)
    administrator.post("casework_staff.add_duty", data)
    assert "Wednesday, 09:00 to 12:30" in administrator.get("casework_staff.rota").words
    administrator.post("casework_staff.remove_duty", duty_id=1)
    assert "Nobody is on the rota yet." in administrator.get("casework_staff.rota").words
    administrator.sign_in(moderator)
    assert "Put somebody" not in administrator.get("casework_staff.rota").words
    administrator.get("casework_staff.promises", expect=403)


def test_what_is_promised_is_changed_and_public(administrator):
    page = administrator.get("casework_staff.promises")
    data = page.form("promises/")
    changed = {**data, "decide_hours": "4", "weekdays": "0"}
    wrong = administrator.post("casework_staff.promises", {**changed, "closes": "08:00"}, expect=422)
    assert "The desk must close later than it opens." in wrong.words
    administrator.post("casework_staff.promises", changed)
    with reading():
        db.session.expire_all()
        assert (queries.terms().decide_hours, queries.terms().weekdays) == (4, "0")
    administrator.post("casework_staff.set_holiday", {"holiday": "", "title": "x"}, expect=422)
    administrator.post("casework_staff.set_holiday", {"holiday": "2030-05-06", "title": "Fair day"})
    administrator.post("casework_staff.set_holiday", {"holiday": "2029-12-26", "title": ""})
    words = administrator.get("casework_staff.promises").words
    assert "Fair day" in words
    assert "26 December 2029" not in words
    administrator.sign_out()
    comment = make_waiting()
    with reading():
        path = f"/plans/{db.session.get(type(make_plan()), comment.publication_id).slug}/"
    assert "within 4 working hours" in administrator.get(path).words


def promise(**changes):
    with unit_of_work():
        terms = queries.terms()
        values = {name: getattr(terms, name) for name in actions.Promise.__dataclass_fields__}
        actions.save_terms(viewer_for(make_account()), promise=actions.Promise(**{**values, **changes}))


def test_while_nobody_is_on_duty_for_the_set_time_everything_waits(client):
    moderator = make_moderator()
    on_duty(moderator, weekday=0, starts=540, ends=1020)
    promise(absent_minutes=60)
    with time_machine.travel(MONDAY, tick=False) as traveller:
        plan = make_plan()
        make_comment(plan)
        jobs.run("casework.watch")
        assert "Comments are published at once" in client.get(f"/plans/{plan.slug}/").words
        traveller.shift(timedelta(hours=7, minutes=30))
        jobs.run("casework.watch")
        assert "Comments are published at once" in client.get(f"/plans/{plan.slug}/").words
        traveller.shift(timedelta(hours=1))
        jobs.run("casework.watch")
        assert "Nobody is on duty at the desk" in client.get(f"/plans/{plan.slug}/").words
        assert make_comment(plan).waits
        client.sign_in(moderator)
        assert "New comments have been held since" in client.get("casework_staff.rota").words
        client.sign_out()
        traveller.shift(timedelta(days=7) - timedelta(hours=8))
        jobs.run("casework.watch")
        assert "Comments are published at once" in client.get(f"/plans/{plan.slug}/").words


def test_a_target_that_will_be_missed_is_mailed_once_and_stands_in_a_banner(client):
    moderator = make_moderator()
    with time_machine.travel(MONDAY, tick=False) as traveller:
        make_waiting()
        jobs.run("casework.watch")
        client.sign_in(moderator)
        assert "late within an hour" not in client.get("casework_staff.rota").words
        traveller.shift(timedelta(hours=6, minutes=30))
        jobs.run("casework.watch")
        assert "late within an hour" not in client.get("casework_staff.rota").words
        traveller.shift(timedelta(hours=17))
        jobs.run("casework.watch")
        jobs.run("casework.watch")
        assert "1 comment will be late within an hour." in client.get("casework_staff.rota").words
        assert [mail.name for mail in mails(moderator.email)].count("target_missed") == 1
        traveller.shift(timedelta(hours=2))
        jobs.run("casework.watch")
        assert "1 comment has waited longer than we promise." in client.get("casework_staff.rota").words


def test_those_on_duty_are_told_of_a_flood(site):
    with time_machine.travel(MONDAY, tick=False):
        moderator, account, plan = make_moderator(), make_account(), make_plan()
        promise(flood_source=2)
        make_comment(plan, account=account, source="192.0.2.7")
        make_comment(plan, account=account, source="192.0.2.7")
        jobs.run("ledger.seal")
        jobs.run("casework.floods")
        jobs.run("casework.floods")
    assert [mail.name for mail in mails(moderator.email)].count("flood") == 1
