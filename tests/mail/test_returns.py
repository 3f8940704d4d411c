"""What comes back: read for what it is, counted only for the message it belongs to, mended by the person."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from flask import current_app

from engage.commands import main
from engage.core.database import db, unit_of_work
from engage.core.ledger import Entry
from engage.core.outbox import OutboxState
from engage.mail import coming_back, envelope, returns
from engage.mail.dispatch import RUNNER
from engage.mail.models import ReturnKind, Suppression
from tests.support.accounts import PASSWORD, make_account
from tests.support.databases import look_again
from tests.support.mail import in_outbox, mail_server, put, row

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "returned"
KINDS = {
    "nobody": ReturnKind.HARD,
    "vague_nobody": ReturnKind.HARD,
    "old_program": ReturnKind.HARD,
    "exim_nobody": ReturnKind.HARD,
    "full": ReturnKind.FULL,
    "full_vague": ReturnKind.FULL,
    "for_a_time": ReturnKind.SOFT,
    "complaint": ReturnKind.COMPLAINT,
    "delayed": None,
    "policy": None,
    "exim_policy": None,
    "broken": None,
    "not_spam": None,
    "out_of_office": None,
    "a_letter": None,
}
SECRET = "a-secret-of-the-provider"


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sample(name, number=None, sender=""):
    address = envelope.sender(number, current_app.config["ENGAGE"]) if number else sender
    return (SAMPLES / f"{name}.eml").read_bytes().replace(b"SENDER", address.encode())


def sent(**facts):
    number = put(**facts)
    RUNNER.run()
    return number


def take_in(whole):
    with unit_of_work():
        return coming_back.take_in(returns.envelope_addresses(whole), returns.read(whole))


def suppressed(email="ada@example.org"):
    look_again()
    found = db.session.get(Suppression, email)
    return found and found.reason


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_sample_is_read_for_what_it_is(name):
    assert [one.kind for one in returns.read(sample(name, 1))] == ([KINDS[name]] if KINDS[name] else [])


def test_every_sample_is_known():
    assert {path.stem for path in SAMPLES.glob("*.eml")} == set(KINDS)


@pytest.mark.parametrize("name", ["nobody", "complaint", "old_program"])
def test_nobody_there_and_a_complaint_stop_the_mail_at_once(name):
    assert take_in(sample(name, sent())) == 1
    assert suppressed() == KINDS[name].value
    later = put(key="later")
    RUNNER.run()
    assert row(later).state is OutboxState.SUPPRESSED
    assert db.session.query(Entry).filter_by(verb="returned_mail.suppressed").count() == 1


def test_a_forged_bounce_stops_nobodys_mail():
    number = sent()
    good = envelope.sender(number, current_app.config["ENGAGE"])
    for forged in ("ada@example.org", good.replace("-", "-a", 1)[: len(good)], good.replace("+", "+1", 1)):
        assert take_in(sample("nobody", sender=forged)) == 0
    assert suppressed() is None


def test_a_bounce_counts_for_the_one_to_whom_we_wrote_and_for_nobody_else():
    number = sent(to="bob@example.org")
    take_in(sample("nobody", number))
    assert suppressed() is None
    assert suppressed("bob@example.org") == "hard"


def test_a_message_that_never_left_cannot_come_back(clock):
    number = put(due_at=NOON + timedelta(days=1))
    assert take_in(sample("nobody", number)) == 0


def test_a_full_mailbox_and_trouble_for_a_time_need_many_in_a_month(clock):
    for turn in range(3):
        take_in(sample("for_a_time", sent(key=f"soft-{turn}")))
        take_in(sample("full", sent(key=f"full-{turn}")))
    assert suppressed() is None
    again = sample("for_a_time", sent(key="soft-4"))
    clock.shift(timedelta(days=31))
    take_in(again)
    assert suppressed() is None
    for turn in range(3):
        whole = sample("for_a_time", sent(key=f"new-{turn}"))
        take_in(whole)
        take_in(whole)
    assert suppressed() == "soft"


def test_what_the_server_says_at_once_counts_too(site, monkeypatch):
    with mail_server(site, monkeypatch) as server:
        server.at_recipient = {"ada@example.org": "550 5.1.1 no such user", "bob@example.org": "550 5.7.1 policy"}
        put()
        put(to="bob@example.org")
        RUNNER.run()
    assert suppressed() == "hard"
    assert suppressed("bob@example.org") is None


def test_the_pipe_takes_a_file(site, tmp_path, monkeypatch):
    monkeypatch.setattr("engage.commands._application", lambda: site)
    number = sent()
    file = tmp_path / "returned.eml"
    file.write_bytes(sample("nobody", number))
    db.session.rollback()
    answer = CliRunner().invoke(main, ["mail", "bounce", str(file)])
    assert answer.output == "1 of our messages came back by this.\n", answer.output
    assert suppressed() == "hard"


def test_the_hook_needs_its_secret(site, client, monkeypatch):
    number = sent()
    path = "/subscriptions/returned/"

    def hand_over(secret):
        headers = {"Authorization": f"Bearer {secret}"}
        whole = sample("nobody", number)
        with client.app.app_context():
            return client.http.post(path, data=whole, headers=headers).status_code

    client.post("mail.bounce", expect=404)
    assert hand_over("") == 404
    settings = site.config["ENGAGE"].model_copy(update={"mail_hook_secret": SECRET})
    monkeypatch.setitem(site.config, "ENGAGE", settings)
    assert hand_over("wrong") == 404
    assert suppressed() is None
    assert hand_over(SECRET) == 202
    assert suppressed() == "hard"


def test_a_person_is_told_after_signing_in_and_mends_it(client):
    account = make_account(name="Ada", email="ada@example.org")
    client.sign_in(account)
    assert "does not arrive" not in client.get("accounts.home").words
    take_in(sample("nobody", sent()))
    assert "does not arrive" in client.get("accounts.home").words
    assert "there is no such mailbox" in client.get("mail.mend").words
    client.post("mail.mend")
    assert suppressed() is None
    assert "We write to you again" in client.get("mail.mend", done="yes").words
    (message,) = in_outbox(name="mail_mended")
    RUNNER.run()
    assert row(message.id).state is OutboxState.SENT
    take_in(sample("nobody", message.id))
    client.post("mail.mend", expect=422)
    assert suppressed() == "hard"


def test_who_signs_in_on_the_way_somewhere_else_is_told(client):
    account = make_account(email="ada@example.org", password=PASSWORD)
    with unit_of_work():
        db.session.add(Suppression(email="ada@example.org", reason="hard", at=NOON))
    words = {"email": account.email, "password": PASSWORD}
    onward = client.post("/account/sign-in/?next=/subscriptions/", words, follow=True)
    assert "we no longer write to it" in onward.words
