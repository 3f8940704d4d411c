"""One decision about many comments: accepted at once, done by the worker, safe to interrupt, and taken back whole."""

import pytest

from engage.accounts.session import viewer_for
from engage.comments import actions as comment_actions
from engage.comments.models import Comment, CommentState
from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.moderation import actions, queries
from engage.moderation.actions import bulk as bulk_actions
from engage.moderation.models import BulkDecision, BulkState, Decision, Verdict
from tests.support.accounts import make_account
from tests.support.comments import fresh, make_comment, make_rules
from tests.support.databases import look_again
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting, standing
from tests.support.publishing import make_plan

SPAM = "Buy the best tablets for every pain at the cheapest shop, only today and only here, number {}."


@pytest.fixture
def moderator(site):
    return make_moderator()


@pytest.fixture
def desk(client, moderator):
    return client.sign_in(moderator)


def spam(plan, number):
    return [make_waiting(SPAM.format(n), publication=plan, account=make_account()) for n in range(number)]


def decide_all(moderator, plan, verdict=Verdict.REJECTED):
    with unit_of_work():
        made = actions.decide_all(
            viewer_for(moderator),
            wanted=queries.Filter(publication_id=plan.id),
            until=clock.now(),
            verdict=verdict,
            reason=make_rules() if verdict is Verdict.REJECTED else None,
        )
    return made.id


def now(bulk_id):
    look_again()
    return db.session.get_one(BulkDecision, bulk_id)


def states(comments):
    return {standing(comment).state for comment in comments}


def right(plan):
    with unit_of_work():
        assert comment_actions.recount(plan.id) == []
        assert actions.recount_decisions(plan.id) == []


def test_a_list_is_previewed_decided_about_and_undone(desk, moderator):
    plan = make_plan("Care closer to home")
    comments = spam(plan, 5)
    page = desk.get("moderation_staff.bulk", publication=plan.id)
    assert page.heading == "Decide about 5 comments"
    assert "Care closer to home" in page.words
    refused = desk.post(
        "moderation_staff.bulk", {**page.form(), "verdict": "rejected"}, publication=plan.id, expect=422
    )
    assert "Choose a reason" in refused.words
    sent = {**page.form(), "verdict": "rejected", "reason": "off-topic", "note": "A wave of spam."}
    address = desk.post("moderation_staff.bulk", sent, publication=plan.id).location
    assert "Being carried out: 0 of 5" in desk.get(address).words
    assert states(comments) == {CommentState.WAITING}
    jobs.run("moderation.bulk")
    done = desk.get(address)
    assert "Done." in done.words
    assert states(comments) == {CommentState.REJECTED}
    assert {row.note for row in db.session.query(Decision)} == {"A wave of spam."}
    assert "5 comments together" in desk.get("moderation_staff.queue").words
    desk.post(address + "undo/", {})
    assert "Being taken back" in desk.get(address).words
    jobs.run("moderation.bulk")
    assert "Taken back." in desk.get(address).words
    assert states(comments) == {CommentState.WAITING}
    right(plan)


def test_what_comes_changes_or_is_decided_meanwhile_is_left(moderator):
    plan, writer = make_plan(), make_account(name="Ivor")
    changed = make_waiting("One.", publication=plan, account=writer)
    decided = make_waiting("Two.", publication=plan)
    left = make_waiting("Three.", publication=plan)
    mine = make_waiting("Mine.", publication=plan, account=moderator)
    bulk_id = decide_all(moderator, plan, Verdict.APPROVED)
    with unit_of_work():
        comment_actions.edit_comment(viewer_for(writer), comment=fresh(changed), body="Other words.")
    make_decision(make_moderator("Piers"), decided, Verdict.REJECTED)
    late = make_comment(plan, "Four.")
    jobs.run("moderation.bulk")
    bulk = now(bulk_id)
    assert (bulk.total, bulk.done, bulk.left) == (3, 1, 2)
    assert standing(left).state is CommentState.PUBLISHED
    assert states([changed, mine, late]) == {CommentState.WAITING}
    said = [words for _, _, words in queries.bulk_left(bulk)]
    assert any("changed this comment" in words for words in said)
    assert any("Piers rejected" in words for words in said)
    right(plan)


def test_a_worker_that_dies_is_followed_by_another(moderator, monkeypatch):
    monkeypatch.setattr(bulk_actions, "BATCH", 2)
    plan = make_plan()
    comments = spam(plan, 5)
    bulk_id = decide_all(moderator, plan)
    with unit_of_work():
        assert actions.claim_bulk() == bulk_id
    with unit_of_work():
        assert actions.carry_on(bulk_id)
    assert now(bulk_id).done == 2
    jobs.run("moderation.bulk")
    assert now(bulk_id).done == 2, "the dead worker's lease still holds"
    with unit_of_work():
        db.session.get_one(BulkDecision, bulk_id).leased_until = clock.now()
    jobs.run("moderation.bulk")
    assert (now(bulk_id).done, now(bulk_id).state) == (5, BulkState.DONE)
    assert db.session.query(Decision).count() == 5
    assert states(comments) == {CommentState.REJECTED}


