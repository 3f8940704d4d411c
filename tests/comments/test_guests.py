"""A guest's comment: confirming it, and what is kept from strangers."""

import re

import pytest

from engage.comments import actions, queries
from engage.comments.models import CommentState
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from tests.support.comments import make_rules, open_thread, thread_now
from tests.support.databases import look_again
from tests.support.guests import GUEST, body_kept, code_in, how_many, link_in, send, sent_mails, the_comment
from tests.support.publishing import make_plan


@pytest.fixture
def plan(site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    return plan


def test_a_guest_confirms_by_the_button_behind_the_mailed_link(client, another_client, plan):
    answer = send(client, plan, body="What about the bus?", role="Carer", organisation="Corn Hall Group")
    check = client.get(answer.location)
    assert check.heading == "One more step: check your mail"
    assert "gordon@northvale.example" in check.words
    assert (thread_now(plan).published_count, thread_now(plan).waiting_count) == (0, 0)
    (mail,) = sent_mails()
    assert "bus" not in mail.text + mail.html
    assert "Gordon" not in mail.text + mail.html
    page = another_client.get(link_in(mail))
    assert "What about the bus?" in page.words
    assert the_comment().state is CommentState.UNCONFIRMED
    done = another_client.post(link_in(mail), page.form("confirm"), follow=True)
    assert done.heading == "Your comment"
    assert "published as #1" in done.words
    assert the_comment().state is CommentState.PUBLISHED
    second = sent_mails()[1]
    assert "Your comment is published" in second.subject
    assert another_client.get(link_in(second)).heading == "Your comment"


def test_a_guest_confirms_by_the_code_from_another_device(client, plan):
    check = send(client, plan, body="What about the bus?").location
    (mail,) = sent_mails()
    wrong = client.post(check, {"code": "000000" if code_in(mail) != "000000" else "111111"}, expect=422)
    assert "This code is not right" in wrong.words
    digits = code_in(mail)
    page = client.post(check, {"code": f" {digits[:3]} {digits[3:]} "}, follow=True)
    assert page.heading == "Your comment"
    assert the_comment().state is CommentState.PUBLISHED


def test_a_code_cannot_be_guessed(client, plan):
    check = send(client, plan, body="What about the bus?").location
    (mail,) = sent_mails()
    for guess in range(5):
        client.post(check, {"code": f"{(int(code_in(mail)) + guess + 1) % 10**6:06d}"}, expect=422)
    page = client.post(check, {"code": code_in(mail)}, expect=422)
    assert "tried too often" in page.words
    assert the_comment().state is CommentState.UNCONFIRMED
    client.post(link_in(mail), follow=True)
    assert the_comment().state is CommentState.PUBLISHED


def test_a_new_message_brings_a_new_code_and_new_tries(client, plan):
    check = send(client, plan, body="What about the bus?").location
    (first,) = sent_mails()
    for guess in range(6):
        client.post(check, {"code": f"{(int(code_in(first)) + guess + 1) % 10**6:06d}"}, expect=422)
    again = client.post(f"{check}again/", {"email": GUEST["email"]}).location
    second = sent_mails()[1]
    assert code_in(second) != code_in(first)
    client.post(again, {"code": code_in(second)}, follow=True)
    assert the_comment().state is CommentState.PUBLISHED


def test_what_is_no_code_is_not_counted_as_a_try(client, plan):
    check = send(client, plan, body="What about the bus?").location
    for typed in ("", "  ", "12345", "1234567", "hello", "１２３４５６"):
        assert "Enter the six digits" in client.post(check, {"code": typed}, expect=422).words
    look_again()
    assert queries.confirmation(the_comment().id).tries == 0


def test_the_page_says_afterwards_that_the_comment_is_confirmed(client, plan):
    check = send(client, plan, body="What about the bus?").location
    (mail,) = sent_mails()
    client.post(check, {"code": code_in(mail)})
    for page in (
        client.get(check),
        client.post(check, {"code": code_in(mail)}, expect=200),
        client.post(f"{check}again/", {"email": GUEST["email"]}, expect=200),
    ):
        assert page.heading == "Your comment is confirmed"
        assert page.select(f"a[href='/comments/{the_comment().id}/']")
        assert "deleted" not in page.words
        assert "/mine/" not in page.text
    assert len(sent_mails()) == 2


def test_one_source_sends_few_messages_to_strangers(client, plan):
    for number in range(10):
        send(client, plan, body=f"Point {number}", email=f"invented{number}@northvale.example")
    page = send(client, plan, expect=422, body="Point 10", email="invented10@northvale.example")
    assert "come from your connection in the last hour" in page.words
    assert body_kept(page) == "Point 10"
    assert len(sent_mails()) == how_many() == 10


def test_a_stranger_with_the_same_words_learns_nothing_and_gets_no_way_in(client, another_client, plan):
    send(client, plan, body="What about the bus?")
    (mail,) = sent_mails()
    client.post(link_in(mail))
    check = send(another_client, plan, body="What about the bus?").location
    assert another_client.get(check).heading == "One more step: check your mail"
    another_client.post(check, {"code": code_in(mail)}, expect=422)
    another_client.post(f"{check}again/", {"email": "mallory@northvale.example"})
    assert len(sent_mails()) == 2
    assert the_comment().email == "gordon@northvale.example"


def test_the_message_goes_again_or_to_a_corrected_address_and_the_old_link_dies(client, plan):
    check = send(client, plan, body="What about the bus?").location
    page = client.post(f"{check}again/", {"email": "gordon@northvale.example"}, follow=True)
    said = r"We sent the message again on \d+ \w+ \d{4} at \d+:\d\d to gordon@northvale\.example\."
    assert re.search(said, page.words)
    first, second = sent_mails()
    assert first.to == second.to
    assert client.get(link_in(first)).heading == "Confirm your comment"
    client.post(f"{check}again/", {"email": "gordon.pike@northvale.example"})
    third = sent_mails()[2]
    assert third.to == "gordon.pike@northvale.example"
    assert client.get(link_in(first), expect=410).heading == "This link no longer works"
    page = client.post(f"{check}again/", {"email": "gordon at home"}, expect=422)
    assert "correct format" in page.words
    assert client.get(link_in(third)).heading == "Confirm your comment"


def test_an_address_gets_few_messages_however_often_it_is_typed(client, plan):
    for number in range(5):
        send(client, plan, body=f"Point {number}")
    for number in range(5, 12):
        page = send(client, plan, expect=422, body=f"Point {number}")
        assert "several messages to this address" in page.words
        assert body_kept(page) == f"Point {number}"
    assert len(sent_mails()) == 5
    assert how_many() == 5


def test_an_unconfirmed_comment_expires_and_nothing_of_it_is_kept(client, plan):
    import time_machine

    from engage.core import clock, jobs

    send(client, plan, body="What about the bus?")
    (mail,) = sent_mails()
    with time_machine.travel(clock.now().timestamp() + 73 * 3600, tick=True):
        jobs.run("comments.expire")
        gone = client.get(link_in(mail), expect=410)
    assert "not confirmed in time" in gone.words
    again = next(a.get("href") for a in gone.select("a") if a.text_content() == "Write it again")
    assert "Write a comment" in client.get(again).words
    comment = the_comment()
    assert (comment.state, comment.body, comment.name, comment.email) == (CommentState.EXPIRED, "", "", None)
    assert queries.wordings(comment.id) == []


@pytest.mark.parametrize("address", ["gordon@northvale.example", "gordon+again@northvale.example"])
def test_only_the_owner_of_a_blocked_address_is_told(client, plan, address):
    with unit_of_work():
        actions.block_address(VISITOR, email="Gordon+old@northvale.example", reason=make_rules())
    check = send(client, plan, body="Me again", email=address).location
    assert client.get(check).heading == "One more step: check your mail"
    (mail,) = sent_mails()
    page = client.post(link_in(mail), expect=422)
    assert "Comments from this address are not accepted" in page.words
    page = client.post(check, {"code": code_in(mail)}, expect=422)
    assert "Comments from this address are not accepted" in page.words
    assert the_comment().state is CommentState.UNCONFIRMED
    with unit_of_work():
        actions.unblock_address(VISITOR, email="gordon@northvale.example")
    client.post(link_in(mail))
    assert the_comment().state is CommentState.PUBLISHED
