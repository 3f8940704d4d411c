"""What is looked at once more when a message leaves, and what it carries: envelope, headers, signature, pace."""

import re
from datetime import UTC, datetime, timedelta

import dkim
import pytest
import time_machine

from engage.core import jobs, outbox
from engage.core.database import db, unit_of_work
from engage.core.messages import Message, MessageClass
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR
from engage.mail import actions, envelope, links, queries, targets, timing
from engage.mail.dispatch import RUNNER
from engage.mail.models import Frequency, Subscription
from engage.mail.patience import Cause, cause, next_try
from engage.moderation.models import Verdict
from engage.publishing import actions as publishing
from tests.support.comments import hide, make_comment
from tests.support.databases import look_again
from tests.support.mail import follow, in_outbox, letters, mail_server, put, row
from tests.support.moderation import make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan
from tests.support.rsa_key import make_key

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock(site):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mailbox(site, monkeypatch):
    with mail_server(site, monkeypatch) as found:
        yield found


def changed(site, monkeypatch, **settings):
    monkeypatch.setitem(site.config, "ENGAGE", site.config["ENGAGE"].model_copy(update=settings))


def plan_digest(clock, *titles):
    """Let Ada follow everything, publish plans, and plan the digest of the next day; gives the plans."""
    jobs.run("mail.digests")
    follow("ada@example.org", targets.EVERYTHING)
    clock.shift(timedelta(minutes=1))
    plans = [make_plan(title) for title in titles]
    clock.shift(timedelta(days=1))
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    RUNNER.run()
    return plans


def digest():
    return in_outbox(name="digest")[0]


def hold_digests(clock, *titles):
    """The same, but the digest is still in the outbox."""
    jobs.run("mail.digests")
    follow("ada@example.org", targets.EVERYTHING)
    clock.shift(timedelta(minutes=1))
    plans = [make_plan(title) for title in titles]
    remarks = [make_comment(plan, f"A word about {plan.title}.") for plan in plans]
    clock.shift(timedelta(days=1))
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    return plans, remarks


def test_what_was_hidden_or_withdrawn_after_planning_is_left_out(clock):
    plans, remarks = hold_digests(clock, "Kept", "Gone")
    assert "Gone" in letters(name="digest")[0].text
    hide(remarks[0])
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=db.session.merge(plans[1]), reason="It was wrong.")
    (letter,) = letters(name="digest")
    assert letter.subject == "New plan: Kept"
    for secret in ("Gone", "A word about"):
        assert secret not in letter.text + letter.html


def test_a_digest_with_nothing_left_is_dropped(clock, mailbox):
    plans, _ = hold_digests(clock, "Gone")
    with unit_of_work():
        publishing.withdraw(VISITOR, publication=db.session.merge(plans[0]), reason="It was wrong.")
    assert RUNNER.run().dropped == 1
    found = digest()
    assert (found.state, found.sent_at) == (OutboxState.DROPPED, None)
    assert "public" in found.last_error


def test_who_stopped_after_planning_hears_nothing(clock, mailbox):
    hold_digests(clock, "One stroke unit")
    with unit_of_work():
        actions.stop_all(VISITOR, subscriber=queries.subscriber_by_email("ada@example.org"), way="one click")
    assert RUNNER.run().dropped == 1


def test_a_message_about_what_was_hidden_is_dropped(clock, mailbox):
    remark = make_comment(make_plan(), "A word.")
    with unit_of_work():
        kept = outbox.put(Message("plain", "ada@example.org", "About it", "Text", "", about=(("comment", remark.id),)))
    hide(remark)
    RUNNER.run()
    assert row(kept.id).state is OutboxState.DROPPED
    assert (row(kept.id).text, row(kept.id).message_class) == ("", MessageClass.SERVICE)


def test_a_decision_that_may_be_undone_waits_for_the_next_digest(site, clock, monkeypatch):
    jobs.run("mail.digests")
    follow("ada@example.org", targets.EVERYTHING)
    clock.shift(timedelta(minutes=1))
    plan = make_plan("One stroke unit")
    waiting = make_waiting("Held back.", publication=plan)
    clock.shift(timedelta(days=1))
    make_decision(make_moderator(), waiting, Verdict.APPROVED)
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    look_again()
    assert "Held back" not in letters(name="digest")[0].text
    clock.shift(timedelta(days=1))
    jobs.run("mail.digests")
    assert "Held back" in letters(name="digest")[1].text


def test_the_envelope_is_signed_for_one_message(site, clock, mailbox, monkeypatch):
    number = put()
    RUNNER.run()
    sender = envelope.sender(number, site.config["ENGAGE"])
    assert mailbox.senders == [sender]
    assert re.fullmatch(r"people\+[0-9a-z]+-[a-z2-7]{16}@northvale\.example", sender)
    assert envelope.message_of(f"<{sender.upper()}>") == number
    for forged in (sender.replace("people+", "others+"), sender.replace("-", "-a", 1), "people@northvale.example", ""):
        assert envelope.message_of(forged) is None
    monkeypatch.setitem(site.config, "SECRET_KEY", "another-secret-of-this-site")
    assert envelope.message_of(sender) is None
    changed(site, monkeypatch, retired_secret_keys=(site.config["ENGAGE"].secret_key,))
    assert envelope.message_of(sender) == number


