"""What a moderator blacked out stays black in each later wording, and its writer is told."""

from datetime import UTC, datetime

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.comments import actions, queries
from engage.comments.models import Comment
from engage.core.database import db, reading, unit_of_work
from engage.moderation.models import Verdict
from tests.support.accounts import make_account
from tests.support.comments import approve, fresh, make_comment, make_rules, open_thread
from tests.support.moderation import make_decision, make_moderator, said
from tests.support.publishing import make_plan

BODY = "Ask **Joan Brown** about it. She knows."


@pytest.fixture
def writer(site):
    return make_account(name="Ada")


@pytest.fixture
def comment(writer):
    plan = make_plan()
    open_thread(plan, "after")
    return make_comment(plan, BODY, account=writer)


def black_out(comment, words="Joan Brown"):
    with reading():
        read = fresh(comment)
        revision, source = read.revision_to_read, queries.wording(comment.id, read.revision_to_read)
    start = source.index(words)
    with unit_of_work():
        actions.redact_comment(
            viewer_for(make_moderator()),
            comment=db.session.get_one(Comment, comment.id),
            revision=revision,
            start=start,
            end=start + len(words),
            reason=make_rules(),
        )


def edit(comment, writer, body):
    with unit_of_work():
        actions.edit_comment(viewer_for(writer), comment=db.session.get_one(Comment, comment.id), body=body)


def test_an_approved_change_leaves_it_black_wherever_the_words_stand(client, comment, writer):
    black_out(comment)
    edit(comment, writer, "I say: ask _joan  **brown**_ about it. Joan Brown knows. So does Joan Brownlow.")
    approve(fresh(comment))
    html = fresh(comment).html
    assert html.count("removed by a moderator") == 2
    assert "brown</strong>" not in html.lower()
    assert "Joan Brownlow" in html
    assert "Joan Brown " not in queries.public_texts([fresh(comment)])[comment.id]


def test_words_that_were_taken_away_and_come_back_are_black(client, comment, writer):
    black_out(comment)
    edit(comment, writer, "Ask about it.")
    approve(fresh(comment))
    edit(comment, writer, "Ask about it. Or ask Joan Brown.")
    assert "Joan" not in fresh(comment).html
    approve(fresh(comment))
    assert "Joan" not in fresh(comment).html


def test_blacking_out_a_changed_wording_blacks_out_the_public_one_too(client, comment, writer):
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC)):
        edit(comment, writer, BODY + " I asked.")
        black_out(comment)
        assert "Joan" not in fresh(comment).html
        make_decision(make_moderator("Piers"), comment, Verdict.REJECTED)
    assert "Joan" not in fresh(comment).html


def test_the_moderator_sees_what_was_blacked_out_before(client, comment, writer):
    black_out(comment)
    edit(comment, writer, BODY + " And Joan Brown’s sister.")
    page = client.sign_in(make_moderator("Piers")).get("moderation_staff.item", comment_id=comment.id)
    assert "Joan Brown" in page.select(".desk__list mark")[0].text_content()
    (changes,) = page.select(".desk__changes")
    assert "Joan" not in changes.text_content()
    assert changes.text_content().count("removed by a moderator") == 2
    client.post("moderation_staff.item", said(page, "approved"), comment_id=comment.id)
    assert "Joan" not in fresh(comment).html


def test_the_edit_page_tells_the_writer_which_rule_it_was(client, comment, writer):
    black_out(comment)
    page = client.sign_in(writer).get("comments.edit", comment_id=comment.id)
    assert "“Joan Brown” – Rule 1: Personal attack. Your comment speaks about a person." in page.words
