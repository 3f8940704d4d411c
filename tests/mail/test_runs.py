"""Digest runs: each person once, each thing once, nothing that is not public, whatever crashes or runs twice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory_upkeep.actions.merging import merge_organisations
from engage.mail import actions, planning, queries, runs, targets
from engage.mail.models import Frequency, MailRun, TargetKind
from engage.publishing import actions as publishing
from engage.publishing.models import PlanStatus
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.comments import hide, make_comment
from tests.support.directory import make_organisation
from tests.support.mail import follow, letters
from tests.support.publishing import make_plan, make_post

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERYTHING = targets.EVERYTHING


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def run(frequency="daily"):
    """Seal, and do what the worker does at the end of a day or a week."""
    jobs.run("ledger.seal")
    jobs.run("mail.at_once" if frequency == "at_once" else "mail.digests")


def begin(clock):
    """Let the first runs pass, so that the next ones cover what a test does."""
    run()
    run("at_once")
    clock.shift(timedelta(hours=1))


def digests(to=None):
    return letters(name="digest", **({"to": to} if to else {}))


def a_day_later(clock):
    clock.shift(timedelta(days=1))
    run()


def test_who_follows_a_record_of_an_organisation_hears_of_the_plans_of_all_that_were_merged(clock):
    kept, double = make_organisation("Vale Carers"), make_organisation("Carers of the Vale")
    follow("ada@example.org", (TargetKind.ORGANISATION, double.id), "daily")
    follow("ben@example.org", (TargetKind.ORGANISATION, kept.id), "daily")
    db.session.rollback()
    with unit_of_work():
        merge_organisations(VISITOR, kept=db.session.merge(kept), double=db.session.merge(double))
    begin(clock)
    for name, owner in (("One stroke unit", kept), ("Evening buses", double)):
        make_plan(name, slug=name.partition(" ")[0].lower(), owner=owner)
    a_day_later(clock)
    for reader in ("ada@example.org", "ben@example.org"):
        (message,) = digests(reader)
        assert "One stroke unit" in message.text
        assert "Evening buses" in message.text
        assert "Carers of the Vale" not in message.text


def test_a_follower_hears_of_a_plan_its_changes_and_its_comments_once(clock):
    begin(clock)
    follow("ada@example.org", EVERYTHING, "daily")
    clock.shift(timedelta(minutes=1))
    plan = make_plan("One stroke unit")
    comment = make_comment(plan, "What about the **bus**?")
    a_day_later(clock)
    (message,) = digests()
    assert message.subject == "New plan: One stroke unit"
    assert "/plans/one-stroke-unit/" in message.text
    assert "What about the bus?" in message.text
    assert f"/comments/{comment.id}/" in message.html
    assert set(message.headers) == {
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Help",
        "List-Archive",
    }
    run()
    a_day_later(clock)
    assert len(digests()) == 1


def test_nothing_new_is_no_mail_and_a_run_all_the_same(clock):
    begin(clock)
    follow("ada@example.org", EVERYTHING, "daily")
    a_day_later(clock)
    assert digests() == []
    assert [run.period for run in all_runs("daily")] == ["2026-03-02", "2026-03-03"]


def all_runs(frequency):
    db.session.rollback()
    return list(db.session.query(MailRun).filter_by(kind=frequency).order_by(MailRun.id))


def test_what_was_hidden_or_withdrawn_since_is_left_out(clock):
    begin(clock)
    follow("ada@example.org", EVERYTHING, "daily")
    clock.shift(timedelta(minutes=1))
    kept, gone = make_plan("Kept"), make_plan("Gone")
    shown, hidden = make_comment(kept, "A fair word."), make_comment(kept, "An unfair word.")
    make_comment(gone, "Nobody should read this.")
    later = make_plan("Later", at=MONDAY + timedelta(days=30))
    jobs.run("ledger.seal")
    hide(hidden)
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=gone, reason="It was wrong.")
    a_day_later(clock)
    (message,) = digests()
    assert "A fair word." in message.text
    assert "1 new comment" in message.text
    for secret in ("unfair", "Gone", "Nobody", later.title):
        assert secret not in message.text + message.html
    assert shown.number


def test_a_follower_of_an_area_hears_of_all_that_lies_in_it(clock):
    begin(clock)
    with unit_of_work():
        region = add_area(VISITOR, code="north", name="North", kind=AreaKind.REGION)
        place = add_area(VISITOR, code="vale", name="Vale", kind=AreaKind.PLACE, parent=region)
        other = add_area(VISITOR, code="coast", name="Coast", kind=AreaKind.PLACE, parent=region)
        topic = add_topic(VISITOR, slug="stroke", name="Stroke")
    follow("region@example.org", (TargetKind.AREA, region.id), "daily")
    follow("place@example.org", (TargetKind.AREA, place.id), "daily")
    follow("other@example.org", (TargetKind.AREA, other.id), "daily")
    follow("topic@example.org", (TargetKind.TOPIC, topic.id), "daily")
    clock.shift(timedelta(minutes=1))
    make_plan("Care in the Vale", areas=[place])
    make_post("About stroke", topics=[topic], areas=[region])
    a_day_later(clock)
    assert {message.to: message.subject for message in digests()} == {
        "region@example.org": "News about 2 plans and posts that you follow",
        "place@example.org": "New plan: Care in the Vale",
        "topic@example.org": "New post: About stroke",
    }


def test_a_statement_reaches_those_who_follow_the_plan_that_it_answers(clock):
    begin(clock)
    plan = make_plan("One stroke unit")
    clock.shift(timedelta(minutes=1))
    follow("ada@example.org", (TargetKind.PUBLICATION, plan.id), "daily")
    clock.shift(timedelta(minutes=1))
    make_post("Our answer", answers=plan)
    a_day_later(clock)
    assert [message.subject for message in digests()] == ["New post: Our answer"]


def test_what_is_followed_in_several_ways_is_told_once_in_the_quickest(clock):
    begin(clock)
    with unit_of_work():
        topic = add_topic(VISITOR, slug="stroke", name="Stroke")
    for frequency, key in (("weekly", EVERYTHING), ("daily", (TargetKind.TOPIC, topic.id))):
        follow("ada@example.org", key, frequency)
    clock.shift(timedelta(minutes=1))
    make_plan("Stroke plan", topics=[topic])
    make_plan("Other plan")
    a_day_later(clock)
    assert [message.subject for message in digests()] == ["New plan: Stroke plan"]
    clock.shift(timedelta(days=7))
    run()
    assert [message.subject for message in digests()] == ["New plan: Stroke plan", "New plan: Other plan"]


def test_nothing_from_before_somebody_followed(clock):
    begin(clock)
    make_plan("Early")
    clock.shift(timedelta(minutes=1))
    follow("ada@example.org", EVERYTHING, "daily")
    clock.shift(timedelta(minutes=1))
    make_plan("Late")
    a_day_later(clock)
    assert [message.subject for message in digests()] == ["New plan: Late"]


def test_at_once_is_at_once_and_each_thing_once(clock):
    begin(clock)
    follow("ada@example.org", EVERYTHING, "at_once")
    follow("bob@example.org", EVERYTHING, "weekly")
    clock.shift(timedelta(minutes=1))
    plan = make_plan("One stroke unit")
    run("at_once")
    run("at_once")
    make_comment(plan, "A first word.")
    run("at_once")
    with unit_of_work():
        publishing.set_status(VISITOR, plan=plan, status=PlanStatus.BEING_DECIDED)
    run("at_once")
    assert [(message.to, message.subject) for message in digests()] == [
        ("ada@example.org", "New plan: One stroke unit"),
        ("ada@example.org", "One stroke unit: 1 new comment"),
        ("ada@example.org", "One stroke unit: status is now “Being decided”"),
    ]


def test_who_never_agreed_or_stopped_hears_nothing(clock):
    begin(clock)
    follow("gone@example.org", EVERYTHING, "daily")
    with unit_of_work():
        everything = targets.target(*EVERYTHING)
        actions.ask_to_follow(VISITOR, email="asked@example.org", target=everything, frequency=Frequency.DAILY)
        gone = queries.subscriber_by_email("gone@example.org")
        actions.stop_all(VISITOR, subscriber=gone, way="one click")
    clock.shift(timedelta(minutes=1))
    make_plan()
    a_day_later(clock)
    assert digests() == []


def test_a_run_that_died_goes_on_where_it_stood(clock, monkeypatch):
    begin(clock)
    for number in range(7):
        follow(f"person{number}@example.org", EVERYTHING, "daily")
    clock.shift(timedelta(minutes=1))
    make_plan()
    jobs.run("ledger.seal")
    monkeypatch.setattr(planning, "BATCH", 3)
    clock.shift(timedelta(days=1))
    (run_id,) = runs.start_due(Frequency.DAILY)
    planning.work(run_id, most_batches=1)
    assert len(digests()) == 3
    run()
    assert len(digests()) == 7
    assert len({message.to for message in digests()}) == 7
    assert all_runs("daily")[-1].message_count == 7


def test_a_stale_batch_of_a_second_worker_changes_nothing(clock, monkeypatch):
    begin(clock)
    for number in range(4):
        follow(f"person{number}@example.org", EVERYTHING, "daily")
    clock.shift(timedelta(minutes=1))
    make_plan()
    jobs.run("ledger.seal")
    monkeypatch.setattr(planning, "BATCH", 2)
    clock.shift(timedelta(days=1))
    (run_id,) = runs.start_due(Frequency.DAILY)
    found = db.session.get(MailRun, run_id)
    stale = planning.Planner(found).batch(found)
    db.session.rollback()
    planning.work(run_id, most_batches=1)
    planning._keep(run_id, stale)
    planning.work(run_id)
    assert len(digests()) == 4
    assert runs.start_due(Frequency.DAILY) == []
    assert runs.start_named(Frequency.DAILY, found.due_at) == run_id


def test_a_missed_run_is_caught_up_in_the_next(clock):
    begin(clock)
    follow("ada@example.org", EVERYTHING, "daily")
    clock.shift(timedelta(minutes=1))
    make_plan("First day")
    clock.shift(timedelta(days=1))
    make_plan("Second day")
    clock.shift(timedelta(days=2))
    run()
    assert [message.subject for message in digests()] == ["News about 2 plans and posts that you follow"]


def test_a_clock_that_jumps_back_starts_nothing(clock):
    run()
    clock.shift(timedelta(days=-3))
    run()
    assert len(all_runs("daily")) == 1


def test_building_a_digest_takes_as_many_statements_for_many_as_for_few(clock):
    from tests.support.statements import counted

    begin(clock)
    plans = [make_plan() for _ in range(3)]
    counts = []
    for most in (5, 40):
        for number in range(most):
            follow(f"{most}-{number}@example.org", (TargetKind.PUBLICATION, plans[number % 3].id), "daily")
        clock.shift(timedelta(minutes=1))
        for plan in plans:
            make_comment(plan)
        jobs.run("ledger.seal")
        clock.shift(timedelta(days=1))
        (run_id,) = runs.start_due(Frequency.DAILY)
        with counted() as statements:
            planning.work(run_id)
        counts.append(len([one for one in statements if not one.startswith("INSERT")]))
    assert counts[0] == counts[1]
