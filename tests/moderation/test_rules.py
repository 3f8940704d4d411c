"""Reasons and threads: what must be there before anybody can comment."""

from datetime import UTC, datetime

import pytest
import time_machine

from engage.comments import queries as comment_queries
from engage.comments.models import ModerationMode
from engage.core.database import db, reading
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import make_rules, thread_now
from tests.support.moderation import make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan

REASON = {
    "key": "off-subject",
    "rule": "5",
    "label": "Not about this publication",
    "text": "Your comment is about something else.",
    "revise": "Look under Plans for the right place.",
    "position": "5",
    "active": "y",
}


@pytest.fixture
def administrator(client):
    """An administrator's browser."""
    return client.sign_in(make_account(roles=["administrator"]))


def reason(key="off-subject"):
    with reading():
        db.session.expire_all()
        return comment_queries.reason(key)


def test_a_reason_is_added_and_offered_to_moderators(administrator):
    assert "There are no reasons yet" in administrator.get("moderation_staff.reasons").words
    page = administrator.get("moderation_staff.new_reason")
    after = administrator.post("moderation_staff.new_reason", {**page.form(), **REASON}, follow=True)
    assert "Saved the reason “Not about this publication”." in after.words
    assert "Look under Plans for the right place." in after.words
    assert "never used" in after.words
    comment = make_waiting()
    assert "5. Not about this publication" in administrator.get("moderation_staff.item", comment_id=comment.id).words


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("key", "Not Good", "Use small letters, digits and hyphens only"),
        ("key", "", "Use small letters, digits and hyphens only"),
        ("key", "personal-attack", "There is a reason with this key already."),
        ("label", "  ", "Enter a short name."),
        ("text", "", "Write what the writer is told."),
        ("position", "-1", "Enter a number from 0 up."),
    ],
)
def test_a_reason_that_says_too_little_is_refused(administrator, field, value, sentence):
    make_rules("personal-attack")
    refused = administrator.post("moderation_staff.new_reason", {**REASON, field: value}, expect=422)
    assert sentence in refused.words
    assert refused.form()["revise"].strip() == REASON["revise"]


def test_a_reason_is_changed_but_not_its_key(administrator):
    make_rules("off-subject")
    page = administrator.get("moderation_staff.reason", key="off-subject")
    assert not page.select("input[name=key]")
    administrator.post("moderation_staff.reason", {**REASON, "key": "other", "label": "Elsewhere"}, key="off-subject")
    assert reason().label == "Elsewhere"
    assert reason("other") is None
    administrator.get("moderation_staff.reason", key="none", expect=404)


def test_a_used_reason_can_be_switched_off_but_not_deleted(administrator):
    make_rules("personal-attack", "off-subject")
    make_decision(make_moderator(), make_waiting(), Verdict.REJECTED)
    page = administrator.get("moderation_staff.reason", key="personal-attack")
    assert not page.select("form[action$='/delete/']")
    refused = administrator.post("moderation_staff.delete_reason", key="personal-attack", expect=422)
    assert "This reason stands on record" in refused.words
    form = {name: value for name, value in page.form().items() if name != "active"}
    after = administrator.post("moderation_staff.reason", form, key="personal-attack", follow=True)
    assert "used 1 time" in after.words
    assert not reason("personal-attack").active
    offered = administrator.get("moderation_staff.item", comment_id=make_waiting().id)
    assert not offered.select("input[name=reason][value=personal-attack]")


def test_an_unused_reason_is_deleted(administrator):
    make_rules("personal-attack", "off-subject")
    page = administrator.get("moderation_staff.reason", key="off-subject")
    assert page.select("form[action$='/off-subject/delete/']")
    after = administrator.post("moderation_staff.delete_reason", key="off-subject", follow=True)
    assert "Deleted the reason" in after.words
    assert reason() is None


def test_the_last_reason_stays(administrator):
    make_rules("off-subject")
    for refused in (
        administrator.post("moderation_staff.delete_reason", key="off-subject", expect=422),
        administrator.post("moderation_staff.reason", {**REASON, "active": ""}, key="off-subject", expect=422),
    ):
        assert "This is the only reason that is on." in refused.words
    assert reason().active