def test_a_year_old_link_to_unsubscribe_outlives_its_key(site, clock, client, monkeypatch):
    subscriber = follow("ada@example.org", targets.EVERYTHING)
    token = links.token_for(links.UNSUBSCRIBE, subscriber)
    clock.shift(timedelta(days=380))
    monkeypatch.setitem(site.config, "SECRET_KEY", "another-secret-of-this-site")
    changed(site, monkeypatch, retired_secret_keys=(site.config["ENGAGE"].secret_key,))
    client.post("mail.unsubscribe", token=token, expect=200)
    look_again()
    assert db.session.query(Subscription).one().ended_at is not None


def test_a_digest_carries_the_headers_of_a_list_and_an_address_of_a_person(site, clock, mailbox, monkeypatch):
    changed(site, monkeypatch, mail_sender="no-reply@northvale.example")
    plan_digest(clock, "One stroke unit")
    (mail,) = [one for one in mailbox.mails if one["Subject"] == "New plan: One stroke unit"]
    assert mail["Reply-To"] == "people@northvale.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for name in ("List-Id", "List-Help", "List-Archive", "List-Unsubscribe"):
        assert mail[name].startswith("<"), name
    assert mail["List-Id"] == "<updates.127.0.0.1>"
    assert mail.get_content_type() == "multipart/alternative"
    assert all(len(line) <= 78 for part in mail.iter_parts() for line in part.get_payload().splitlines())


def test_mail_is_signed_when_the_site_has_a_key(site, clock, mailbox, monkeypatch, tmp_path):
    private, public = make_key()
    (tmp_path / "dkim.pem").write_bytes(private)
    changed(site, monkeypatch, dkim_key=tmp_path / "dkim.pem")
    put(text="Grüße.\n.\nEin Wort.\n")
    RUNNER.run()
    asked = []

    def dnsfunc(name, timeout=5):
        asked.append(name)
        return b"v=DKIM1; k=rsa; p=" + public

    assert dkim.verify(mailbox.raw[0], dnsfunc=dnsfunc)
    assert asked == [b"engage._domainkey.northvale.example."]


def test_one_domain_is_not_sent_more_in_a_minute_than_it_likes(site, clock, mailbox, monkeypatch):
    changed(site, monkeypatch, mail_per_domain_per_minute=2)
    for number in range(5):
        put(to=f"person{number}@slow.example")
    put(to="ada@quick.example")
    assert RUNNER.run().sent == 3
    assert [mail["To"].partition("@")[2] for mail in mailbox.mails].count("slow.example") == 2
    clock.shift(timedelta(minutes=1))
    assert RUNNER.run().sent == 2
    clock.shift(timedelta(minutes=1))
    assert RUNNER.run().sent == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("452 4.2.2 The mailbox is full", Cause.FULL),
        ("552 5.2.2 quota exceeded", Cause.FULL),
        ("421 4.7.0 Too many connections", Cause.BUSY),
        ("450 4.7.1 try again", Cause.BUSY),
        ("451 greylisted", Cause.LATER),
        ("the connection broke: reset", Cause.LATER),
    ],
)
def test_each_kind_of_refusal_has_a_patience_of_its_own(said, kind):
    assert cause(said) is kind
    waits = [next_try(attempt, said, MONDAY) for attempt in range(1, 20)]
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert None in waits


def test_a_change_of_time_or_frequency_loses_and_repeats_nothing(clock):
    jobs.run("mail.digests")
    subscriber = follow("ada@example.org", targets.EVERYTHING, "weekly")
    clock.shift(timedelta(minutes=1))
    first = make_plan("On Monday")
    clock.shift(timedelta(days=2))
    jobs.run("ledger.seal")
    jobs.run("mail.digests")
    assert in_outbox(name="digest") == []
    with unit_of_work():
        (mine,) = queries.live_subscriptions(subscriber.id)
        timing.set_frequency(VISITOR, subscription=mine, frequency=Frequency.DAILY)
    with unit_of_work():
        again = queries.subscriber_by_email("ada@example.org")
        timing.choose_time(VISITOR, subscriber=again, hour=18, weekday=None)
    clock.move_to(datetime(2026, 3, 4, 18, 1, tzinfo=UTC))
    jobs.run("mail.digests")
    assert [letter.subject for letter in letters(name="digest")] == [f"New plan: {first.title}"]
    with unit_of_work():
        again = queries.subscriber_by_email("ada@example.org")
        timing.choose_time(VISITOR, subscriber=again, hour=None, weekday=None)
    for day in (5, 6, 9):
        clock.move_to(datetime(2026, 3, day, 12, tzinfo=UTC))
        jobs.run("mail.digests")
    assert len(letters(name="digest")) == 1
