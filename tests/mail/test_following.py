"""Following: double opt-in, the same answer for everybody, the preference page, and stopping with one click."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.accounts.actions import add_account, ask_new_address, close_account, take_new_address
from engage.accounts.session import viewer_for
from engage.core import jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.mail import links, queries
from engage.mail.models import Frequency, Subscription, TargetKind
from engage.taxonomy.actions import add_topic
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.mail import in_outbox
from tests.support.publishing import make_plan

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def ask(client, thing, email="ada@example.org", frequency="weekly", **more):
    return client.post(
        "mail.follow", {"email": email, "frequency": frequency}, kind="publication", target_id=thing.id, **more
    )


def link_in(message):
    return re.search(r"http://127\.0\.0\.1:8000(/subscriptions/\S+)", message.text).group(1)


def live(email="ada@example.org"):
    look_again()
    subscriber = queries.subscriber_by_email(email)
    confirmed, _ = queries.followed(subscriber.id) if subscriber else ([], [])
    return [(one.name, one.subscription.frequency) for one in confirmed]


def confirmed_subscriber(client, thing, email="ada@example.org", frequency="weekly"):
    ask(client, thing, email, frequency)
    page = client.get(link_in(in_outbox(to=email)[-1]))
    client.post(
        link_in(in_outbox(to=email)[-1]), {"subscription": page.select("input[name=subscription]")[0].get("value")}
    )
    return queries.subscriber_by_email(email)


def test_nothing_is_followed_before_the_button_in_the_mail_is_pressed(client):
    plan = make_plan("One stroke unit")
    assert "check-your-email" in ask(client, plan, "Ada@Example.org").location
    (message,) = in_outbox(name="follow_confirm")
    assert (message.to, message.subject) == ("ada@example.org", "Confirm that you want to follow One stroke unit")
    page = client.get(link_in(message))
    assert "One stroke unit, once a week" in page.words
    assert live() == []
    box = page.select("input[name=subscription]")[0]
    done = client.post(link_in(message), {"subscription": box.get("value")}, follow=True)
    assert "What you follow" in done.heading
    assert live() == [("One stroke unit", Frequency.WEEKLY)]


def test_another_site_cannot_press_the_button(client):
    ask(client, make_plan())
    link = link_in(in_outbox(name="follow_confirm")[0])
    box = client.get(link).select("input[name=subscription]")[0].get("value")
    client.post(link, {"subscription": box}, headers={"Sec-Fetch-Site": "cross-site"}, expect=422)
    assert live() == []


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, another_client):
    plan = make_plan()
    confirmed_subscriber(client, plan, frequency="daily")
    known = ask(another_client, plan, "ada@example.org", "weekly", follow=True)
    unknown = ask(another_client, plan, "new@example.org", "weekly", follow=True)
    assert known.text == unknown.text
    assert live() == [(plan.title, Frequency.DAILY)]


def test_a_known_address_is_told_what_it_follows_the_next_day(client, clock):
    plan = make_plan("One stroke unit")
    confirmed_subscriber(client, plan)
    clock.shift(timedelta(days=1))
    ask(client, plan)
    (message,) = in_outbox(name="follow_known")
    assert message.subject == "You already follow One stroke unit"
    assert "What you follow" in client.get(link_in(message)).heading


def test_many_forms_for_one_address_give_one_mail_a_day(client, clock):
    plans = [make_plan() for _ in range(3)]
    for _ in range(3):
        for plan in plans:
            ask(client, plan)
    assert len(in_outbox()) == 1
    page = client.get(link_in(in_outbox()[0]))
    assert len(page.select("input[name=subscription]")) == 3
    clock.shift(timedelta(days=1))
    ask(client, plans[0])
    assert len(in_outbox()) == 2


def test_an_address_that_agreed_once_is_asked_once_a_day_too(client, clock):
    first, *more = [make_plan(f"Plan {number}") for number in range(8)]
    confirmed_subscriber(client, first)
    for plan in more:
        ask(client, plan)
        ask(client, plan)
    assert len(in_outbox()) == 1
    page = client.get(link_in(in_outbox()[0]))
    assert len(page.select("input[name=subscription]")) == 7
    clock.shift(timedelta(days=1))
    for plan in [first, *more]:
        ask(client, plan)
    assert len(in_outbox()) == 2


def test_the_page_promises_no_mail_that_may_not_come(client):
    page = ask(client, make_plan(), follow=True)
    assert "We have sent" not in page.words
    assert "the link in that email shows this too" in page.words


def test_one_source_cannot_fill_in_forms_without_end(client):
    plan = make_plan()
    for number in range(30):
        ask(client, plan, f"person{number}@example.org")
    assert ask(client, plan, "one-more@example.org", expect=429).status == 429
    assert not in_outbox(to="one-more@example.org")


@pytest.mark.parametrize("email", ["", "   ", "ada", "ada@", "x" * 300 + "@example.org"])
def test_a_wrong_address_is_said_beside_its_box(client, email):
    page = ask(client, make_plan(), email, expect=422)
    assert "email address" in page.select("#email-error")[0].text_content()
    assert not in_outbox()


def test_what_nobody_may_see_cannot_be_followed(client):
    draft = make_plan(published=False)
    client.get("mail.follow", kind="publication", target_id=draft.id, expect=404)
    client.get("mail.follow", kind="publication", target_id=2**40, expect=404)
    client.get("mail.follow", kind="nonsense", target_id=1, expect=404)
    client.get("mail.follow", kind="everything", target_id=0)


def test_a_signed_in_person_follows_at_once_and_changes_it_there(client):
    with unit_of_work():
        topic = add_topic(VISITOR, slug="stroke", name="Stroke")
        account = add_account(VISITOR, email="ada@example.org", name="Ada", password="a long password", confirmed=True)
    client.sign_in(account)
    where = {"kind": "topic", "target_id": topic.id}
    done = client.post("mail.follow", {"frequency": "at_once"}, **where, follow=True)
    assert "You follow this now" in done.words
    assert live() == [("Stroke", Frequency.AT_ONCE)]
    assert "Change how often" in client.get("mail.follow", **where).heading
    client.post("mail.follow", {"frequency": "daily"}, **where)
    assert live() == [("Stroke", Frequency.DAILY)]
    assert not in_outbox()


def test_a_signed_in_person_who_follows_nothing_is_told_how(client):
    with unit_of_work():
        account = add_account(VISITOR, email="ada@example.org", name="Ada", password="a long password", confirmed=True)
    assert "nothing yet" in client.sign_in(account).get("mail.mine").words


def test_preferences_are_changed_one_by_one_and_show_nothing_of_others(client):
    first, second = make_plan("First plan"), make_plan("Second plan")
    ada = confirmed_subscriber(client, first)
    confirmed_subscriber(client, second, "bob@example.org")
    token = links.token_for(links.PREFERENCES, ada)
    page = client.get("mail.preferences", token=token)
    assert "First plan" in page.words
    assert "Second plan" not in page.words
    assert "bob@" not in page.text
    (choice,) = {control.get("name") for control in page.select("input[type=radio]")}
    client.post("mail.preferences", {choice: "daily"}, token=token)
    assert live() == [("First plan", Frequency.DAILY)]
    client.post("mail.preferences", {choice: "never"}, token=token, expect=422)
    client.post("mail.preferences", {choice: "stop"}, token=token)
    assert live() == []
    assert len(live("bob@example.org")) == 1
    assert "You follow nothing" in client.get("mail.preferences", token=token).words


def test_what_waits_can_be_confirmed_on_the_preference_page(client):
    first, second = make_plan(), make_plan()
    ada = confirmed_subscriber(client, first)
    ask(client, second)
    token = links.token_for(links.PREFERENCES, ada)
    form = client.get("mail.preferences", token=token).form()
    client.post("mail.preferences", form, token=token)
    assert len(live()) == 2


def test_one_click_stops_everything_without_a_cookie_and_can_be_repeated(client, another_client):
    ada = confirmed_subscriber(client, make_plan())
    (address,) = re.findall(r"<http://127\.0\.0\.1:8000(.+)>", links.list_headers(ada)["List-Unsubscribe"])
    for _ in range(2):
        page = another_client.post(
            address, {"List-Unsubscribe": "One-Click"}, expect=200, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert page.heading == "You will get no more updates"
        assert live() == []


def test_looking_at_the_unsubscribe_page_stops_nothing(client):
    ada = confirmed_subscriber(client, make_plan("One stroke unit"))
    token = links.token_for(links.UNSUBSCRIBE, ada)
    assert "One stroke unit" in client.get("mail.unsubscribe", token=token).words
    for method in ("HEAD", "OPTIONS"):
        client.http.open(f"/subscriptions/unsubscribe/{token}/", method=method)
    assert len(live()) == 1


def test_a_link_is_good_for_its_purpose_its_key_and_its_time(client, clock):
    ada = confirmed_subscriber(client, make_plan())
    tokens = {purpose: links.token_for(purpose, ada) for purpose in links.WITHIN}
    client.get("mail.preferences", token=tokens[links.UNSUBSCRIBE], expect=404)
    client.post("mail.unsubscribe", token=tokens[links.CONFIRM], expect=404)
    client.get("mail.confirm", token=tokens[links.CONFIRM] + "x", expect=404)
    clock.shift(timedelta(days=500))
    client.get("mail.confirm", token=tokens[links.CONFIRM], expect=404)
    client.get("mail.preferences", token=tokens[links.PREFERENCES], expect=404)
    client.get("mail.unsubscribe", token=tokens[links.UNSUBSCRIBE])
    with unit_of_work():
        queries.subscriber_by_email("ada@example.org").key = "another"
    client.post("mail.unsubscribe", token=tokens[links.UNSUBSCRIBE], expect=404)


def test_following_again_after_stopping_needs_a_new_confirmation(client, clock):
    plan = make_plan()
    ada = confirmed_subscriber(client, plan)
    client.post("mail.unsubscribe", token=links.token_for(links.UNSUBSCRIBE, ada), expect=200)
    clock.shift(timedelta(days=1))
    ask(client, plan)
    assert live() == []
    assert in_outbox()[-1].name == "follow_confirm"
    found = queries.subscription(ada.id, TargetKind.PUBLICATION, plan.id)
    assert isinstance(found, Subscription)
    assert found.confirmed_at is None


def test_what_a_guest_followed_is_hers_once_she_has_an_account(client):
    confirmed_subscriber(client, make_plan("One stroke unit"))
    with unit_of_work():
        account = add_account(VISITOR, email="ada@example.org", name="Ada", password="a long password", confirmed=True)
    assert "One stroke unit" in client.sign_in(account).get("mail.mine").words


def test_what_an_account_follows_goes_to_its_new_address_and_ends_when_it_is_closed(client):
    plan = make_plan()
    account = make_account("ada@example.org")
    client.sign_in(account).post("mail.follow", {"frequency": "daily"}, kind="publication", target_id=plan.id)
    with unit_of_work():
        ask_new_address(viewer_for(account), account=account, email="new@example.org")
    with unit_of_work():
        take_new_address(account=account)
    move()
    assert (live(), len(live("new@example.org"))) == ([], 1)
    with unit_of_work():
        close_account(viewer_for(account), account=account)
    move()
    assert live("new@example.org") == []


def move():
    jobs.run("ledger.seal")
    jobs.run("mail.accounts")


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "9" * 18])
def test_a_number_that_nobody_gave_out_confirms_nothing(client, number):
    ask(client, make_plan("One stroke unit"))
    (message,) = in_outbox(name="follow_confirm")
    page = client.post(link_in(message), {"subscription": number})
    client.post(page.location.partition("?")[0], {"confirm": number}, expect=303)
    assert live() == []
