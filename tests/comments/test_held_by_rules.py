"""What rules hold or mark: at sending, at confirming, at editing and when readers report."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.comments import actions, holds
from engage.comments.codes import manage_token
from engage.comments.models import CommentState
from engage.core import clock
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.moderation.models import Verdict
from tests.support.accounts import mails, make_account
from tests.support.comments import confirm, fresh, make_comment, make_rules, thread_now
from tests.support.moderation import make_decision, make_moderator
from tests.support.publishing import make_plan
from tests.support.screening import make_rule

LONG = "We in the valley have waited for this bus since the old line closed and we want it back"
SAYS = "It has a word in it that a moderator looks at first."


def found(comment):
    with reading():
        return holds.holds_of([comment.id]).get(comment.id, [])


def test_a_comment_that_a_rule_holds_waits_and_its_words_are_marked(site):
    plan, rule = make_plan(), make_rule()
    comment = make_comment(plan, "You 1d10t, keep the bus.")
    assert fresh(comment).state is CommentState.WAITING
    assert thread_now(plan).waiting_count == 1
    (hold,) = found(comment)
    assert (hold.rule_id, hold.source, hold.revision, hold.marked) == (rule.id, "words", 1, [(4, 9)])
    assert make_comment(plan, "Keep the bus.").state is CommentState.PUBLISHED


def test_a_flag_marks_and_publishes(site):
    make_rule(action="flag")
    comment = make_comment(make_plan(), "The idiot of a bus.")
    assert comment.state is CommentState.PUBLISHED
    assert [hold.action for hold in found(comment)] == ["flag"]
    assert holds.held_because(comment) == []


def test_an_official_reply_is_held_by_no_rule_and_a_rule_that_is_off_holds_nothing(site):
    make_rule(active=False)
    assert make_comment(make_plan(), "The idiot of a bus.").state is CommentState.PUBLISHED


def test_the_writer_reads_why_on_the_page_after_sending_and_in_the_list(client):
    plan, account = make_plan(), make_account()
    make_rule()
    comment = make_comment(plan, "An idiot wrote this.", account=account)
    client.sign_in(account)
    assert SAYS in client.get("comments.sent", comment_id=comment.id).words
    assert SAYS in client.get("comments.own").words
    make_decision(make_moderator(), comment, Verdict.APPROVED)
    assert SAYS not in client.get("comments.own").words


def test_a_guest_is_held_when_the_address_is_confirmed_and_reads_why(client):
    plan = make_plan()
    make_rule()
    comment = make_comment(plan, "An idiot wrote this.", guest="gordon@northvale.example")
    assert found(comment) == []
    confirm(comment)
    assert fresh(comment).state is CommentState.WAITING
    assert SAYS in mails("gordon@northvale.example")[-1].text
    assert SAYS in mails("gordon@northvale.example")[-1].html
    assert SAYS in client.get("comments.manage", token=manage_token(comment)).words


def test_an_edit_that_a_rule_holds_waits_while_the_earlier_words_stay(site):
    account = make_account()
    make_rule()
    comment = make_comment(make_plan(), "Keep the bus.", account=account)
    with unit_of_work():
        actions.edit_comment(viewer_for(account), comment=comment, body="Keep the bus, you idiot.")
    now = fresh(comment)
    assert (now.state, now.body, now.pending_revision) == (CommentState.PUBLISHED, "Keep the bus.", 2)
    assert [hold.revision for hold in found(comment)] == [2]


def test_first_comments_wait_and_the_second_does_not(site):
    plan, account = make_plan(), make_account()
    make_rule("first_comment")
    first = make_comment(plan, account=account)
    assert first.state is CommentState.WAITING
    make_decision(make_moderator(), first, Verdict.APPROVED)
    assert make_comment(plan, account=account).state is CommentState.PUBLISHED


def test_comments_of_new_accounts_wait(site):
    plan, account = make_plan(), make_account()
    make_rule("new_account", threshold=3)
    assert make_comment(plan, account=account).state is CommentState.WAITING
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert make_comment(plan, account=account).state is CommentState.PUBLISHED


def test_nearly_the_same_text_waits_from_the_third_time_on(site):
    plan = make_plan()
    make_rule("repeated", threshold=3)
    states = [make_comment(plan, f"{LONG}{'!' * n}").state for n in range(4)]
    assert states == [CommentState.PUBLISHED] * 2 + [CommentState.WAITING] * 2
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert make_comment(plan, LONG).state is CommentState.PUBLISHED


def report(comment, number):
    reason = make_rules()
    with unit_of_work():
        actions.report_comment(VISITOR, comment=comment, reason=reason, source_key=f"source-{number}")


def test_reports_take_a_comment_off_the_page_until_a_moderator_decides(client):
    plan, account = make_plan(), make_account()
    make_rule("reports", threshold=2, says="Several readers have reported it.")
    comment = make_comment(plan, "Keep the bus.", account=account)
    report(comment, 1)
    assert fresh(comment).is_public
    report(comment, 2)
    assert fresh(comment).state is CommentState.HIDDEN
    assert thread_now(plan).published_count == 0
    assert "Several readers have reported it." in mails(account.email)[-1].text
    assert "hidden while a moderator looks at it" in client.get(f"/plans/{plan.slug}/").words
    client.sign_in(account)
    assert "It is off the page until a moderator has read it." in client.get("comments.own").words
    make_decision(make_moderator(), comment, Verdict.RESTORED)
    assert fresh(comment).report_count == 0
    assert fresh(comment).is_public


@pytest.mark.parametrize("guest", [None, "gordon@northvale.example"])
def test_every_comment_has_its_likeness(site, guest):
    assert make_comment(make_plan(), LONG, guest=guest).likeness
