"""Notices: the writer of a comment hears of replies and decisions once, and only of what is still true."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.comments import actions
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_member, add_organisation
from engage.publishing import actions as publishing
from engage.publishing.actions import OrganisationPart
from engage.publishing.models import OrganisationRole
from tests.support.accounts import make_account
from tests.support.comments import approve, confirm, fresh, hide, make_comment, make_rules, open_thread
from tests.support.mail import in_outbox
from tests.support.publishing import make_plan

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUEST = "gordon@example.org"


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan():
    made = make_plan("One stroke unit")
    open_thread(made)
    return made


@pytest.fixture
def moderator():
    return viewer_for(make_account(name="Mo Derator"))


def notices():
    jobs.run("ledger.seal")
    jobs.run("mail.notices")
    jobs.run("mail.notices")
    return [message for message in in_outbox() if message.name.startswith("notice_")]


def a_guest_comment(plan, **facts):
    return confirm(make_comment(plan, guest=GUEST, **facts))


def test_a_guest_hears_of_a_reply(plan):
    comment = a_guest_comment(plan)
    reply = make_comment(plan, "There is a *bus* at nine.", parent=comment)
    (message,) = notices()
    assert (message.to, message.name) == (GUEST, "notice_reply")
    assert message.subject == "A reply to your comment on One stroke unit"
    assert "There is a bus at nine." in message.text
    assert f"/comments/{reply.id}/" in message.text


def stop_link(message):
    (address,) = re.findall(r"<http://127\.0\.0\.1:8000(.+)>", message.extra_headers["List-Unsubscribe"])
    assert address in message.text
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return address


def test_messages_about_replies_stop_with_one_click_and_decisions_go_on(plan, client, moderator):
    comment = a_guest_comment(plan)
    make_comment(plan, parent=comment)
    address = stop_link(notices()[0])
    assert client.get(address).heading == "Stop messages about replies?"
    cross_site = {"Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        page = client.post(address, {"List-Unsubscribe": "One-Click"}, headers=cross_site, expect=200)
    make_comment(plan, parent=comment)
    assert len(notices()) == 1
    hide(comment, moderator)
    assert [message.name for message in notices()] == ["notice_reply", "notice_hidden"]
    (preferences,) = [link.get("href") for link in page.select("main a")]
    assert "When somebody replies to a comment of yours" in client.get(preferences).words
    done = client.post(f"{preferences}objections/", {}, follow=True)
    assert "Your choices are saved" in done.words


def test_a_link_to_stop_replies_is_for_one_address(plan, client):
    comment = a_guest_comment(plan)
    make_comment(plan, parent=comment)
    address = stop_link(notices()[0])
    client.post(address[:-2] + "x/", expect=404)
    with unit_of_work():
        fresh(comment).email = "another@example.org"
    client.post(address, expect=404)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_a_program_that_only_knocks_at_a_link_to_stop_replies_stops_nothing(plan, client, method):
    comment = a_guest_comment(plan)
    make_comment(plan, parent=comment)
    address = stop_link(notices()[0])
    db.session.rollback()
    with client.app.app_context():
        assert client.http.open(address, method=method).status_code == 200
    make_comment(plan, parent=comment)
    assert len(notices()) == 2


def test_a_member_stops_messages_about_replies_before_following_anything(plan, client):
    writer = make_account(name="Ada")
    comment = make_comment(plan, account=writer)
    client.sign_in(writer)
    choose = client.post("mail.mine", {})
    client.post(choose.location, {"kinds": ["replies"]})
    assert "When somebody replies" in client.get("mail.mine").words
    make_comment(plan, parent=comment)
    assert notices() == []


def test_an_official_reply_says_who_speaks(plan, moderator):
    comment = a_guest_comment(plan)
    with unit_of_work():
        board = add_organisation(VISITOR, slug="board", name="North Vale Health Board")
        part = OrganisationPart(board, role=OrganisationRole.LEAD, may_reply=True)
        publishing.set_organisations(VISITOR, plan=plan, parts=[part])
    officer = make_account(name="Rita")
    with unit_of_work():
        add_member(VISITOR, organisation=board, account=officer)
    make_comment(plan, "We will look into it.", parent=comment, account=officer, official_for=board)
    (message,) = notices()
    assert message.subject == "North Vale Health Board replied to your comment on One stroke unit"


def test_nobody_hears_of_a_reply_by_herself_or_to_an_address_that_never_agreed(plan):
    writer = make_account(name="Ada")
    comment = make_comment(plan, account=writer)
    make_comment(plan, parent=comment, account=writer)
    assert notices() == []


def test_a_reply_that_was_hidden_in_between_is_not_told(plan):
    comment = a_guest_comment(plan)
    hide(make_comment(plan, "Shameful.", parent=comment))
    assert all("Shameful" not in message.text for message in notices())
    assert [message.name for message in notices()] == ["notice_hidden"]


def test_a_rejection_gives_the_reason_the_rule_and_a_way_to_revise(plan, moderator):
    open_thread(plan, "before")
    comment = a_guest_comment(plan)
    reason = make_rules()
    with unit_of_work():
        actions.reject_comment(moderator, comment=comment, revision=comment.revision_to_read, reason=reason)
    (message,) = notices()
    assert message.subject == "Your comment was not published: One stroke unit"
    for words in (reason.label, reason.text, reason.revise, f"rule {reason.rule}", "/comments/mine/"):
        assert words in message.text


def test_an_approval_is_told_to_whoever_waited_for_it(plan, moderator):
    open_thread(plan, "before")
    comment = a_guest_comment(plan)
    approve(fresh(comment), moderator)
    (message,) = notices()
    assert message.subject == "Your comment is published: One stroke unit"


def test_what_needed_no_decision_is_not_told(plan):
    make_comment(plan)
    a_guest_comment(plan)
    assert notices() == []


def test_hidden_and_shown_again_before_it_was_told_is_told_as_it_is(plan, moderator):
    comment = make_comment(plan)
    hide(comment, moderator)
    with unit_of_work():
        actions.restore_comment(moderator, comment=fresh(comment))
    assert [message.name for message in notices()] == ["notice_published"]


def black_out(comment, moderator, *words):
    reason, comment = make_rules(), fresh(comment)
    for word in words:
        start = comment.body.index(word)
        with unit_of_work():
            actions.redact_comment(
                moderator, comment=comment, revision=1, start=start, end=start + len(word), reason=reason
            )


def test_words_that_were_blacked_out_are_told_once_with_the_rule(plan, moderator):
    comment = a_guest_comment(plan, body="Ask Joan Brown or Piers Holt.")
    black_out(comment, moderator, "Joan Brown", "Piers Holt")
    (message,) = notices()
    assert (message.to, message.name) == (GUEST, "notice_redacted")
    assert message.subject == "Words were taken out of your comment: One stroke unit"
    assert "rule 1" in message.text
    assert "Your comment speaks about a person." in message.text
    assert "/comments/mine/" in message.text
    assert "Joan" not in message.text


def test_words_blacked_out_of_a_comment_that_was_then_hidden_are_not_told(plan, moderator):
    comment = a_guest_comment(plan, body="Ask Joan Brown.")
    black_out(comment, moderator, "Joan Brown")
    hide(comment, moderator)
    assert [message.name for message in notices()] == ["notice_hidden"]


def test_what_is_older_than_a_week_is_not_told(plan, clock):
    comment = a_guest_comment(plan)
    make_comment(plan, parent=comment)
    clock.shift(timedelta(days=8))
    assert notices() == []
