"""A rule is tried on past comments before it is switched on."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.casework import actions, queries
from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import make_comment
from tests.support.moderation import make_area, make_decision, make_moderator
from tests.support.publishing import make_plan
from tests.support.screening import make_rule

LONG = "We in the valley have waited for this bus since the old line closed and we want it back"


@pytest.fixture
def moderator(client):
    """A moderator's browser."""
    client.account = make_moderator()
    return client.sign_in(client.account)


def rehearsed(rule):
    with reading():
        db.session.expire_all()
        return queries.rehearsals_of(rule.id)[0]


def test_a_rehearsal_tells_what_would_have_been_held_rightly_and_wrongly(moderator):
    plan = make_plan()
    bad = make_comment(plan, "You idiot.")
    make_comment(plan, "Only an idiot closes this bus line.")
    make_comment(plan, "Keep the bus.")
    make_decision(moderator.account, bad, Verdict.HIDDEN)
    rule = make_rule(active=False)
    assert "has not been rehearsed" in moderator.get("casework_staff.rehearsal", rule_id=rule.id).words
    running = moderator.post("casework_staff.rehearsal", {"days": "30"}, rule_id=rule.id, follow=True)
    assert "0 of 3 comments" in running.words
    jobs.run("casework.rehearse")
    page = moderator.get("casework_staff.rehearsal", rule_id=rule.id)
    found = rehearsed(rule)
    assert (found.done, found.held, found.rightly, found.wrongly) == (3, 2, 1, 1)
    assert [mark.text for mark in page.select("mark")] == ["idiot", "idiot"]
    assert "Switch on" in page.words
    assert not bad.waiting_since


@pytest.mark.parametrize(
    ("kind", "threshold", "held"),
    [("first_comment", None, 1), ("new_account", 1, 1), ("repeated", 2, 2), ("links", 1, 1), ("reports", 1, 0)],
)
def test_rules_about_the_writer_are_rehearsed_as_things_were_then(site, kind, threshold, held):
    plan, account = make_plan(), make_account()
    make_comment(plan, LONG, account=account)
    with time_machine.travel(clock.now() + timedelta(hours=30), tick=False):
        make_comment(plan, LONG + " again", account=account)
        make_comment(plan, LONG + "!", account=account)
        make_comment(plan, LONG + "!! https://bus.example", account=account)
        rule = make_rule(kind, threshold=threshold, active=False)
        with unit_of_work():
            actions.start_rehearsal(viewer_for(make_account()), rule=rule, days=30)
        jobs.run("casework.rehearse")
        assert rehearsed(rule).held >= held


def test_a_rehearsal_that_died_is_completed_and_one_at_a_time_is_enough(moderator):
    make_comment(make_plan(), "You idiot.")
    rule = make_rule(active=False)
    moderator.post("casework_staff.rehearsal", {"days": "30"}, rule_id=rule.id)
    moderator.post("casework_staff.rehearsal", {"days": "30"}, rule_id=rule.id)
    with reading():
        db.session.expire_all()
        assert len(queries.rehearsals_of(rule.id)) == 1
    jobs.run("casework.rehearse")
    jobs.run("casework.rehearse")
    assert rehearsed(rule).held == 1


def test_only_those_who_write_rules_for_all_may_rehearse(client):
    rule = make_rule()
    client.sign_in(make_moderator(area=make_area()))
    client.get("casework_staff.rehearsal", rule_id=rule.id, expect=404)
