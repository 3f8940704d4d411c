"""Writing a comment: what a person sees, with an account and as a guest, and when something is wrong."""

import re

import pytest

from engage.comments import actions, queries
from engage.comments.models import Comment, CommentState
from engage.core.database import db, unit_of_work
from engage.core.forms import TAKEN_OUT
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.publishing import queries as publishing
from tests.support.accounts import make_account
from tests.support.comments import approve, fresh, make_comment, make_rules, open_thread, thread_now
from tests.support.databases import look_again
from tests.support.guests import GUEST, body_kept, how_many, send, the_comment
from tests.support.publishing import make_plan, save_text


@pytest.fixture
def plan(site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    return plan


def test_a_signed_in_person_is_published_at_once_or_waits_as_the_thread_says(client, plan):
    client.sign_in(make_account(name="Helen Marsh", role_title="Nurse", organisation_name="North Vale ICB"))
    page = client.get("comments.send", publication_id=plan.id)
    assert "You comment as Helen Marsh." in page.words
    data = {**page.form("comments/to"), "body": "The first thing"}
    sent = client.post("comments.send", data, publication_id=plan.id)
    shown = client.http.get(sent.location).headers["Location"]
    assert shown.endswith("#comment-1")
    open_thread(plan, "before")
    answer = client.post("comments.send", {"body": "The second"}, publication_id=plan.id, follow=True)
    assert answer.heading == "Thank you. We have your comment"
    assert thread_now(plan).waiting_count == 1
    mine = client.get("comments.own")
    assert "It is published as #1" in mine.words
    assert "It waits for a moderator" in mine.words


def test_the_same_comment_twice_is_one(client, plan):
    client.sign_in(make_account())
    first = client.post("comments.send", {"body": "Twice"}, publication_id=plan.id)
    second = client.post("comments.send", {"body": "Twice"}, publication_id=plan.id)
    assert first.location == second.location
    assert thread_now(plan).published_count == 1


def test_a_comment_on_a_passage_keeps_its_words(client, plan):
    block = publishing.live_blocks(plan)[1]
    page = client.get("comments.send", publication_id=plan.id, anchor=block.anchor)
    assert page.heading == "Comment on this passage"
    assert block.text[:40] in page.words
    send(client, plan, **{**page.form("comments/to"), "body": "And who pays?", **GUEST})
    assert (the_comment().anchor, the_comment().revision) == (block.anchor, 1)
    assert the_comment().quote == block.text


def test_preview_shows_the_words_and_keeps_them(client, plan):
    page = send(client, plan, body="A **strong** word <script>x</script>", preview="yes", expect=200)
    assert page.select(".preview__body strong")[0].text == "strong"
    assert not page.select(".preview__body script")
    assert body_kept(page).startswith("A **strong** word")
    assert how_many() == 0
    live = client.post("comments.preview", {"body": "*so*"}, expect=200, unchecked="a fragment for the live preview")
    assert live.text == "<p><em>so</em></p>\n"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Write your comment."),
        ("   \n \t ", "Write your comment."),
        ("\u200b\u2060\u202e", "Write your comment."),
        ("\x00\x00", "Write your comment."),
        ("a" * 10_001, "Your comment must be 10,000 characters or fewer."),
    ],
    ids=["empty", "spaces", "invisible", "null bytes", "too long"],
)
def test_what_cannot_be_sent_is_said_by_the_field_and_nothing_is_lost(client, plan, body, sentence):
    page = send(client, plan, body=body, expect=422, role="Carer")
    assert page.select("#comment-body-error")[0].text_content().strip().endswith(sentence)
    assert page.select(".govuk-error-summary a[href='#comment-body']")[0].text == sentence
    kept = page.form("comments/to")
    assert (kept["name"], kept["email"], kept["role"]) == ("Gordon Pike", "gordon@northvale.example", "Carer")
    if body.strip("\x00\u200b\u2060\u202e \n\t"):
        assert kept["body"].strip() == body.strip()
    assert how_many() == 0


