"""Delivery against a real server: each message leaves once, and nothing is lost when the server misbehaves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pydantic import ValidationError

from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.settings import Settings
from engage.mail.claims import LEASE
from engage.mail.delivery import NoServer, SmtpServer, server_from
from engage.mail.dispatch import RUNNER
from engage.mail.models import Suppression
from engage.mail.patience import DELAYS, Cause
from tests.support.mail import in_outbox, mail_server, put, row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def mailbox(site, monkeypatch):
    with mail_server(site, monkeypatch) as found:
        yield found


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_message_arrives_whole_and_its_texts_are_emptied(clock, mailbox):
    sent = put(
        text="Grüße, und ein Wort.\n",
        html="<style>p{color:#123456} @media (prefers-color-scheme: dark){p{color:#fff}}</style><p>Grüße</p>",
        headers={"List-Id": "<news.northvale.example>"},
    )
    assert RUNNER.run().sent == 1
    (mail,) = mailbox.mails
    found = row(sent)
    assert mail["Message-ID"] == found.message_id
    assert mail["Date"].datetime == NOON
    assert mail["From"].addresses[0].display_name == "North Vale listens"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<news.northvale.example>"
    assert mail.get_body("plain").get_content().strip() == "Grüße, und ein Wort."
    html = mail.get_body("html").get_content()
    assert 'style="color: #123456' in html
    assert "prefers-color-scheme" in html
    assert (found.state, found.text, found.html, found.sent_at) == (OutboxState.SENT, "", "", NOON)


def test_one_connection_carries_many_messages_and_what_people_wait_for_goes_first(clock, mailbox):
    put(to="digest@example.org", bulk=True)
    put(to="confirm@example.org")
    put(to="late@example.org", due_at=NOON + timedelta(hours=1))
    assert RUNNER.run().sent == 2
    assert [mail["To"] for mail in mailbox.mails] == ["confirm@example.org", "digest@example.org"]
    assert len(mailbox.sessions) == 1


def test_a_key_is_put_once(clock, mailbox):
    assert put(key="digest:1:1") == put(key="digest:1:1", subject="Another")
    assert RUNNER.run().sent == 1
    assert RUNNER.run().sent == 0


def test_a_temporary_refusal_is_tried_again_later_and_given_up_in_the_end(clock, mailbox):
    mailbox.at_recipient["full@example.org"] = "452 mailbox full"
    waiting = put(to="full@example.org")
    for attempt, delay in enumerate(DELAYS[Cause.FULL], 1):
        assert RUNNER.run().deferred == 1
        assert RUNNER.run().deferred == 0
        found = row(waiting)
        assert (found.state, found.attempts, found.last_error) == (OutboxState.DEFERRED, attempt, "452 mailbox full")
        clock.shift(delay)
    assert RUNNER.run().failed == 1
    assert row(waiting).text


def test_a_temporary_refusal_does_not_hold_up_others(clock, mailbox):
    mailbox.at_data = ["451 try later"]
    put(to="one@example.org")
    put(to="two@example.org")
    tally = RUNNER.run()
    assert (tally.deferred, tally.sent) == (1, 1)


def test_a_lasting_refusal_fails_at_once(clock, mailbox):
    mailbox.at_recipient["gone@example.org"] = "550 no such person"
    gone, there = put(to="gone@example.org"), put(to="there@example.org")
    tally = RUNNER.run()
    assert (tally.failed, tally.sent) == (1, 1)
    assert row(gone).last_error == "550 no such person"
    assert row(there).state is OutboxState.SENT


def test_a_broken_connection_defers_the_message_and_the_next_one_opens_a_new_connection(clock, mailbox):
    mailbox.drops = 1
    first, second = put(to="one@example.org"), put(to="two@example.org")
    tally = RUNNER.run()
    assert (tally.deferred, tally.sent) == (1, 1)
    clock.shift(DELAYS[Cause.LATER][0])
    assert RUNNER.run().sent == 1
    assert {row(first).state, row(second).state} == {OutboxState.SENT}


def test_a_server_that_always_hangs_up_stops_the_run(clock, mailbox):
    mailbox.drops = 99
    for number in range(5):
        put(to=f"person{number}@example.org")
    tally = RUNNER.run()
    assert tally.deferred == 3
    assert tally.stopped
    assert len(in_outbox(state=OutboxState.PLANNED)) == 2


def test_no_server_costs_no_attempt(site, clock, monkeypatch):
    with mail_server(site, monkeypatch):
        pass
    waiting = put()
    with mail_server(site, monkeypatch) as mailbox:
        settings = site.config["ENGAGE"]
        monkeypatch.setitem(site.config, "ENGAGE", settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:1"}))
        assert RUNNER.run().stopped
        found = row(waiting)
        assert (found.state, found.attempts) == (OutboxState.DEFERRED, 0)
        monkeypatch.setitem(site.config, "ENGAGE", settings)
        clock.shift(timedelta(minutes=1))
        assert RUNNER.run().sent == 1
        assert len(mailbox.mails) == 1


def test_an_attempt_that_died_is_tried_again_after_its_lease_with_the_same_id(clock, mailbox):
    dead = put()
    with unit_of_work():
        found = db.session.get(OutboxMessage, dead)
        found.state, found.attempts, found.due_at = OutboxState.ATTEMPTING, 1, NOON + LEASE
    assert RUNNER.run().sent == 0
    clock.shift(LEASE)
    assert RUNNER.run().sent == 1
    assert mailbox.mails[0]["Message-ID"] == row(dead).message_id


def test_a_suppressed_address_gets_nothing(clock, mailbox):
    with unit_of_work():
        db.session.add(Suppression(email="never@example.org", reason="asked", at=NOON))
    never = put(to="Never@example.org")
    assert RUNNER.run().suppressed == 1
    assert (row(never).state, row(never).text) == (OutboxState.SUPPRESSED, "")
    assert not mailbox.mails


def test_the_pace_is_kept_over_runs(site, clock, mailbox, monkeypatch):
    monkeypatch.setitem(site.config, "ENGAGE", site.config["ENGAGE"].model_copy(update={"mail_per_minute": 2}))
    for number in range(5):
        put(to=f"person{number}@example.org")
    assert RUNNER.run().sent == 2
    assert RUNNER.run().sent == 0
    clock.shift(timedelta(minutes=1))
    assert RUNNER.run().sent == 2


def test_an_impossible_address_fails_alone(clock, mailbox):
    bad, good = put(to="a@example.org, b@example.org"), put(to="good@example.org")
    assert (RUNNER.run().failed, len(mailbox.mails)) == (1, 1)
    assert "not an address" in row(bad).last_error
    assert row(good).state is OutboxState.SENT


def test_without_a_server_mail_lands_in_a_folder(site, clock):
    put(subject="Into the folder")
    RUNNER.run()
    (file,) = (site.config["ENGAGE"].data_dir / "mail").glob("*.eml")
    assert b"Into the folder" in file.read_bytes()


def test_a_server_address_says_how_to_talk():
    assert server_from("smtps://ada:p%40ss@mail.example").port == 465
    assert server_from("smtp://ada:p%40ss@mail.example").password == "p@ss"
    assert server_from("smtp://mail.example").port == 25
    with pytest.raises(ValueError, match="smtp://"):
        server_from("http://mail.example")


def test_a_password_is_never_sent_in_the_clear(site, monkeypatch):
    with mail_server(site, monkeypatch):
        url = site.config["ENGAGE"].smtp_url.replace("//", "//ada:secret@")
        way = SmtpServer(server_from(url))
        with pytest.raises(NoServer, match="STARTTLS"):
            way.send(b"", sender="people@northvale.example", to="ada@example.org", number=1)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://", "smtp:mail.example"])
def test_a_setting_that_names_no_mail_server_stops_the_start(url):
    with pytest.raises(ValidationError, match="smtp://user"):
        Settings(smtp_url=url)


@pytest.mark.parametrize(
    "url", ["", "smtp://mail.example", "smtps://a:b@mail.example:465", "smtp://[::1]:25?starttls=never"]
)
def test_a_setting_that_names_a_mail_server_is_taken(url):
    assert Settings(smtp_url=url).smtp_url == url
