"""A misplaced comment is moved with its replies and leaves a pointer."""

import pytest

from engage.comments import actions as comment_actions
from engage.comments.models import MovedComment, Waiting
from engage.core.database import db, reading, unit_of_work
from engage.moderation.models import Verdict
from tests.support.comments import fresh, make_comment, open_thread, thread_now
from tests.support.databases import look_again
from tests.support.moderation import make_area, make_decision, make_moderator
from tests.support.publishing import make_plan


@pytest.fixture
def moderator(client):
    """A moderator's browser."""
    client.account = make_moderator()
    return client.sign_in(client.account)


def test_it_goes_with_its_replies_and_leaves_a_pointer(moderator):
    old, new = make_plan(), make_plan()
    open_thread(new)
    make_comment(new)
    comment = make_comment(old, "About the other plan.")
    reply = make_comment(old, "Yes.", parent=comment)
    hidden = make_comment(old, "No.", parent=comment)
    make_decision(moderator.account, hidden, Verdict.HIDDEN)
    page = moderator.get("casework_staff.move", comment_id=comment.id)
    moderator.post("casework_staff.move", {**page.form(), "to": ""}, comment_id=comment.id, expect=422)
    after = moderator.post("casework_staff.move", {"to": str(new.id)}, comment_id=comment.id, follow=True)
    assert "Moved the comment with its replies." in after.words
    assert [fresh(each).number for each in (comment, reply, hidden)] == [2, 3, 4]
    assert (thread_now(old).published_count, thread_now(new).published_count) == (0, 3)
    with unit_of_work():
        assert comment_actions.recount(new.id) == []
        # The numbers that were given stay given, though no comment bears them any more.
        assert [each.counter for each in comment_actions.recount(old.id)] == []
    moderator.sign_out()
    there = moderator.get(f"/plans/{old.slug}/")
    assert f"Comment #1 was moved: it stands on “{new.title}”." in there.words
    assert "About the other plan." in moderator.get(f"/plans/{new.slug}/").words
    assert make_comment(old).number == 4
    with reading():
        assert db.session.query(MovedComment).count() == 3


def test_replies_own_comments_and_other_areas_stay(moderator, another_client):
    old, new = make_plan(), make_plan()
    open_thread(new)
    comment = make_comment(old, account=moderator.account)
    reply = make_comment(old, parent=comment)
    data = {"to": str(new.id)}
    own = moderator.post("casework_staff.move", data, comment_id=comment.id, expect=422)
    assert "somebody else must move it" in own.words
    refused = moderator.post("casework_staff.move", data, comment_id=reply.id, expect=422)
    assert "This is a reply." in refused.words
    another_client.sign_in(make_moderator(area=make_area()))
    another_client.get("casework_staff.move", comment_id=comment.id, expect=404)


def test_the_pointer_stands_where_the_comment_stood(moderator):
    old, new = make_plan(), make_plan()
    open_thread(new)
    first, comment, last = (make_comment(old, f"Number {n}.") for n in range(3))
    make_comment(old, "Yes.", parent=comment)
    moderator.post("casework_staff.move", {"to": str(new.id)}, comment_id=comment.id)
    moderator.sign_out()
    for sort, order in (("oldest", [1, 2, 3]), ("newest", [3, 2, 1]), ("discussed", [3, 1, 2])):
        there = moderator.get(f"/plans/{old.slug}/?sort={sort}")
        anchors = "descendant-or-self::*[starts-with(@id, 'comment-')]/@id"
        places = [place.xpath(anchors)[0] for place in there.select("ol.comments > li")]
        assert places == [f"comment-{number}" for number in order]
        assert there.select("#comment-4"), "the old address of a reply leads to the pointer"
    behind = moderator.get(f"/plans/{old.slug}/?from={last.id}")
    assert "was moved" not in behind.words
    assert "was moved" in moderator.get(f"/plans/{old.slug}/?after={first.id}").words


def test_a_comment_that_waits_is_in_the_list_of_its_new_page_only(moderator):
    old, new = make_plan(), make_plan()
    open_thread(new)
    public = make_comment(old, "This is public.")
    open_thread(old, "before")
    comment = make_comment(old, "About the other plan.")
    make_comment(old, "And this.", parent=public)
    with reading():
        since = {row.comment_id: (row.kind, row.since) for row in db.session.query(Waiting)}
    for moved in (comment, public):
        moderator.post("casework_staff.move", {"to": str(new.id)}, comment_id=moved.id)
    look_again()
    rows = db.session.query(Waiting).all()
    assert {row.publication_id for row in rows} == {new.id}
    assert {row.comment_id: (row.kind, row.since) for row in rows} == since
    assert (thread_now(old).waiting_count, thread_now(new).waiting_count) == (0, 2)
    assert "About the other plan." in moderator.get("moderation_staff.queue", publication=new.id).words
    assert "About the other plan." not in moderator.get("moderation_staff.queue", publication=old.id).words
    with unit_of_work():
        assert [comment_actions.recount(each.id) for each in (old, new)] == [[], []]
