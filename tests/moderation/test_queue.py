"""The queue: what a moderator sees waiting, and what several comments at once come to."""

import pytest

from engage.comments import actions as comment_actions
from engage.comments.models import CommentState
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import confirm, make_comment, make_rules, open_thread, thread_now
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting, standing
from tests.support.publishing import make_plan


@pytest.fixture
def desk(client):
    """A moderator's browser."""
    return client.sign_in(make_moderator())


def keys(page):
    """The values of the boxes that choose comments."""
    return [box.get("value") for box in page.select("input[name=item]")]


def report(comment, text="He names my sister."):
    with unit_of_work():
        return comment_actions.report_comment(
            VISITOR, comment=comment, reason=make_rules(), source_key=f"somewhere-{text}", text=text
        )


def test_an_empty_queue_says_so(desk):
    assert "Nothing waits for a decision." in desk.get("moderation_staff.queue").words
    assert "Nothing in this list is like that." in desk.get("moderation_staff.queue", kind="report").words
    assert "No comment is hidden." in desk.get("moderation_staff.queue", state="hidden").words


def test_what_waits_longest_stands_first_in_its_context(desk):
    plan = make_plan("Care closer to home")
    first = make_waiting("The bus stops at six.", publication=plan)
    make_waiting("The car park is full.", publication=plan)
    page = desk.get("moderation_staff.queue")
    assert page.words.index("The bus stops at six.") < page.words.index("The car park is full.")
    assert "Care closer to home" in page.words
    assert page.select(f"a[href*='/staff/moderation/{first.id}/']")


def test_an_unconfirmed_comment_enters_no_queue(desk):
    plan = make_plan()
    open_thread(plan, "before")
    comment = make_comment(plan, "Not yet confirmed.", guest="gordon@example.org")
    assert "Not yet confirmed." not in desk.get("moderation_staff.queue").words
    desk.get("moderation_staff.item", comment_id=comment.id, expect=404)
    confirm(comment)
    page = desk.get("moderation_staff.queue")
    assert "Not yet confirmed." in page.words
    assert "Guest" in page.words


def test_a_writers_history_is_shown(desk):
    writer = make_account(name="Winifred Lowe")
    plan = make_plan()
    for verdict in (Verdict.APPROVED, Verdict.REJECTED):
        make_decision(make_moderator("Piers Holt"), make_waiting(publication=plan, account=writer), verdict)
    make_waiting("My third.", publication=plan, account=writer)
    words = desk.get("moderation_staff.queue").words
    assert "1 published" in words
    assert "1 rejected" in words


def test_reports_are_listed_with_their_reasons(desk):
    comment = make_comment(make_plan(), "Sister Brown is useless.")
    report(comment)
    page = desk.get("moderation_staff.queue", kind="report")
    assert "Sister Brown is useless." in page.words
    assert "1 report not settled" in page.words
    assert "Personal attack" in page.words
    assert "He names my sister." in page.words


def test_the_list_is_narrowed_by_the_address(desk):
    one, other = make_plan("Buses"), make_plan("Wards")
    make_waiting("About buses.", publication=one)
    make_waiting("About wards.", publication=other)
    page = desk.get("moderation_staff.queue", publication=one.id)
    assert "About buses." in page.words
    assert "About wards." not in page.words
    assert "Nothing in this list is like that." in desk.get("moderation_staff.queue", kind="reply").words
    desk.get("moderation_staff.queue", kind="nonsense", expect=404)
    desk.get("moderation_staff.queue", publication="x", expect=404)
    desk.get("moderation_staff.queue", after="forged", expect=404)


def test_the_queue_goes_on_behind_its_last_item(desk):
    plan = make_plan()
    for number in range(27):
        make_waiting(f"Number {number:02} waits.", publication=plan)
    page = desk.get("moderation_staff.queue")
    assert "Number 24 waits." in page.words
    assert "Number 25 waits." not in page.words
    after = desk.get(page.select("a[rel=next]")[0].get("href"))
    assert "Number 25 waits." in after.words
    assert "Number 24 waits." not in after.words
    assert "Number 00 waits." in desk.get(after.select("a[rel=prev]")[0].get("href")).words


def test_the_number_of_statements_does_not_depend_on_the_rows(desk):
    plan = make_plan()
    parent = make_comment(plan, "A parent.", account=make_account())
    for number in range(3):
        make_waiting(publication=plan, account=make_account(name=f"Writer {number}"), parent=parent)
    few = desk.get("moderation_staff.queue").statements
    for number in range(15):
        make_waiting(publication=plan, account=make_account(name=f"Writer {number}"), parent=parent)
    many = desk.get("moderation_staff.queue").statements
    assert len(few) == len(many)
    assert len(many) <= 15, "\n".join(many)


