"""The gate: marks, origin and token, and one unit of work for each request."""

import logging
from datetime import UTC, datetime

import pytest
import time_machine

from engage.core import ledger
from engage.core.database import db
from engage.core.permissions import Role
from engage.taxonomy.queries import all_topics
from tests.support.accounts import make_account

PLAIN = "a probe answers bare words"
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


def slugs():
    db.session.rollback()
    return [topic.slug for topic in all_topics()]


def test_what_an_answer_below_400_wrote_is_kept_with_its_entry(probe):
    probe.post("/probe/topics/", {"slug": "roads"}, expect=200, unchecked=PLAIN)
    assert slugs() == ["roads"]
    assert ledger.verify().unsealed == 1


@pytest.mark.parametrize("status", [400, 409, 422, 500])
def test_what_a_refusal_wrote_is_undone(probe, status):
    probe.post(f"/probe/topics/?status={status}", {"slug": "roads"}, expect=status, unchecked=PLAIN)
    assert slugs() == []
    assert ledger.verify().unsealed == 0


def test_a_get_cannot_write(probe):
    probe.app.testing = False
    try:
        probe.get("/probe/writes/", expect=500)
    finally:
        probe.app.testing = True
    assert slugs() == []


def test_a_unit_of_its_own_outlives_a_refusal(probe):
    probe.app.testing = False
    try:
        probe.post("/probe/apart/", expect=500)
    finally:
        probe.app.testing = True
    assert slugs() == ["apart"]


def test_a_visitor_needs_no_token_but_must_come_from_the_site(probe):
    probe.post("/probe/topics/", {"slug": "here"}, expect=200, unchecked=PLAIN)
    answer = probe.post(
        "/probe/topics/", {"slug": "there", "body": "my words"}, headers=ELSEWHERE, expect=422, unchecked=PLAIN
    )
    assert "Nothing is lost" in answer.text
    assert "kept=my words" in answer.text
    assert slugs() == ["here"]


def test_an_old_browser_is_known_by_its_origin(probe):
    ask = probe.http.post
    assert ask("/probe/topics/", data={"slug": "a"}, headers={"Origin": "http://localhost"}).status_code == 200
    assert ask("/probe/topics/", data={"slug": "b"}, headers={"Origin": "http://evil.example"}).status_code == 422
    assert ask("/probe/topics/", data={"slug": "c"}).status_code == 422
    assert ask("/probe/topics/", data={"slug": "d"}, headers={"Origin": "http://[abc"}).status_code == 422
    assert slugs() == ["a"]


def test_with_a_session_the_token_is_needed(probe):
    token = probe.get("/probe/begin/", unchecked=PLAIN).text
    probe.post("/probe/topics/", {"slug": "a", "csrf_token": "forged"}, expect=422, unchecked=PLAIN)
    for sender in ({"Origin": "http://127.0.0.1"}, ELSEWHERE):
        answer = probe.http.post("/probe/topics/", data={"slug": "b"}, headers=sender)
        assert answer.status_code == 422
    assert slugs() == []
    token = probe.get("/probe/token/", unchecked=PLAIN).text
    probe.post("/probe/topics/", {"slug": "c", "csrf_token": token}, expect=200, unchecked=PLAIN)
    assert slugs() == ["c"]


def test_a_page_that_was_opened_before_signing_in_may_still_be_sent(probe):
    probe.get("/probe/begin/", unchecked=PLAIN)
    probe.post("/probe/topics/", {"slug": "d", "csrf_token": ""}, expect=200, unchecked=PLAIN)
    assert slugs() == ["d"]


def test_a_view_that_forgets_the_check_still_keeps_nothing(probe):
    probe.post("/probe/careless/", headers=ELSEWHERE, expect=200, unchecked=PLAIN)
    assert slugs() == []


def test_an_unmarked_route_is_refused(probe):
    probe.app.testing = False
    try:
        probe.get("/probe/unmarked/", expect=500)
    finally:
        probe.app.testing = True


def test_a_visitor_is_sent_to_sign_in_and_brought_back(probe):
    answer = probe.get("/probe/members/?page=2", expect=303)
    assert answer.location == "/account/sign-in/?next=/probe/members/?page%3D2" or "next=" in answer.location


def test_what_a_signed_out_person_sent_is_kept_on_the_page(probe):
    page = probe.post("/probe/members/", {"body": "three hours of typing"}, expect=401)
    assert "three hours of typing" in page.text


def test_a_form_of_another_site_is_not_offered_to_be_sent_again(probe):
    foreign = {"body": "three hours of typing, and nothing of it by the person who sits here now"}
    for path, status in (("/probe/members/", 401), ("/probe/limited/", 429)):
        for _ in range(3):
            answer = probe.http.post(path, data=foreign, headers=ELSEWHERE)
        assert answer.status_code == status
        assert "nothing of it by" in answer.text
        assert "Send again" not in answer.text


def test_what_was_refused_for_now_can_be_sent_again_from_the_page(probe):
    with time_machine.travel(datetime(2026, 5, 4, 12, 20, tzinfo=UTC)):
        for _ in range(2):
            probe.post("/probe/limited/", expect=422, unchecked=PLAIN)
        sent = {"body": "Words\nand words", "representation": "Chair"}
        page = probe.post("/probe/limited/", {**sent, "present": "a secret"}, expect=429)
    assert page.form("/probe/limited/") == sent
    assert "from 4 May 2026 at 14:00 on" in page.words
    assert page.headers["Retry-After"] == "2400"


def test_what_a_fault_met_can_be_sent_again_from_the_page(probe):
    probe.app.testing = False
    try:
        page = probe.post("/probe/broken/", {"body": "three hours\nof typing"}, expect=500)
    finally:
        probe.app.testing = True
    assert page.form("/probe/broken/") == {"body": "three hours\nof typing"}


def test_a_permission_is_asked_for(probe):
    from tests.support.accounts import make_account

    member, editor = make_account(email="m@example.org"), make_account(email="e@example.org", roles=[Role.EDITOR])
    probe.sign_in(member).get("/probe/staff/", expect=403)
    probe.sign_in(editor).get("/probe/staff/", unchecked=PLAIN)


def test_a_limit_holds_although_each_request_is_refused(probe):
    for expected in (422, 422, 429, 429):
        probe.post("/probe/limited/", expect=expected, unchecked=PLAIN if expected == 422 else "")


def test_text_is_cleaned_at_the_door(probe):
    answer = probe.post("/probe/topics/", {"slug": "x" * 21, "body": "a\x00b\u202ec\r\nd"}, expect=422, unchecked=PLAIN)
    assert "kept=abc\nd" in answer.text


def test_errors_are_pages_with_a_reference(probe, caplog):
    caplog.set_level(logging.CRITICAL)
    assert "Page not found" in probe.get("/no/such/page/", expect=404).heading


def test_a_page_that_is_not_there_knows_who_is_signed_in(client):
    client.sign_in(make_account(name="Imogen Vale"))
    assert "Imogen Vale" in client.get("/nowhere/at/all/", expect=404).text
    client.sign_out()
    assert "Imogen Vale" not in client.get("/nowhere/at/all/", expect=404).text