def test_a_million_characters_are_refused_and_come_back(client, plan):
    words = "word " * 200_000
    answer = client.http.post(
        f"/comments/to/{plan.id}/", data={**GUEST, "body": words}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 422
    assert "must be 10,000 characters or fewer" in answer.text
    assert words.strip() in answer.text


@pytest.mark.parametrize(
    "body",
    [
        "**broken *markdown [link](",
        "> " * 500 + "deep",
        "soft\u00adhyphen\u200b and\ufeff mark",
        "[a](javascript:alert(1))",
    ],
    ids=["markdown", "nesting", "junk", "script link"],
)
def test_odd_text_is_taken_and_made_harmless(client, plan, body):
    client.sign_in(make_account())
    client.post("comments.send", {"body": body}, publication_id=plan.id)
    comment = the_comment()
    assert not set("\u00ad\u200b\ufeff") & set(comment.body)
    assert len(comment.body) <= 2_000
    assert "javascript:" not in re.sub(r"<p>.*</p>", "", comment.html)
    assert 'href="javascript' not in comment.html


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [("a\u202eb evil", "ab evil"), ("e" + "\u0301" * 10_000, "\u00e9\u0301\u0301\u0301"), ("x\x00y\x07", "xy")],
    ids=["override", "marks", "controls"],
)
def test_what_cannot_be_shown_is_said_once_with_the_cleaned_text_in_the_box(client, plan, typed, cleaned):
    client.sign_in(make_account())
    page = client.post("comments.send", {"body": typed}, publication_id=plan.id, expect=422)
    assert page.words.count(TAKEN_OUT) == 2
    data = page.form("comments/to")
    assert data["body"] == cleaned
    client.post("comments.send", data, publication_id=plan.id)
    assert the_comment().body == cleaned


def test_what_cannot_be_shown_in_a_name_is_said_and_preview_shows_the_rest(client, plan):
    page = client.post("comments.send", {**GUEST, "name": "A\x00da"}, publication_id=plan.id, expect=422)
    assert TAKEN_OUT in page.words
    assert page.form("comments/to")["name"] == "Ada"
    shown = client.post("comments.preview", {"body": "x\x00y"}, expect=200, unchecked="a fragment")
    assert shown.text == "<p>xy</p>\n"


def test_a_bad_name_or_address_is_said_by_its_field(client, plan):
    page = send(client, plan, body="Yes", name=" ", email="nobody@@nowhere", expect=422)
    assert "Enter the name" in page.select("#comment-name-error")[0].text_content()
    assert "correct format" in page.select("#comment-email-error")[0].text_content()
    assert body_kept(page) == "Yes"


def test_a_thread_that_closes_while_somebody_types_keeps_the_text(client, plan):
    open_thread(plan, is_open=False, closed_reason="The board decides in May.")
    page = send(client, plan, body="My long thoughts", expect=422)
    assert "have closed since you opened this page" in page.words
    assert "The board decides in May." in page.words
    assert body_kept(page) == "My long thoughts"


def test_an_emergency_stop_is_said_and_keeps_the_text(client, plan):
    with unit_of_work():
        actions.stop_all(VISITOR, reason="We are under attack by robots.")
    page = send(client, plan, body="My long thoughts", expect=422)
    assert "stopped on the whole site" in page.words
    assert "We are under attack by robots." in page.words
    assert body_kept(page) == "My long thoughts"
    with unit_of_work():
        actions.resume_all(VISITOR)
    send(client, plan, body="My long thoughts")


def test_an_expired_session_keeps_the_text(client, plan):
    client.sign_in(make_account())
    page = client.post(
        "comments.send", {"body": "My long thoughts", "csrf_token": "stale"}, publication_id=plan.id, expect=422
    )
    assert "open for too long" in page.words
    assert body_kept(page) == "My long thoughts"
    client.sign_out()
    page = client.post(
        "comments.send", {"body": "My long thoughts", "csrf_token": "stale"}, publication_id=plan.id, expect=422
    )
    assert "You have been signed out." in page.words
    assert body_kept(page) == "My long thoughts"