def test_only_administrators_write_reasons(client):
    make_rules("off-subject")
    client.sign_in(make_moderator())
    client.get("moderation_staff.reasons", expect=403)
    client.post("moderation_staff.reason", REASON, key="off-subject", expect=403)


OPEN = {"is_open": "yes", "mode": "after", "closes_on": "", "closes_time": "", "closed_reason": "", "question": ""}


def test_comments_open_only_once_there_are_a_policy_and_reasons(client):
    plan = make_plan("Care closer to home")
    desk = client.sign_in(make_moderator())
    assert "Comments cannot be opened yet" in desk.get("moderation_staff.threads").words
    refused = desk.post("moderation_staff.thread", OPEN, publication_id=plan.id, expect=422)
    assert "Publish a moderation policy before you open comments" in refused.words
    assert not thread_now(plan).is_open
    make_rules()
    after = desk.post("moderation_staff.thread", OPEN, publication_id=plan.id, follow=True)
    assert "Comments on “Care closer to home” are open." in after.words
    assert "Comments cannot be opened yet" not in after.words
    with reading():
        assert thread_now(plan).mode is ModerationMode.AFTER


@time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False)
def test_the_closing_minute_is_that_of_the_sites_clock(client):
    plan = make_plan()
    make_rules()
    desk = client.sign_in(make_moderator())
    typed = {**OPEN, "closes_on": "2026-06-30", "closes_time": "17:00", "question": "What would you change?"}
    desk.post("moderation_staff.thread", typed, publication_id=plan.id)
    with reading():
        assert thread_now(plan).closes_at == datetime(2026, 6, 30, 16, tzinfo=UTC)
    page = desk.get("moderation_staff.thread", publication_id=plan.id)
    assert page.form()["closes_time"] == "17:00"
    assert "What would you change?" in page.form()["question"]
    desk.post("moderation_staff.thread", {**OPEN, "closes_on": "2026-06-30"}, publication_id=plan.id)
    with reading():
        assert thread_now(plan).closes_at == datetime(2026, 6, 30, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"closes_on": "2020-01-01"}, "The closing time must be in the future."),
        ({"closes_on": "tomorrow"}, "Enter a date such as 2026-12-19."),
        ({"closes_time": "17:00"}, "Enter the closing date as well."),
        ({"mode": "never"}, "Choose one of the options."),
        ({"question": "x" * 501}, "500"),
    ],
)
def test_a_thread_that_cannot_be_is_refused_and_kept(client, typed, sentence):
    plan = make_plan()
    make_rules()
    desk = client.sign_in(make_moderator())
    refused = desk.post(
        "moderation_staff.thread", {**OPEN, "closed_reason": "We decide.", **typed}, publication_id=plan.id, expect=422
    )
    assert sentence in refused.words
    assert "We decide." in refused.form()["closed_reason"]
    assert not thread_now(plan).is_open


def test_threads_are_found_by_title_and_listed_by_key(client):
    for number in range(52):
        make_plan(f"Plan {number:02} of many")
    desk = client.sign_in(make_account(roles=["editor"]))
    page = desk.get("moderation_staff.threads")
    assert "Plan 51 of many" in page.words
    assert "Plan 01 of many" not in page.words
    assert "Plan 01 of many" in desk.get(page.select("a[rel=next]")[0].get("href")).words
    assert "Plan 07 of many" in desk.get("moderation_staff.threads", q="07 OF").words
    assert "No publication has “zebra” in its title." in desk.get("moderation_staff.threads", q="zebra").words


def test_an_editor_reads_how_many_wait_and_gets_no_link_that_he_may_not_open(client):
    plan = make_plan("A plan with a queue")
    make_waiting(publication=plan)
    for roles, expected in ((["editor"], 0), (["moderator", "editor"], 1)):
        page = client.sign_in(make_account(roles=roles)).get("moderation_staff.threads")
        assert "A plan with a queue" in page.words
        assert len(page.select("td a[href*=waiting]")) == expected
