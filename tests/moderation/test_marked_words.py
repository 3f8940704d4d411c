"""A rejection marks the passage that it is about; its writer is shown it marked, in the mail and on the pages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.comments.models import CommentState, MarkedPassage
from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.moderation.models import Decision
from engage.moderation.passages import marked_spans, name_of, parts_of
from tests.support.accounts import mails, make_account
from tests.support.comments import confirm, make_comment, open_thread
from tests.support.databases import look_again
from tests.support.moderation import make_moderator, make_waiting, said, standing
from tests.support.publishing import make_plan

BODY = "The bus stops at six. Sister Brown is a *fool*.\nNobody told us, you liars! Thank you."


@pytest.fixture
def desk(client):
    return client.sign_in(make_moderator())


def reject(desk, comment, expect=303, act="rejected", **marked):
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    sent = said(page, act, reason="personal-attack", **marked)
    return desk.post("moderation_staff.decide", sent, comment_id=comment.id, expect=expect)


def part(words: str) -> str:
    start = BODY.index(words)
    return next(name_of(span) for span in parts_of(BODY) if span[0] == start)


def marks() -> list[str]:
    look_again()
    return [BODY[row.start : row.end] for row in db.session.query(MarkedPassage).order_by(MarkedPassage.start)]


def settle() -> None:
    with unit_of_work():
        db.session.query(Decision).update({"settles_at": clock.now()})


def test_sentences_are_ticked_and_words_are_typed(desk, another_client):
    writer = make_account("ada@example.org", "Ada")
    comment = make_waiting(BODY, account=writer)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    assert len(page.select("input[name=part]")) == 4
    reject(desk, comment, part=part("Sister"), marked="you liars\n")
    assert marks() == ["Sister Brown is a *fool*.", "you liars"]
    another_client.sign_in(writer)
    for page in (
        another_client.get("comments.own"),
        another_client.get("comments.edit", comment_id=comment.id),
        another_client.get("casework.appeal", comment_id=comment.id),
    ):
        shown = [mark.text_content() for mark in page.select("mark")]
        assert shown == ["Sister Brown is a *fool*.", "you liars"]
        assert "It is about the marked words" in page.words


def test_the_mail_shows_them_and_so_does_a_guests_page(desk, another_client):
    plan = make_plan()
    open_thread(plan, "before")
    comment = make_comment(plan, BODY, guest="gordon@example.org")
    confirm(comment)
    reject(desk, comment, marked="you liars")
    settle()
    jobs.run("ledger.seal")
    jobs.run("mail.notices")
    mail = mails("gordon@example.org")[-1]
    assert "<mark" in mail.html
    assert "“you liars”" in mail.text
    path = next(word for word in mail.text.split() if "/mine/" in word).removeprefix("http://127.0.0.1:8000")
    page = another_client.get(path)
    assert [mark.text_content() for mark in page.select("mark")] == ["you liars"]


def test_words_that_are_not_there_are_refused_and_nothing_is_lost(desk):
    comment = make_waiting(BODY)
    page = reject(desk, comment, expect=422, marked="you lairs", note="He does it again.", part=part("Thank"))
    assert "These words are not in the comment: “you lairs”" in page.words
    assert page.select("textarea[name=marked]")[0].text_content().strip() == "you lairs"
    assert page.select("textarea[name=note]")[0].text_content().strip() == "He does it again."
    assert page.select("input[name=part][checked]")[0].get("value") == part("Thank")
    assert standing(comment).state is CommentState.WAITING
    assert marks() == []


def test_marks_belong_to_a_rejection_only(desk):
    comment = make_waiting(BODY)
    page = desk.get("moderation_staff.item", comment_id=comment.id)
    sent = said(page, "approved", part=part("Thank"))
    refused = desk.post("moderation_staff.decide", sent, comment_id=comment.id, expect=422)
    assert "Only a rejection can mark them" in refused.words
    assert standing(comment).state is CommentState.WAITING


def test_a_rejection_that_is_undone_takes_its_marks_back(desk):
    comment = make_waiting(BODY)
    reject(desk, comment, part=part("Thank"))
    look_again()
    desk.post("moderation_staff.undo", {}, decision_id=db.session.query(Decision).one().id)
    assert marks() == []
    reject(desk, comment, part=part("The bus"))
    assert marks() == ["The bus stops at six."]


def test_a_forged_part_marks_nothing(desk):
    comment = make_waiting(BODY)
    reject(desk, comment, part="0-99999")
    assert standing(comment).state is CommentState.REJECTED
    assert marks() == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_parts_lie_in_the_text_in_order_whatever_it_is(source):
    spans = parts_of(source)
    assert all(0 <= start < end <= len(source) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    joined = marked_spans(source, [name_of(span) for span in spans], "")
    assert sum(end - start for start, end in joined) == sum(end - start for start, end in spans)


def test_a_text_without_an_end_is_parted_in_linear_time():
    source = "a" * 100_000 + "\n" * 1_000 + ". " * 20_000
    assert len(parts_of(source)) <= 60