def test_a_form_from_another_site_is_refused(client, plan):
    page = client.post(
        "comments.send",
        {**GUEST, "body": "Spam"},
        publication_id=plan.id,
        expect=422,
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert body_kept(page) == "Spam"
    assert how_many() == 0


def test_a_reply_to_a_comment_that_went_meanwhile_is_refused_once(client, plan):
    top = make_comment(plan, "First")
    data = client.get("comments.send", publication_id=plan.id, reply_to=top.id).form("comments/to")
    with unit_of_work():
        actions.hide_comment(VISITOR, comment=top, reason=make_rules())
    page = send(client, plan, **{**data, "body": "I agree", **GUEST}, expect=422)
    assert "no longer shown" in page.words
    send(client, plan, **{**page.form("comments/to"), **GUEST})


def test_the_form_says_why_it_answers_nothing(client, plan):
    top = make_comment(plan, "Slander")
    with unit_of_work():
        actions.hide_comment(VISITOR, comment=top, reason=make_rules())
    page = client.get("comments.send", publication_id=plan.id, reply_to=top.id)
    assert page.heading == "Write a comment"
    assert "is not shown any more, so this is not a reply" in page.words
    assert "Slander" not in page.text
    send(client, plan, **{**page.form("comments/to"), "body": "By itself", **GUEST})


def test_a_passage_that_went_meanwhile_is_said_once(client, plan):
    anchor = publishing.live_blocks(plan)[1].anchor
    data = client.get("comments.send", publication_id=plan.id, anchor=anchor).form("comments/to")
    save_text(plan, "Another text.", publish=True)
    page = send(client, plan, **{**data, "body": "About this passage", **GUEST}, expect=422)
    assert "has been removed since" in page.words
    send(client, plan, **{**page.form("comments/to"), **GUEST})
    assert the_comment().anchor is None


def test_nobody_comments_on_what_is_not_public_or_not_there(client, plan):
    draft = make_plan(published=False)
    client.get("comments.send", publication_id=draft.id, expect=404)
    client.post("comments.send", {**GUEST, "body": "Hm"}, publication_id=draft.id, expect=404)
    client.get("comments.send", publication_id=99_999_999_999, expect=404)
    off = make_plan()
    page = client.get("comments.send", publication_id=off.id)
    assert "Comments are off on this page." in page.words
    send(client, off, body="Hm", expect=422)


def test_comments_open_only_with_a_policy_and_a_reason(site):
    from engage.comments.models import ModerationMode
    from engage.core.errors import Refused
    from engage.publishing import actions as publishing_actions

    plan = make_plan()
    facts = {"publication": plan, "mode": ModerationMode.AFTER, "is_open": True}
    with pytest.raises(Refused, match="policy"), unit_of_work():
        actions.set_thread(VISITOR, **facts)
    with unit_of_work():
        publishing_actions.save_page(VISITOR, slug="moderation-policy", title="Policy", body="Be kind.")
    with pytest.raises(Refused, match="reason"), unit_of_work():
        actions.set_thread(VISITOR, **facts)
    make_rules()
    with unit_of_work():
        actions.set_thread(VISITOR, **facts)


def test_only_those_whom_an_owner_empowered_reply_officially(client, another_client, site):
    with unit_of_work():
        board = directory.add_organisation(VISITOR, slug="icb", name="North Vale ICB")
    plan = make_plan(owner=board)
    open_thread(plan, "before")
    helen, ivan = make_account(name="Helen Marsh"), make_account(name="Ivan Roe")
    with unit_of_work():
        directory.add_member(VISITOR, organisation=board, account=helen)
    top = approve(make_comment(plan, "Who pays?"))
    client.sign_in(helen)
    page = client.get("comments.send", publication_id=plan.id, reply_to=top.id)
    data = {**page.form("comments/to"), "body": "The board pays.", "official_for": str(board.id)}
    del data["csrf_token"]
    client.post("comments.send", data, publication_id=plan.id)
    reply = queries.newest_public(plan.id)[0]
    assert (reply.official_for, reply.number, reply.parent_id) == (board.id, 2, top.id)
    page = another_client.sign_in(ivan).post("comments.send", data, publication_id=plan.id, expect=422)
    assert "You may not reply for this organisation here." in page.words
    assert body_kept(page) == "The board pays."
    another_client.post("comments.send", page.form("comments/to"), publication_id=plan.id)
    look_again()
    other = db.session.scalars(db.select(Comment).order_by(Comment.id.desc())).first()
    assert (other.official_for, other.state) == (None, CommentState.WAITING)
    assert fresh(top).reply_count == 1
