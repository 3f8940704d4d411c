"""Our forms are no weapon: one mail a day for one address, a slow trickle to one domain, and no words of strangers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.mail import actions, links, queries, targets
from engage.mail.models import Frequency
from tests.support.mail import follow, in_outbox, letters

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STRANGER = "Buy now at evil.example"


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def ask(*emails):
    everything = targets.target(*targets.EVERYTHING)
    db.session.rollback()
    with unit_of_work():
        for email in emails:
            actions.ask_to_follow(VISITOR, email=email, target=everything, frequency=Frequency.DAILY)


def test_thousands_of_forms_for_one_address_give_one_mail_a_day(clock):
    for _ in range(4):
        ask(*["ada@example.org"] * 500)
    assert len(in_outbox(to="ada@example.org")) == 1
    clock.shift(timedelta(days=1))
    ask("ada@example.org", "ada@example.org")
    assert len(in_outbox(to="ada@example.org")) == 2


def test_very_many_of_one_domain_are_asked_hour_by_hour(monkeypatch):
    monkeypatch.setattr(actions, "MOST_ASKED_OF_A_DOMAIN", 3)
    ask(*(f"person{number}@example.org" for number in range(7)), "ada@example.net", "ada@example.net")
    hours = [(row.due_at - NOON) // timedelta(hours=1) for row in in_outbox()]
    assert hours == [0, 0, 0, 1, 1, 1, 2, 0]


def test_no_words_of_a_stranger_stand_in_a_first_mail(client):
    values = {"email": "ada@example.org", "frequency": "daily", "name": STRANGER, "subject": STRANGER}
    client.post("mail.follow", values, kind="everything", target_id=0, headers={"User-Agent": STRANGER})
    (letter,) = letters(to="ada@example.org")
    assert "evil" not in letter.text + letter.html + letter.subject


@pytest.mark.parametrize("endpoint", ["confirm", "preferences", "unsubscribe", "one_click", "pause", "agree_address"])
def test_looking_at_a_mailed_link_changes_nothing(client, endpoint):
    ask("ada@example.org")
    ada = follow("bob@example.org", targets.EVERYTHING) if endpoint != "confirm" else None
    subscriber = ada or queries.subscriber_by_email("ada@example.org")
    if endpoint == "agree_address":
        token = links.token_for(links.PREFERENCES, subscriber)
        client.post("mail.change_address", {"email": "new@example.org"}, token=token)
        path = in_outbox(name="address_change_new")[0].text.partition("127.0.0.1:8000")[2].split()[0]
    else:
        purposes = {"confirm": links.CONFIRM, "unsubscribe": links.UNSUBSCRIBE}
        path = f"/subscriptions/object/{links.object_url('results', subscriber).rpartition('object/')[2]}"
        if endpoint != "one_click":
            token = links.token_for(purposes.get(endpoint, links.PREFERENCES), subscriber)
            path = client._path(f"mail.{endpoint}", {"token": token})
    before = in_outbox(), queries.all_subscriptions(subscriber.id), queries.objections(subscriber.id)
    page = client.get(path)
    client.get(f"{path}?done=yes&confirm=1&stop-all=yes&go-on=yes&until=2026-05-05")
    assert not page.select("form[data-autosubmit], meta[http-equiv=refresh]")
    after = in_outbox(), queries.all_subscriptions(subscriber.id), queries.objections(subscriber.id)
    assert before == after