def test_several_are_approved_together(desk, another_client):
    plan = make_plan()
    chosen = [make_waiting(f"Say {n}.", publication=plan) for n in range(2)]
    left = make_waiting("Not chosen.", publication=plan)
    page = desk.get("moderation_staff.queue")
    after = desk.post("moderation_staff.queue", {"act": "approve", "item": keys(page)[:2], "reason": ""}, follow=True)
    assert "2 comments approved." in after.words
    assert [standing(comment).state for comment in chosen] == [CommentState.PUBLISHED] * 2
    assert standing(left).state is CommentState.WAITING
    assert thread_now(plan).waiting_count == 1


def test_several_are_rejected_together_with_a_reason(desk):
    comment = make_waiting("Sister Brown is useless.")
    page = desk.get("moderation_staff.queue")
    refused = desk.post("moderation_staff.queue", {"act": "reject", "item": keys(page), "reason": ""}, expect=422)
    assert "Choose a reason." in refused.words
    assert refused.select("input[name=item][checked]")
    assert standing(comment).state is CommentState.WAITING
    desk.post("moderation_staff.queue", {"act": "reject", "item": keys(page), "reason": "personal-attack"})
    assert standing(comment).state is CommentState.REJECTED
    assert standing(comment).reason_key == "personal-attack"


def test_nothing_chosen_and_too_many_chosen_are_refused(desk):
    make_waiting()
    assert (
        "Choose at least one comment."
        in desk.post("moderation_staff.queue", {"act": "approve", "reason": ""}, expect=422).words
    )
    many = [f"{number}.1.0" for number in range(51)]
    refused = desk.post("moderation_staff.queue", {"act": "approve", "item": many, "reason": ""}, expect=422)
    assert "Choose 50 comments or fewer." in refused.words
    desk.post("moderation_staff.queue", {"act": "burn", "item": many, "reason": ""}, expect=400)


def test_one_that_changed_meanwhile_is_left_and_said(desk):
    plan = make_plan()
    make_waiting("First.", publication=plan, account=make_account(name="Ivor Penn"))
    second = make_waiting("Second.", publication=plan)
    page = desk.get("moderation_staff.queue")
    make_decision(make_moderator("Piers Holt"), second, Verdict.REJECTED)
    after = desk.post("moderation_staff.queue", {"act": "approve", "item": keys(page), "reason": ""}, follow=True)
    assert "1 comment approved." in after.words
    assert "Piers Holt rejected this comment while you had it open" in after.words
    assert standing(second).state is CommentState.REJECTED


def test_a_moderator_of_one_area_neither_sees_nor_decides_elsewhere(client):
    area = make_area()
    here, elsewhere, nowhere = (
        make_plan("Here", areas=[area]),
        make_plan("Elsewhere", areas=[make_area("hill")]),
        make_plan(),
    )
    mine = make_waiting("In the marshes.", publication=here)
    others = [make_waiting("On the hill.", publication=elsewhere), make_waiting("Of no area.", publication=nowhere)]
    desk = client.sign_in(make_moderator(area=area))
    page = desk.get("moderation_staff.queue")
    assert "In the marshes." in page.words
    assert "Waiting 1" in page.words
    for comment in others:
        assert comment.body not in page.words
        desk.get("moderation_staff.item", comment_id=comment.id, expect=404)
        form = {"act": "approved", "revision": "1", "seen": "0"}
        desk.post("moderation_staff.item", form, comment_id=comment.id, expect=404)
        keys_there = {"act": "approve", "item": f"{comment.id}.1.0", "reason": ""}
        desk.post("moderation_staff.queue", keys_there)
        assert standing(comment).state is CommentState.WAITING
    assert "Elsewhere" not in page.words
    desk.get("moderation_staff.thread", publication_id=elsewhere.id, expect=404)
    desk.get("moderation_staff.thread", publication_id=here.id)
    for site_wide in ("moderation_staff.blocks", "moderation_staff.stop"):
        desk.get(site_wide, expect=403)
    desk.get("moderation_staff.item", comment_id=mine.id)


@pytest.mark.parametrize("roles", [(), ("author",), ("editor",), ("officer",)])
def test_who_may_not_moderate_sees_nothing(client, roles):
    comment = make_waiting()
    client.sign_in(make_account(roles=roles))
    client.get("moderation_staff.queue", expect=403)
    client.get("moderation_staff.item", comment_id=comment.id, expect=403)
    client.get("moderation_staff.log", expect=403)
