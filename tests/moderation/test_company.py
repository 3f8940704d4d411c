"""Several people at one queue: who has what open, what has become of what a page shows, and the ways to narrow it."""

import json
from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.comments import actions as comment_actions
from engage.comments.models import Comment, Waiting
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.moderation import queries
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import confirm, make_comment, make_rules, open_thread
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan


@pytest.fixture
def desk(client):
    return client.sign_in(make_moderator())


@pytest.fixture
def other(another_client):
    return another_client.sign_in(make_moderator("Piers Holt"))


def report(comment):
    with unit_of_work():
        found = db.session.get_one(Comment, comment.id)
        comment_actions.report_comment(VISITOR, comment=found, reason=make_rules(), source_key="somewhere")


def claim(browser, comment, expect=200, **said):
    page = browser.post(
        "moderation_staff.lease", said, list_name="comment", subject_id=comment.id, expect=expect, unchecked="JSON"
    )
    return json.loads(page.text)


def live(browser, *comments, **headers):
    keys = ",".join(f"comment.{comment.id}" for comment in comments)
    path = f"/staff/moderation/live/?keys={keys}"
    with browser.app.app_context():
        return browser.http.get(path, headers=headers)


def test_an_open_item_is_leased_and_others_see_whose_it_is(desk, other):
    comment = make_waiting()
    mine = claim(desk, comment)
    assert mine["mine"]
    theirs = claim(other, comment)
    assert (theirs["mine"], theirs["holder"]) == (False, "Rosalind Achebe")
    assert "Rosalind Achebe has it open" in other.get("moderation_staff.queue").words
    assert "You have it open" in desk.get("moderation_staff.queue").words


def test_a_lease_is_renewed_and_ends_by_itself(desk, other):
    comment = make_waiting()
    token = claim(desk, comment)["token"]
    with time_machine.travel(clock.now() + timedelta(seconds=100)):
        assert claim(desk, comment, token=token)["token"] == token
        assert not claim(other, comment)["mine"]
    with time_machine.travel(clock.now() + timedelta(seconds=300)):
        assert claim(other, comment)["mine"]


def test_a_lease_is_taken_over_and_the_other_hears_of_it(desk, other):
    comment = make_waiting()
    token = claim(desk, comment)["token"]
    assert claim(other, comment, take="yes")["mine"]
    assert claim(desk, comment, token=token) == {"mine": False, "token": "", "holder": "Piers Holt"}


def test_a_lease_is_given_back_by_its_holder_only(desk, other):
    comment = make_waiting()
    token = claim(desk, comment)["token"]
    for browser in (other, desk):
        assert queries.leases()
        browser.post(
            "moderation_staff.release",
            {"token": token},
            list_name="comment",
            subject_id=comment.id,
            expect=200,
            unchecked="JSON",
        )
    db.session.expire_all()
    db.session.rollback()
    assert not queries.leases()


def test_a_decision_ends_the_lease(desk):
    comment = make_waiting()
    claim(desk, comment)
    make_decision(make_moderator("Ida"), comment, Verdict.APPROVED)
    assert not queries.leases()


def test_the_next_item_is_one_that_nobody_else_has_open(desk, other):
    plan = make_plan()
    first, second, third = (make_waiting(f"Number {n}.", publication=plan) for n in range(3))
    claim(other, second)
    page = desk.get("moderation_staff.item", comment_id=first.id)
    [link] = page.select(".desk__next a")
    assert f"/{third.id}/" in link.get("href")


def test_what_waits_elsewhere_cannot_be_leased(client, other):
    area = make_area()
    comment = make_waiting(publication=make_plan("Elsewhere"))
    mine = make_waiting(publication=make_plan("Here", areas=[area]))
    local = client.sign_in(make_moderator("Ada", area=area))
    for where in ("lease", "release"):
        local.post(f"moderation_staff.{where}", {}, list_name="comment", subject_id=comment.id, expect=404)
    local.post("moderation_staff.lease", {}, list_name="pancake", subject_id=mine.id, expect=404)
    claim(other, comment)
    said = live(local, comment, mine).json
    assert list(said["waiting"]) == [f"comment.{mine.id}"]
    assert said["leases"] == {}
    assert said["gone"] == {}
    assert said["total"] == 1


