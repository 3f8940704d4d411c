"""A misplaced comment is moved with its replies and leaves a pointer."""

import pytest

from engage.comments import actions as comment_actions
from engage.comments.models import MovedComment
from engage.core.database import db, reading, unit_of_work
from engage.moderation.models import Verdict
from tests.support.comments import fresh, make_comment, open_thread, thread_now
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
