"""Two moderators who press at the same moment: one decision, and the other person is told."""

from threading import Barrier, Thread

import pytest

from engage.comments import actions as comment_actions
from engage.comments.models import CommentState, Redaction
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.moderation.models import Decision
from tests.support.comments import make_comment, make_rules, thread_now
from tests.support.moderation import make_moderator, make_waiting, said, standing
from tests.support.publishing import make_plan


def press_together(site, presses):
    """Send each (browser, path, form) from a thread of its own; the answers, in their order."""
    barrier, answers = Barrier(len(presses)), [None] * len(presses)

    def press(number, browser, path, form):
        barrier.wait()
        with browser.http.open(path, method="POST", data=form, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            answers[number] = (answer.status_code, answer.get_data(as_text=True))

    threads = [Thread(target=press, args=(number, *one)) for number, one in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def decisions():
    with reading():
        return list(db.session.scalars(db.select(Decision)))


@pytest.fixture
def browsers(client, another_client):
    """Two moderators."""
    return client.sign_in(make_moderator("Rosalind Achebe")), another_client.sign_in(make_moderator("Piers Holt"))


def presses(browsers, comment, *acts):
    pages = [browser.get("moderation_staff.item", comment_id=comment.id) for browser in browsers]
    return [
        (browser, f"/staff/moderation/{comment.id}/", said(page, act, **fields))
        for browser, page, (act, fields) in zip(browsers, pages, acts, strict=True)
    ]


@pytest.mark.parametrize("second", ["approved", "rejected"])
def test_approve_and_something_else_at_once_is_one_decision(site, browsers, second):
    plan = make_plan()
    comment = make_waiting(publication=plan)
    reason = {"reason": "personal-attack"} if second == "rejected" else {}
    answers = press_together(site, presses(browsers, comment, ("approved", {}), (second, reason)))
    assert sorted(status for status, _ in answers) == [303, 409]
    lost = next(text for status, text in answers if status == 409)
    assert "while you had it open, so yours was not carried out." in lost
    [decision] = decisions()
    state = CommentState.PUBLISHED if decision.verdict.value == "approved" else CommentState.REJECTED
    assert standing(comment).state is state
    assert thread_now(plan).waiting_count == 0
    assert thread_now(plan).published_count == (1 if state is CommentState.PUBLISHED else 0)


def test_keep_and_hide_at_once_is_one_decision(site, browsers):
    comment = make_comment(make_plan(), "I disagree.")
    with unit_of_work():
        comment_actions.report_comment(VISITOR, comment=comment, reason=make_rules(), source_key="x")
    answers = press_together(site, presses(browsers, comment, ("kept", {}), ("hidden", {"reason": "personal-attack"})))
    assert sorted(status for status, _ in answers) == [303, 409]
    assert len(decisions()) == 1


def test_two_passages_at_once_are_blacked_out_one_after_the_other(site, browsers):
    comment = make_waiting("Ask Joan Brown about it.")
    form = {"passage": "Joan Brown", "occurrence": "1", "reason": "personal-attack"}
    answers = press_together(site, presses(browsers, comment, ("redacted", form), ("redacted", form)))
    assert sorted(status for status, _ in answers) == [303, 409]
    with reading():
        assert len(db.session.scalars(db.select(Redaction)).all()) == 1


def test_two_selections_at_once_decide_each_comment_once(site, browsers):
    one, two = make_plan("Buses"), make_plan("Wards")
    comments = [make_waiting(publication=plan) for plan in (one, two, one, two)]
    pages = [browser.get("moderation_staff.queue") for browser in browsers]
    boxes = [[box.get("value") for box in page.select("input[name=item]")] for page in pages]
    forms = [
        {**pages[0].form(), "act": "approve", "item": boxes[0], "reason": ""},
        {**pages[1].form(), "act": "reject", "item": boxes[1][::-1], "reason": "personal-attack"},
    ]
    answers = press_together(
        site, [(browser, "/staff/moderation/", form) for browser, form in zip(browsers, forms, strict=True)]
    )
    assert [status for status, _ in answers] == [303, 303]
    assert sorted(decision.comment_id for decision in decisions()) == sorted(comment.id for comment in comments)
    assert len({standing(comment).state for comment in comments}) == 1