def test_an_open_page_hears_of_leases_decisions_and_changes(desk, other):
    writer = make_account(name="Ivor")
    one, two = make_waiting(account=writer), make_waiting()
    first = live(desk, one, two)
    assert first.json["waiting"] == {f"comment.{one.id}": 1, f"comment.{two.id}": 1}
    tag = first.headers["ETag"]
    assert live(desk, one, two, **{"If-None-Match": tag}).status_code == 304
    claim(other, one)
    second = live(desk, one, two, **{"If-None-Match": tag})
    assert second.json["leases"] == {f"comment.{one.id}": {"name": "Piers Holt", "mine": False}}
    make_decision(make_moderator("Ida"), two, Verdict.REJECTED)
    with unit_of_work():
        comment_actions.edit_comment(
            viewer_for(writer), comment=db.session.get_one(Comment, one.id), body="Other words."
        )
    third = live(desk, one, two, **{"If-None-Match": second.headers["ETag"]}).json
    assert third["gone"] == {f"comment.{two.id}": "Rejected by Ida"}
    assert third["waiting"] == {f"comment.{one.id}": 2}
    assert third["total"] == 1


def test_one_list_holds_every_kind_oldest_first(desk):
    plan = make_plan()
    reported = make_comment(plan, "A reported one.")
    open_thread(plan, "before")
    guest = confirm(make_comment(plan, "By a guest.", guest="gordon@example.org"))
    make_comment(plan, "With an account.")
    make_comment(plan, "In answer.", parent=reported)
    report(reported)
    words = desk.get("moderation_staff.queue").words
    places = [words.index(said) for said in ("By a guest.", "With an account.", "In answer.")]
    assert places == sorted(places)
    assert "1 report not settled" in words
    for kind, said in (("guest", "By a guest."), ("reply", "In answer."), ("report", "A reported one.")):
        narrowed = desk.get("moderation_staff.queue", kind=kind).words
        assert said in narrowed
        assert "With an account." not in narrowed
    assert guest.id


def test_the_list_is_narrowed_by_area_age_language_and_words(desk):
    marsh = make_area()
    here, elsewhere = make_plan("Here", areas=[marsh]), make_plan("Elsewhere")
    make_waiting("Nie wiem, czy to jest dla mnie, ale się boję.", publication=here)
    bus = make_waiting("The bus is late and it was not here for us.", publication=elsewhere)
    with unit_of_work():
        db.session.query(Waiting).filter_by(comment_id=bus.id).update({"since": clock.now() - timedelta(days=2)})

    def found(**said):
        words = desk.get("moderation_staff.queue", **said).words
        return ("boję" in words, "The bus" in words)

    assert found(area=marsh.id) == (True, False)
    assert found(publication=elsewhere.id) == (False, True)
    assert found(age="day") == (False, True)
    assert found(language="pl") == (True, False)
    assert found(language="en") == (False, True)
    assert found(q="late") == (False, True)
    page = desk.get("moderation_staff.narrow", area=marsh.id)
    assert "Here" in page.words
    for wrong in ({"age": "year"}, {"language": "xx"}, {"area": "marsh"}, {"alike": "-1"}):
        desk.get("moderation_staff.queue", expect=404, **wrong)


def test_nobody_asks_for_an_area_that_is_not_theirs(site):
    mine, other = make_area(), make_area("hill")
    asked = queries.Filter(area_id=other.id, area_ids=frozenset({mine.id}))
    assert asked.areas == frozenset()
    assert queries.Filter(area_id=mine.id, area_ids=frozenset({mine.id})).areas == {mine.id}
    assert queries.Filter(area_ids=None).areas is None


def test_the_page_of_an_item_needs_few_statements(desk):
    writer = make_account(name="Ivor")
    comments = [make_waiting(publication=make_plan(), account=writer) for _ in range(3)]
    page = desk.get("moderation_staff.item", comment_id=comments[0].id)
    assert len(page.statements) <= 15, "\n".join(page.statements)


def test_a_view_is_saved_shown_and_deleted(desk, other):
    make_waiting()
    address = "/staff/moderation/views/?kind=reply"
    after = desk.post(address, {"label": "Answers"}, follow=True)
    assert [a.get("href") for a in after.select(".views__list a") if a.text_content() == "Answers"] == [
        "/staff/moderation/?kind=reply"
    ]
    assert "Answers" not in other.get("moderation_staff.queue").words
    view_id = desk.get("moderation_staff.queue").select("form[action*='/delete/']")[0].get("action").split("/")[-3]
    other.post("moderation_staff.delete_view", {}, view_id=view_id, expect=404)
    assert "is no longer saved" in desk.post("moderation_staff.delete_view", {}, view_id=view_id, follow=True).words
    assert "Enter a name." in desk.post(address, {"label": ""}, follow=True).words
    assert "Narrow the list first" in desk.post("moderation_staff.save_view", {"label": "All"}, follow=True).words
