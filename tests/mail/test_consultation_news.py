"""News of consultations: to followers and to those who answered, once each, and only while it is so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.consultations import actions as consultations
from engage.consultations.actions.launching import write_moments
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.messages import MessageClass
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR
from engage.mail import actions, links, queries
from engage.mail.dispatch import RUNNER
from engage.mail.models import TargetKind
from tests.support.consultations import make_consultation
from tests.support.mail import follow, in_outbox, letters, put, row
from tests.support.publishing import make_plan
from tests.support.submissions import make_submission

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan():
    found = make_plan("A new place for blood tests")
    follow("ada@example.org", (TargetKind.PUBLICATION, found.id))
    return found


def tell():
    db.session.rollback()
    jobs.run("ledger.seal")
    jobs.run("mail.consultations")


def told(name="consultation_notice"):
    return sorted(row.to for row in in_outbox(name=name))


def again(consultation):
    return db.session.get_one(type(consultation), consultation.id)


def extend(consultation, days=100, reason="The leaflet came late."):
    db.session.rollback()
    with unit_of_work():
        found = again(consultation)
        consultations.extend(VISITOR, consultation=found, closes_at=NOON + timedelta(days=days), reason=reason)


def test_followers_hear_once_that_it_opened(plan):
    follow("bob@example.org", (TargetKind.PUBLICATION, make_plan().id))
    make_consultation("Where?", publications=[plan])
    tell()
    tell()
    assert told() == ["ada@example.org"]
    (letter,) = letters(name="consultation_notice")
    assert letter.subject == "Have your say: Where?"
    assert "/consultations/" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (row,) = in_outbox(name="consultation_notice")
    assert row.message_class is MessageClass.PUBLIC_TASK
    assert row.basis


def test_respondents_hear_of_more_time_and_of_results_once_even_if_they_follow(plan, clock):
    found = make_consultation("Where?", publications=[plan], weeks=1)
    make_submission(found, email="ada@example.org")
    make_submission(found, email="carer@example.org")
    make_submission(found, email=None)
    tell()
    extend(found, 20)
    tell()
    assert told() == ["ada@example.org", "ada@example.org", "carer@example.org"]
    assert "The leaflet came late." in letters(to="carer@example.org", name="consultation_notice")[0].text
    clock.move_to(NOON + timedelta(days=21))
    with unit_of_work():
        consultations.publish_results(VISITOR, consultation=again(found), body="We heard you.")
    tell()
    assert told("consultation_results") == ["ada@example.org", "carer@example.org"]


def test_who_answered_is_not_reminded_that_it_closes(plan, clock):
    follow("bob@example.org", (TargetKind.PUBLICATION, plan.id))
    found = make_consultation("Where?", publications=[plan], weeks=3)
    make_submission(found, email="ada@example.org")
    tell()
    before = len(told())
    clock.move_to(NOON + timedelta(days=15))
    with unit_of_work():
        write_moments(again(found))
    tell()
    assert [row.to for row in in_outbox(name="consultation_notice")][before:] == ["bob@example.org"]


def test_what_is_no_longer_so_is_not_told(plan):
    found = make_consultation("Where?", publications=[plan])
    tell()
    extend(found, 100)
    tell()
    extend(found, 120)
    db.session.rollback()
    RUNNER.run()
    states = [row.state for row in in_outbox(name="consultation_notice")]
    assert states == [OutboxState.SENT, OutboxState.DROPPED]


def test_old_news_is_not_told(plan, clock):
    make_consultation("Where?", publications=[plan])
    clock.shift(timedelta(days=8))
    tell()
    assert told() == []


def test_one_click_objects_to_the_kind_and_a_look_does_not(plan, client):
    make_consultation("Where?", publications=[plan])
    tell()
    ada = queries.subscriber_by_email("ada@example.org")
    path = links.object_url("consultations", ada).removeprefix("http://127.0.0.1:8000")
    assert "Stop these messages?" in client.get(path).heading
    assert queries.objections(ada.id) == set()
    client.post(path, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "none"}, expect=200)
    db.session.rollback()
    assert queries.objections(ada.id) == {"consultations"}
    RUNNER.run()
    (row,) = in_outbox(name="consultation_notice")
    assert row.state is OutboxState.SUPPRESSED
    assert queries.followed(ada.id)[0]
    client.get("mail.one_click", token="x", expect=404)


def test_a_pause_holds_for_news_too(plan):
    from datetime import date

    from engage.mail import preferences, wordings
    from engage.mail.consents import Leave
    from engage.mail.models import Proof

    with unit_of_work():
        leave = Leave(wordings.PAUSE, "", Proof.LINK)
        ada = queries.subscriber_by_email("ada@example.org")
        preferences.pause(VISITOR, subscriber=ada, until=date(2026, 4, 1), leave=leave)
    make_consultation("Where?", publications=[plan])
    tell()
    RUNNER.run()
    assert in_outbox(name="consultation_notice")[0].state is OutboxState.DROPPED


def test_a_respondent_may_object_for_as_long_as_the_message_is_kept(plan, clock):
    found = make_consultation("Where?", publications=[plan])
    make_submission(found, email="carer@example.org")
    extend(found)
    tell()
    clock.shift(timedelta(days=60))
    jobs.run("mail.sweep")
    assert queries.subscriber_by_email("carer@example.org") is not None
    assert actions.queries.followed(queries.subscriber_by_email("carer@example.org").id) == ([], [])


def test_a_message_about_a_consultation_that_was_called_off_is_not_sent(plan):
    found = make_consultation("Where?", publications=[plan])
    kept, dropped = put(key="kept"), put(key="dropped", about=[("consultation", found.id)])
    with unit_of_work():
        again(found).withdrawn_at = NOON
    RUNNER.run()
    assert (row(kept).state, row(dropped).state) == (OutboxState.SENT, OutboxState.DROPPED)
