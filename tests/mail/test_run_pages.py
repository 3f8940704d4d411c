"""The staff's pages of runs: what was sent to whom, why not, and what they can do about it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR
from engage.mail import queries, targets
from engage.mail.claims import LEASE
from engage.mail.dispatch import RUNNER
from engage.mail.models import MailRun, RunKind, Suppression
from engage.publishing import actions as publishing
from tests.support.accounts import make_account
from tests.support.mail import follow, in_outbox, mail_server
from tests.support.publishing import make_plan

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock(site):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(name="Olive", email="olive@northvale.example", roles=["officer"]))


@pytest.fixture
def mailbox(site, monkeypatch):
    with mail_server(site, monkeypatch) as found:
        yield found


def digest(clock, *people, title="One stroke unit"):
    """Let people follow everything, publish a plan, and plan the digest of the day; gives its run."""
    jobs.run("mail.digests")
    for one in people:
        follow(f"{one}@example.org", targets.EVERYTHING)
    clock.shift(timedelta(minutes=1))
    plan = make_plan(title)
    clock.shift(timedelta(days=1))
    jobs.run("worker.beat")
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    db.session.rollback()
    return newest_run(RunKind.DAILY), plan


def newest_run(kind):
    db.session.rollback()
    return db.session.query(MailRun).filter_by(kind=kind).order_by(MailRun.id.desc()).first()


def steer(officer, run, act):
    officer.post("mail_staff.steer", {"act": act}, run_id=run.id)


def states():
    return {row.to.partition("@")[0]: row.state for row in in_outbox(name="digest")}


def test_the_runs_are_listed(clock, officer):
    assert "No digest has been built" in officer.get("mail_staff.all_runs").words
    jobs.run("mail.digests")
    assert "Weekly digest of 2026-W10" in officer.get("mail_staff.all_runs").words


def test_a_run_tells_who_got_it_who_did_not_and_why(clock, officer, mailbox):
    run, _ = digest(clock, "ada", "bob", "cyd", "dot", "eve")
    mailbox.at_recipient["bob@example.org"] = "554 5.7.1 refused by policy"
    mailbox.at_recipient["cyd@example.org"] = "452 mailbox full"
    dead = in_outbox(to="eve@example.org", name="digest")[0]
    with unit_of_work():
        db.session.add(Suppression(email="dot@example.org", reason="asked", at=MONDAY))
        dead = db.session.merge(dead)
        dead.state, dead.attempts, dead.due_at = OutboxState.ATTEMPTING, 1, dead.due_at - LEASE
    RUNNER.run()
    assert "ada@example.org" in officer.get("mail_staff.run", run_id=run.id).words
    failed = officer.get("mail_staff.run", run_id=run.id, state="failed").words
    assert "bob@example.org" in failed
    assert "554 5.7.1 refused by policy" in failed
    assert "452 mailbox full" in officer.get("mail_staff.run", run_id=run.id, state="waiting").words
    assert "Mail to this address came back" in officer.get("mail_staff.run", run_id=run.id, state="left-out").words
    twice = officer.get("mail_staff.run", run_id=run.id, state="twice").words
    assert "eve@example.org" in twice
    assert "ada@example.org" not in twice
    del mailbox.at_recipient["bob@example.org"]
    steer(officer, run, "retry")
    RUNNER.run()
    assert states()["bob"] is OutboxState.SENT


def test_a_paused_run_waits_and_goes_on(clock, officer, mailbox):
    run, _ = digest(clock, "ada", "bob")
    steer(officer, run, "pause")
    RUNNER.run()
    assert set(states().values()) == {OutboxState.PLANNED}
    assert "Paused" in officer.get("mail_staff.run", run_id=run.id, state="waiting").words
    steer(officer, run, "resume")
    RUNNER.run()
    assert set(states().values()) == {OutboxState.SENT}


def test_a_cancelled_run_sends_nothing_more(clock, officer, mailbox):
    run, _ = digest(clock, "ada", "bob")
    steer(officer, run, "cancel")
    RUNNER.run()
    jobs.run("mail.steering")
    assert set(states().values()) == {OutboxState.DROPPED}
    assert "Staff cancelled the run" in officer.get("mail_staff.run", run_id=run.id, state="left-out").words
    steer(officer, run, "resume")
    assert RUNNER.run().sent == 0


def test_one_address_what_when_why_and_by_whose_leave(clock, officer, mailbox):
    digest(clock, "ada")
    RUNNER.run()
    page = officer.get("mail_staff.person", to="Ada@example.org").words
    for said in (
        "New plan: One stroke unit",
        "Daily digest of 2026-03-03",
        "Sent 3 March 2026",
        "Public task: The reader asked for it",
    ):
        assert said in page
    assert "Nothing was written" in officer.get("mail_staff.person", to="nobody@example.org").words


def test_the_next_digest_of_a_person_is_shown_and_sent_as_a_test(clock, officer, mailbox):
    digest(clock, "ada")
    clock.shift(timedelta(minutes=5))
    make_plan("A second plan")
    jobs.run("ledger.seal")
    ada = queries.subscriber_by_email("ada@example.org")
    page = officer.get("mail_staff.preview", subscriber_id=ada.id, frequency="daily")
    assert "New plan: A second plan" in page.words
    assert "unsubscribe/" not in page.text
    frame = officer.get(page.select("iframe")[0].get("src"), unchecked="a mail has styles of its own")
    assert "/unsubscribe/" not in frame.text
    assert frame.headers["Content-Security-Policy"].startswith("default-src 'none'")
    officer.post("mail_staff.preview", subscriber_id=ada.id, frequency="daily")
    RUNNER.run()
    assert "Test: New plan: A second plan" in [mail["Subject"] for mail in mailbox.mails]
    assert "no mail would leave" in officer.get("mail_staff.preview", subscriber_id=ada.id, frequency="weekly").words


def test_those_who_were_told_get_one_correction(clock, officer, mailbox):
    run, plan = digest(clock, "ada", "bob")
    mailbox.at_recipient["bob@example.org"] = "550 no such person"
    RUNNER.run()
    assert "still public" in officer.get("mail_staff.correction", run_id=run.id).words
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=db.session.merge(plan), reason="It was wrong.")
    said = {"publication": str(plan.id), "subject": "Correction: the stroke unit", "text": "It was wrong.\n\nIt stays."}
    assert officer.post("mail_staff.correction", {**said, "subject": ""}, run_id=run.id, expect=422)
    officer.post("mail_staff.correction", said, run_id=run.id)
    again = officer.post("mail_staff.correction", said, run_id=run.id, expect=422)
    assert "has been sent to the readers" in again.words
    mailbox.mails.clear()
    jobs.run("mail.steering")
    RUNNER.run()
    assert [(mail["To"], mail["Subject"]) for mail in mailbox.mails] == [
        ("ada@example.org", "Correction: the stroke unit")
    ]
    made = newest_run(RunKind.CORRECTION)
    assert "Correction to Daily digest of 2026-03-03" in officer.get("mail_staff.run", run_id=made.id).words


@pytest.mark.parametrize(("answer", "sent"), [("send", 1), ("skip", 0)])
def test_what_is_missed_for_more_than_a_week_is_decided_by_a_person(clock, officer, mailbox, answer, sent):
    digest(clock, "ada")
    RUNNER.run()
    mailbox.mails.clear()
    clock.shift(timedelta(minutes=1))
    make_plan("Old news")
    clock.shift(timedelta(days=9))
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    RUNNER.run()
    assert not mailbox.mails
    page = officer.get("mail_staff.all_runs")
    assert "daily digest has not run since 3 March 2026" in page.words
    officer.post("mail_staff.decide", {"frequency": "daily", "slot": "", "answer": answer})
    assert "has not run since" not in officer.get("mail_staff.all_runs").words
    jobs.run("mail.digests")
    RUNNER.run()
    assert len(mailbox.mails) == sent
    clock.shift(timedelta(minutes=1))
    make_plan("Fresh news")
    clock.shift(timedelta(days=1))
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    RUNNER.run()
    assert [mail["Subject"] for mail in mailbox.mails][-1] == "New plan: Fresh news"


def test_many_people_come_in_pages(clock, officer):
    run, _ = digest(clock, *(f"person{number:02d}" for number in range(55)))
    page = officer.get("mail_staff.run", run_id=run.id, state="waiting")
    assert "person54" in page.words
    assert "person04" not in page.words
    assert "person04" in officer.get(page.select(".pagination__older")[0].get("href")).words


def test_only_those_with_the_right_see_runs(clock, client):
    moderator = client.sign_in(make_account(roles=["moderator"]))
    moderator.get("mail_staff.all_runs", expect=403)
    moderator.get("mail_staff.person", expect=403)


def test_a_run_that_is_not_there_is_not_found(clock, officer):
    officer.get("mail_staff.run", run_id=999, expect=404)
    officer.get("mail_staff.preview", subscriber_id=999, frequency="daily", expect=404)
