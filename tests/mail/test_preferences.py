"""The preference centre: when, a pause, objections, another address; and the record of what was said."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.core import jobs, ledger
from engage.core.database import db, unit_of_work
from engage.core.ledger import Entry
from engage.core.messages import MessageClass
from engage.core.outbox import OutboxState
from engage.mail import consents, links, queries
from engage.mail.actions import follow as follow_as
from engage.mail.actions import follow_account
from engage.mail.dispatch import RUNNER
from engage.mail.models import ConsentRecord, Frequency, Proof, TargetKind
from engage.mail.targets import EVERYTHING, target
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.mail import follow, in_outbox, put, row
from tests.support.publishing import make_plan

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def token_of(subscriber):
    return links.token_for(links.PREFERENCES, queries.subscriber_by_email(subscriber.email))


def again(email="ada@example.org"):
    look_again()
    return queries.subscriber_by_email(email)


def said(email="ada@example.org"):
    look_again()
    return list(consents.of_address(email))


@pytest.fixture
def ada(site):
    return follow("ada@example.org", EVERYTHING)


def test_the_time_of_updates_is_chosen_without_signing_in(client, ada):
    token = token_of(ada)
    client.post("mail.choose_time", {"hour": "18", "weekday": "5"}, token=token)
    assert (again().digest_hour, again().digest_weekday) == (18, 5)
    assert "Friday 18:00" in client.get("mail.preferences", token=token).words
    client.post("mail.choose_time", {"hour": "3", "weekday": ""}, token=token, expect=422)
    client.post("mail.choose_time", {"hour": "", "weekday": ""}, token=token)
    assert (again().digest_hour, again().digest_weekday) == (None, None)
    assert [one.record.what for one in said()][-2:] == ["chose when", "chose when"]


def test_a_pause_holds_digests_back_until_its_day(client, clock):
    plan = make_plan()
    follow("ada@example.org", (TargetKind.PUBLICATION, plan.id))
    token = token_of(again())
    client.post("mail.pause", {"until": "2026-03-02"}, token=token, expect=422)
    client.post("mail.pause", {"until": ""}, token=token, expect=422)
    client.post("mail.pause", {"until": "2026-03-05"}, token=token)
    assert "Nothing is sent before 5 March 2026" in client.get("mail.preferences", token=token).words
    number = put(key="digest", subject="")
    with unit_of_work():
        message = db.session.get(type(row(number)), number)
        message.name, message.contents, message.person_id, message.run_id = "digest", "[0]", again().id, 1
    RUNNER.run()
    assert row(number).state is OutboxState.DROPPED
    assert "paused" in row(number).last_error
    client.post("mail.pause", {"go-on": "yes"}, token=token)
    assert again().paused_until is None


def test_objections_hold_at_sending_and_never_stop_a_service(client, ada):
    token = token_of(ada)
    client.post("mail.object_to", {"kinds": ["results"]}, token=token)
    assert queries.objections(again().id) == {"results"}
    with unit_of_work():
        unwanted = db.session.get(type(row(put())), put(key="unwanted"))
        unwanted.name, unwanted.message_class = "consultation_results", MessageClass.PUBLIC_TASK
        unwanted_id = unwanted.id
    service = put(key="service")
    RUNNER.run()
    assert row(unwanted_id).state is OutboxState.SUPPRESSED
    assert row(service).state is OutboxState.SENT
    client.post("mail.object_to", {}, token=token)
    assert queries.objections(again().id) == set()


def link_in(message):
    return re.search(r"http://127\.0\.0\.1:8000(/subscriptions/\S+)", message.text).group(1)


def test_an_address_is_changed_only_when_both_agree(client, ada):
    old_token = token_of(ada)
    client.post("mail.change_address", {"email": "Lovelace@Example.org"}, token=old_token)
    (to_old,) = in_outbox(name="address_change_old")
    (to_new,) = in_outbox(name="address_change_new")
    assert (to_old.to, to_new.to) == ("ada@example.org", "lovelace@example.org")
    assert "ada@example.org" not in client.get(link_in(to_new)).words
    client.get(link_in(to_old))
    assert again() is not None
    client.post(link_in(to_new))
    assert again() is not None
    client.post(link_in(to_old))
    assert again() is None
    assert [one.target.name for one in queries.followed(again("lovelace@example.org").id)[0]]
    client.get("mail.preferences", token=old_token, expect=404)
    client.post(link_in(to_old))
    assert [one.record.what for one in said("lovelace@example.org")].count("changed the address") == 0
    assert [one.record.what for one in said()][-1] == "changed the address"


def test_a_new_address_that_follows_already_takes_over_and_keeps_its_links(client, ada):
    plan = make_plan()
    follow("lovelace@example.org", (TargetKind.PUBLICATION, plan.id))
    new_token = token_of(again("lovelace@example.org"))
    client.post("mail.change_address", {"email": "lovelace@example.org"}, token=token_of(ada))
    for message in in_outbox(name="address_change_old") + in_outbox(name="address_change_new"):
        client.post(link_in(message))
    assert len(queries.followed(again("lovelace@example.org").id)[0]) == 2
    assert queries.followed(again().id)[0] == []
    client.get("mail.preferences", token=new_token)


def test_one_address_gets_one_mail_a_day_about_a_change(client, ada):
    for _ in range(3):
        client.post("mail.change_address", {"email": "lovelace@example.org"}, token=token_of(ada))
    assert len(in_outbox(to="lovelace@example.org")) == 1
    client.post("mail.change_address", {"email": "ada@example.org"}, token=token_of(ada), expect=422)


def test_an_account_changes_its_address_where_it_signs_in(client):
    account = make_account(name="Ada")
    client.sign_in(account)
    client.post("mail.follow", {"frequency": "daily"}, kind="everything", target_id=0)
    page = client.get("mail.mine")
    token = links.token_for(links.PREFERENCES, again(account.email))
    client.post("mail.change_address", {"email": "new@example.org"}, token=token, expect=422)
    assert "/account/" in "".join(a.get("href") for a in page.select(".summary-list a"))
    assert said(account.email)[0].record.proof is Proof.ACCOUNT


def test_a_bad_link_opens_nothing(client, ada):
    for name in ("choose_time", "pause", "object_to", "change_address", "agree_address"):
        client.get(f"mail.{name}", token="x", expect=404)
        client.get(f"mail.{name}", token=links.token_for(links.UNSUBSCRIBE, ada), expect=404)


def test_the_record_says_which_words_stood_on_which_page(client):
    plan = make_plan()
    values = {"email": "ada@example.org", "frequency": "weekly"}
    client.post("mail.follow", values, kind="publication", target_id=plan.id)
    link = link_in(in_outbox(name="follow_confirm")[0])
    page = client.get(link)
    client.post(link, {"subscription": page.select("input[name=subscription]")[0].get("value")})
    asked, agreed = said()
    assert (asked.record.what, asked.record.proof) == ("asked to follow", Proof.NONE)
    assert (agreed.record.what, agreed.record.proof) == ("agreed to follow", Proof.CONFIRMATION)
    assert agreed.record.page == "/subscriptions/confirm/<token>/"
    assert agreed.words in page.words
    assert agreed.details == {"kind": "publication", "target_id": plan.id, "frequency": "weekly"}
    assert asked.is_proved
    assert agreed.is_proved


def test_a_changed_row_is_seen_and_an_erased_one_says_nothing(ada):
    with unit_of_work():
        db.session.scalars(select(ConsentRecord)).first().what = "agreed to everything"
    assert [one.is_proved for one in said()] == [False, True]
    with unit_of_work():
        consents.forget([ada.id])
    assert said() == []
    jobs.run("ledger.seal")
    assert ledger.verify().fault is None
    hashes = [e.values["hash"] for e in db.session.scalars(select(Entry).where(Entry.verb == "consent.recorded"))]
    assert not set(hashes) & {consents.digest(one) for one in db.session.scalars(select(ConsentRecord))}


def test_staff_export_what_one_person_said(client, ada):
    client.sign_in(make_account(roles=["officer"]))
    assert "Agreed to follow" in client.get("mail_staff.find_consents", email="ada@example.org").words
    assert "Nothing is known" in client.get("mail_staff.find_consents", email="bob@example.org").words
    client.get("mail_staff.find_consents")
    file = client.get("mail_staff.export_consents", email="ada@example.org", unchecked="a file")
    assert [one["what"] for one in json.loads(file.text)] == ["asked to follow", "agreed to follow"]


def test_editing_a_profile_changes_no_preference(client):
    account = make_account(name="Ada")
    client.sign_in(account)
    client.post("mail.follow", {"frequency": "daily"}, kind="everything", target_id=0)
    before = len(said(account.email))
    page = client.get("accounts.details")
    client.post("accounts.details", {**page.form(), "name": "Ada King", "role_title": "Carer"})
    jobs.run("mail.accounts")
    assert len(said(account.email)) == before
    assert len(queries.followed(again(account.email).id)[0]) == 1


def test_who_is_forgotten_leaves_rows_that_say_nothing(clock, ada):
    from engage.core.permissions import VISITOR
    from engage.mail import actions

    with unit_of_work():
        actions.stop_all(VISITOR, subscriber=again(), way="one click")
    clock.shift(timedelta(days=400))
    jobs.run("mail.sweep")
    assert again() is None
    assert {(one.email, one.salt) for one in db.session.scalars(select(ConsentRecord))} == {("", None)}


def test_the_links_in_the_mailbox_that_was_left_open_nothing_any_more(client, site):
    account = make_account(email="ada@example.org")
    thing = target(*EVERYTHING)
    with unit_of_work():
        follow_as(viewer_for(account), target=thing, frequency=Frequency.DAILY)
    old = links.token_for(links.PREFERENCES, again())
    client.get("mail.preferences", token=old)
    with unit_of_work():
        db.session.get_one(Account, account.id).email = "ada@northvale.example"
    with unit_of_work():
        follow_account(account_id=account.id)
    client.get("mail.preferences", token=old, expect=404)
    client.get("mail.preferences", token=links.token_for(links.PREFERENCES, again("ada@northvale.example")))
