"""The record of decisions, blocked addresses and the emergency stop."""

import pytest

from engage.comments import queries as comment_queries
from engage.comments.models import CommentState
from engage.core.database import reading
from engage.core.errors import Refused
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import make_comment, make_rules
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting, standing
from tests.support.publishing import make_plan


@pytest.fixture
def desk(client):
    """A moderator's browser."""
    return client.sign_in(make_moderator())


def test_the_record_says_who_did_what_and_why_newest_first(desk):
    assert "No decision has been taken yet." in desk.get("moderation_staff.log").words
    plan = make_plan("Care closer to home")
    piers = make_moderator("Piers Holt")
    make_decision(piers, make_waiting(publication=plan), Verdict.APPROVED)
    make_decision(piers, make_waiting(publication=plan), Verdict.REJECTED, note="Names a nurse.")
    page = desk.get("moderation_staff.log")
    for words in ("Piers Holt", "Care closer to home", "Personal attack", "Names a nurse.", "Imogen Hartley #1"):
        assert words in page.words
    assert page.words.index("Rejected") < page.words.index("Approved")


def test_the_record_goes_on_behind_its_last_line_and_by_one_moderator(desk):
    plan, piers = make_plan(), make_moderator("Piers Holt")
    for number in range(51):
        comment = make_waiting(publication=plan, account=make_account(name=f"Writer {number:02}"))
        make_decision(piers, comment, Verdict.APPROVED)
    page = desk.get("moderation_staff.log")
    assert "Writer 00" not in page.words
    assert "Writer 00" in desk.get(page.select("a[rel=next]")[0].get("href")).words
    assert len(page.statements) <= 15, "\n".join(page.statements)
    assert "See the decisions of all moderators" in desk.get("moderation_staff.log", by=piers.id).words
    assert "No decision" in desk.get("moderation_staff.log", by=piers.id + 999).words


def test_the_record_of_other_areas_is_not_shown(client):
    area, piers = make_area(), make_moderator("Piers Holt")
    for plan in (make_plan("Here", areas=[area]), make_plan("Elsewhere")):
        make_decision(piers, make_waiting(publication=plan), Verdict.APPROVED)
    words = client.sign_in(make_moderator(area=area)).get("moderation_staff.log").words
    assert "Here" in words
    assert "Elsewhere" not in words


def test_an_address_is_blocked_and_unblocked(desk):
    make_rules()
    assert "No address is blocked." in desk.get("moderation_staff.blocks").words
    form = {"email": "Troll@Example.org", "reason": "personal-attack", "note": "Since March."}
    after = desk.post("moderation_staff.blocks", form, follow=True)
    for words in ("troll@example.org", "Personal attack", "Since March.", "Rosalind Achebe"):
        assert words in after.words
    with pytest.raises(Refused):
        make_comment(make_plan(), account=make_account("troll@example.org"))
    [lift] = after.select("form[action$='/lift/']")
    after = desk.post(lift.action, follow=True)
    assert "troll@example.org may comment again." in after.words
    assert "No address is blocked." in after.words
    make_comment(make_plan(), account=make_account("troll2@example.org"))
    with reading():
        assert not comment_queries.is_blocked("troll@example.org")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"email": "", "reason": "personal-attack"}, "Enter the email address that you want to block."),
        ({"email": "nobody", "reason": "personal-attack"}, "Enter an email address, such as name@example.org."),
        ({"email": "a@example.org", "reason": ""}, "Choose a reason."),
        ({"email": "rosalind@northvale.example", "reason": "personal-attack"}, "This is your own address."),
    ],
)
def test_an_address_that_cannot_be_blocked_is_refused_and_kept(client, form, sentence):
    make_rules()
    desk = client.sign_in(make_account("rosalind@northvale.example", roles=["moderator"]))
    refused = desk.post("moderation_staff.blocks", {**form, "note": "Note."}, expect=422)
    assert sentence in refused.words
    assert refused.form()["note"].strip() == "Note."


def test_a_block_that_is_not_there_cannot_be_lifted(desk):
    desk.post("moderation_staff.lift_block", block_id=99, expect=404)


def test_the_emergency_stop_is_said_confirmed_and_lifted(desk, another_client):
    plan = make_plan()
    waiting = make_waiting(publication=plan)
    form = {"reason": "We look into threats against staff.", "confirmed": ""}
    asked = desk.post("moderation_staff.stop", form, expect=200)
    assert asked.heading == "Stop all comments?"
    assert "We look into threats against staff." in asked.words
    with reading():
        assert comment_queries.is_stopped() is None
    after = desk.post("moderation_staff.stop", asked.form(), follow=True)
    assert after.heading == "Comments are stopped"
    with pytest.raises(Refused):
        make_comment(plan)
    assert "We look into threats against staff." in another_client.get("site.plan", slug=plan.slug).words
    assert "Comments are stopped on the whole site" in desk.get("moderation_staff.queue").words
    make_decision(make_moderator("Piers Holt"), waiting, Verdict.APPROVED)
    assert standing(waiting).state is CommentState.PUBLISHED
    resumed = desk.post("moderation_staff.resume", follow=True)
    assert "Comments are allowed again" in resumed.words
    assert "Comments are stopped on the whole site" not in desk.get("moderation_staff.queue").words
    make_comment(plan)


def test_a_stop_without_a_reason_is_refused(desk):
    refused = desk.post("moderation_staff.stop", {"reason": " ", "confirmed": "yes"}, expect=422)
    assert "Say why comments are stopped." in refused.words
    with reading():
        assert comment_queries.is_stopped() is None


def test_the_banner_stands_on_every_staff_page_and_says_who_can_lift_it(desk, another_client):
    desk.post("moderation_staff.stop", {"reason": "Threats.", "confirmed": "yes"})
    author = another_client.sign_in(make_account(roles=["officer"]))
    words = author.get("site.dashboard" if "site.dashboard" in desk.app.view_functions else "site_staff.dashboard")
    assert "Comments are stopped on the whole site" in words.words
    assert "Allow comments again" not in words.words
    assert "Allow comments again" in desk.get("moderation_staff.log").words
