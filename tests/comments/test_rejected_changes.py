"""A change that a moderator rejects is not lost: its words come back to the writer, with the rule."""

import pytest

from engage.accounts.session import viewer_for
from engage.comments import actions, codes
from engage.comments.models import Comment
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from tests.support.accounts import make_account
from tests.support.comments import approve, confirm, fresh, hide, make_comment, make_rules, open_thread
from tests.support.publishing import make_plan

RULE = "Rule 1: Personal attack. Your comment speaks about a person."


@pytest.fixture
def plan(site):
    made = make_plan()
    open_thread(made, "before")
    return made


@pytest.fixture
def writer(site):
    return make_account(name="Ada")


def edit(comment, actor, body):
    with unit_of_work():
        actions.edit_comment(actor, comment=db.session.get_one(Comment, comment.id), body=body)


def reject(comment):
    comment, reason = fresh(comment), make_rules()
    with unit_of_work():
        actions.reject_comment(VISITOR, comment=comment, revision=comment.revision_to_read, reason=reason)


def test_the_rejected_words_are_in_the_box_with_the_rule(client, plan, writer):
    comment = approve(make_comment(plan, "The bus is late.", account=writer))
    edit(comment, viewer_for(writer), "The driver is lazy.")
    reject(comment)
    client.sign_in(writer)
    own = client.get("comments.own")
    assert "A change was not accepted." in own.words
    assert RULE in own.words
    assert "The bus is late." in own.words
    page = client.get("comments.edit", comment_id=comment.id)
    assert RULE in page.words
    assert page.form()["body"] == "The driver is lazy."
    client.post("comments.edit", {"body": "The bus is often late."}, comment_id=comment.id)
    assert "was not accepted" not in client.get("comments.own").words
    assert client.get("comments.edit", comment_id=comment.id).form()["body"] == "The bus is often late."
    approve(fresh(comment))
    assert "was not accepted" not in client.get("comments.own").words


def test_a_guest_finds_the_rejected_words_too(client, plan):
    comment = approve(confirm(make_comment(plan, "The bus is late.", guest="gordon@example.org")))
    edit(comment, VISITOR, "The driver is lazy.")
    reject(comment)
    with client.app.test_request_context():
        token = codes.manage_token(fresh(comment))
    assert RULE in client.get("comments.manage", token=token).words
    assert client.get("comments.manage_edit", token=token).form()["body"] == "The driver is lazy."


def test_a_rejected_change_of_a_comment_that_is_then_hidden_is_kept(client, plan, writer):
    comment = approve(make_comment(plan, "The bus is late.", account=writer))
    edit(comment, viewer_for(writer), "The driver is lazy.")
    reject(comment)
    hide(fresh(comment))
    page = client.sign_in(writer).get("comments.edit", comment_id=comment.id)
    assert "took it off the page" in page.words
    assert page.form()["body"] == "The driver is lazy."
