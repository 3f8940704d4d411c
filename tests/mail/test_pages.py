"""The staff's pages of mail, and the inbox of a development site."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.mail.dispatch import RUNNER
from tests.support.accounts import make_account
from tests.support.mail import put, row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        jobs.run("worker.beat")
        yield traveller


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(name="Olive", roles=["officer"]))


def fail(number, said="550 no such person"):
    with unit_of_work():
        found = db.session.get(OutboxMessage, number)
        found.state, found.attempts, found.last_error = OutboxState.FAILED, 1, said


def test_what_failed_is_shown_and_tried_again(clock, officer):
    first, second = put(subject="First"), put(to="bob@example.org", subject="Second")
    fail(first)
    fail(second)
    page = officer.get("mail_staff.index", state="failed")
    assert "550 no such person" in page.words
    officer.post("mail_staff.retry", {"message": str(first)})
    assert (row(first).state, row(second).state) == (OutboxState.PLANNED, OutboxState.FAILED)
    officer.post("mail_staff.retry")
    assert row(second).state is OutboxState.PLANNED
    assert RUNNER.run().sent == 2
    assert "First" in officer.get("mail_staff.index", state="sent").words


def test_one_address_is_found(clock, officer):
    put(to="ada@example.org", subject="For Ada")
    put(to="bob@example.org", subject="For Bob")
    page = officer.get("mail_staff.index", to="Ada@example.org")
    assert "For Ada" in page.words
    assert "For Bob" not in page.words


def test_many_messages_come_in_pages(clock, officer):
    for number in range(55):
        put(to=f"person{number}@example.org", subject=f"Number {number:02d}.")
    page = officer.get("mail_staff.index")
    assert "Number 54." in page.words
    assert "Number 04." not in page.words
    assert "Number 04." in officer.get(page.select(".pagination__older")[0].get("href")).words


def test_only_those_with_the_right_see_mail(clock, client):
    client.get("mail_staff.index", expect=303)
    client.sign_in(make_account(roles=["moderator"])).get("mail_staff.index", expect=403)


def test_staff_are_told_when_the_worker_or_mail_stands_still(clock, officer):
    assert "stands still" not in officer.get("mail_staff.index").words
    put()
    clock.shift(timedelta(minutes=3))
    assert "stands still" not in officer.get("mail_staff.index").words
    clock.shift(timedelta(minutes=13))
    assert "The worker stands still" in officer.get("mail_staff.index").words
    jobs.run("worker.beat")
    assert "Mail stands still: a message has waited since" in officer.get("mail_staff.index").words
    RUNNER.run()
    assert "stands still" not in officer.get("mail_staff.index").words


def test_the_inbox_shows_each_mail_in_a_frame_of_its_own(site, clock, client):
    put(
        subject="A good day",
        html="<html><head></head><body><a href='http://127.0.0.1:8000/plans/'>Plans</a></body></html>",
    )
    RUNNER.run()
    page = client.get("mail.dev_inbox")
    (link,) = [a for a in page.select("main li a") if "A good day" in a.text_content()][:1]
    letter = client.get(link.get("href"))
    assert letter.heading == "A good day"
    assert "Good day." in letter.words
    frame = letter.select("iframe")[0]
    assert "allow-scripts" not in frame.get("sandbox")
    inside = client.get(frame.get("src"), unchecked="a mail has styles of its own")
    assert inside.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-src 'self'" in letter.headers["Content-Security-Policy"]
    for file in (site.config["ENGAGE"].data_dir / "mail").glob("*.eml"):
        file.unlink()


def test_the_inbox_is_there_only_while_no_mail_can_leave(site, client, monkeypatch):
    closed = site.config["ENGAGE"].model_copy(update={"smtp_url": "smtp://mail.example"})
    monkeypatch.setitem(site.config, "ENGAGE", closed)
    for path in ("/dev/mail/", "/dev/mail/0000000001/", "/dev/mail/0000000001/html/"):
        client.get(path, expect=404)


def test_a_name_that_is_none_is_not_found(client):
    for name in ("9999999999", "..", "x", "00000000001"):
        client.get("mail.dev_letter", name=name, expect=404)