def test_it_is_undone_while_it_runs_and_nobody_is_told_meanwhile(moderator, monkeypatch):
    monkeypatch.setattr(bulk_actions, "BATCH", 2)
    plan = make_plan()
    comments = spam(plan, 5)
    bulk_id = decide_all(moderator, plan)
    with unit_of_work():
        actions.carry_on(bulk_id)
    assert len(queries.unsettled_comment_ids(clock.now())) == 2
    with unit_of_work():
        actions.undo_bulk(viewer_for(moderator), bulk=now(bulk_id))
    jobs.run("moderation.bulk")
    assert (now(bulk_id).state, now(bulk_id).undone) == (BulkState.UNDONE, 2)
    assert states(comments) == {CommentState.WAITING}
    assert not queries.unsettled_comment_ids(clock.now())


def test_all_of_it_settles_when_the_time_is_over(moderator, desk):
    plan = make_plan()
    spam(plan, 2)
    bulk_id = decide_all(moderator, plan)
    jobs.run("moderation.bulk")
    ends = now(bulk_id).settles_at
    assert {row.settles_at for row in db.session.query(Decision)} == {ends}
    with unit_of_work():
        db.session.get_one(BulkDecision, bulk_id).settles_at = clock.now()
    after = desk.post("moderation_staff.undo_bulk", {}, bulk_id=bulk_id, follow=True)
    assert "The time in which this could be undone is over" in after.words
    assert "Undo all of it" not in after.words


def test_a_decision_of_a_bulk_that_moved_on_is_left(moderator):
    plan, writer = make_plan(), make_account()
    first, second = make_waiting(publication=plan, account=writer), make_waiting(publication=plan)
    bulk_id = decide_all(moderator, plan)
    jobs.run("moderation.bulk")
    with unit_of_work():
        comment_actions.edit_comment(viewer_for(writer), comment=fresh(first), body="Kinder words.")
    with unit_of_work():
        actions.undo_bulk(viewer_for(moderator), bulk=now(bulk_id))
    jobs.run("moderation.bulk")
    assert (now(bulk_id).state, now(bulk_id).undone) == (BulkState.UNDONE, 1)
    assert standing(second).state is CommentState.WAITING


def test_nothing_beyond_the_own_areas_is_hit_or_seen(client, moderator, another_client):
    area = make_area()
    here, elsewhere = make_plan("Here", areas=[area]), make_plan("Elsewhere")
    mine, theirs = spam(here, 2), spam(elsewhere, 2)
    local = client.sign_in(make_moderator("Ada", area=area))
    page = local.get("moderation_staff.bulk", kind="comment")
    assert page.heading == "Decide about 2 comments"
    assert "Elsewhere" not in page.words
    local.post("moderation_staff.bulk", {**page.form(), "verdict": "approved"}, kind="comment")
    jobs.run("moderation.bulk")
    assert states(mine) == {CommentState.PUBLISHED}
    assert states(theirs) == {CommentState.WAITING}
    bulk_id = decide_all(moderator, elsewhere)
    for where in ("bulk_progress", "undo_bulk"):
        ask = local.get if where == "bulk_progress" else local.post
        ask(f"moderation_staff.{where}", bulk_id=bulk_id, expect=404)


def test_a_selection_of_the_queue_is_undone_as_one(desk):
    plan = make_plan()
    comments = spam(plan, 3)
    page = desk.get("moderation_staff.queue", alike=comments[0].id)
    keys = [box.get("value") for box in page.select("input[name=item]")]
    desk.post("moderation_staff.queue", {"act": "approve", "item": keys, "reason": ""})
    assert states(comments) == {CommentState.PUBLISHED}
    desk.post("moderation_staff.undo_bulk", {}, bulk_id=db.session.query(BulkDecision).one().id)
    jobs.run("moderation.bulk")
    assert states(comments) == {CommentState.WAITING}
    right(plan)


def test_near_identical_comments_stand_as_one_and_are_listed_one_by_one(desk):
    plan = make_plan()
    comments = spam(plan, 4)
    page = desk.get("moderation_staff.queue")
    assert len(page.select("article.case")) == 1
    assert "3 others are nearly identical" in page.words
    listed = desk.get("moderation_staff.queue", alike=comments[2].id)
    assert len(listed.select("article.case")) == 4
    assert desk.get("moderation_staff.bulk", alike=comments[2].id).heading == "Decide about 4 comments"
    make_decision(make_moderator("Piers"), comments[0], Verdict.REJECTED)
    assert "2 others are nearly identical" in desk.get("moderation_staff.queue").words


def test_everything_that_waits_is_never_decided_about_at_once(desk):
    make_waiting()
    desk.get("moderation_staff.bulk", expect=303)
    assert "Narrow the list first." in desk.get("moderation_staff.queue").words
    assert db.session.query(Comment).count() == 1
