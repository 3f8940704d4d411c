"""The commands of mail, and many workers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner

from engage.commands import main
from engage.core import jobs
from engage.core.database import db
from engage.core.outbox import OutboxState
from engage.mail import planning, runs, targets
from engage.mail.models import Frequency, MailRun
from tests.support.mail import follow, in_outbox, mail_server, put
from tests.support.publishing import make_plan

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def engage(site, monkeypatch):
    monkeypatch.setattr("engage.commands._application", lambda: site)

    def run(*words):
        db.session.rollback()
        return CliRunner().invoke(main, words)

    return run


def test_deliver_says_what_it_did(engage, site, monkeypatch):
    put()
    with mail_server(site, monkeypatch) as mailbox:
        mailbox.at_recipient["gone@example.org"] = "550 gone"
        put(to="gone@example.org")
        done = engage("mail", "deliver")
    assert done.output.strip() == "1 sent, 0 to be tried again, 1 failed, 0 suppressed, 0 dropped."
    assert done.exit_code == 0


def test_deliver_says_when_the_server_stands_still(engage, site, monkeypatch):
    put()
    closed = site.config["ENGAGE"].model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    monkeypatch.setitem(site.config, "ENGAGE", closed)
    done = engage("mail", "deliver")
    assert done.exit_code == 1
    assert "stands still" in done.stderr


def test_a_digest_is_built_by_hand_once(engage):
    with time_machine.travel(MONDAY, tick=False) as clock:
        follow("ada@example.org", targets.EVERYTHING, "daily")
        clock.shift(timedelta(minutes=1))
        make_plan("One stroke unit")
        done = engage("digest", "run", "--period", "daily")
        assert done.output.strip() == "The daily digest of 2026-03-02 went to 1 person."
        again = engage("digest", "run", "--period", "daily")
        assert again.output.strip() == "The daily digest of 2026-03-02 was built before; nothing new was sent."
        assert len(in_outbox(name="digest")) == 1
        late = engage("digest", "run", "--period", "daily", "--at", "2026-02-20T12:00")
        assert late.exit_code == 1
        assert "2026-03-02 has run" in late.stderr
        early = engage("digest", "run", "--period", "weekly", "--at", "2026-03-09T08:00")
        assert "of 2026-W11" in early.output


def test_the_next_digest_of_an_address_is_shown(engage):
    with time_machine.travel(MONDAY, tick=False) as clock:
        follow("ada@example.org", targets.EVERYTHING, "weekly")
        assert engage("mail", "preview", "ada@example.org", "--period", "weekly").output.startswith("There is nothing")
        clock.shift(timedelta(minutes=1))
        make_plan("One stroke unit")
        shown = engage("mail", "preview", "ada@example.org", "--period", "weekly").output
        assert shown.startswith("Subject: New plan: One stroke unit")
        assert engage("mail", "preview", "bob@example.org").exit_code == 1


def test_workers_that_run_at_the_same_time_send_nothing_twice(site, monkeypatch):
    monkeypatch.setattr(planning, "BATCH", 7)
    with time_machine.travel(MONDAY) as clock:
        for number in range(40):
            follow(f"person{number}@example.org", targets.EVERYTHING, "daily")
        clock.shift(timedelta(minutes=1))
        make_plan()
        jobs.run("ledger.seal")
        db.session.remove()

        def worker(_number):
            with site.app_context():
                runs.start_due(Frequency.DAILY)
                for run_id in runs.unfinished():
                    planning.work(run_id)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(worker, range(4)))
        assert len(in_outbox(name="digest")) == 40
        assert [run.message_count for run in db.session.query(MailRun)] == [40]


def test_two_deliveries_at_the_same_time_send_each_message_once(site, monkeypatch):
    from engage.mail.dispatch import Runner

    for number in range(40):
        put(to=f"person{number}@example.org")
    db.session.remove()
    with mail_server(site, monkeypatch) as mailbox:

        def worker(_number):
            with site.app_context():
                Runner().run()

        with ThreadPoolExecutor(3) as pool:
            list(pool.map(worker, range(3)))
    assert len(mailbox.mails) == 40
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 40
    assert len(in_outbox(state=OutboxState.SENT)) == 40
