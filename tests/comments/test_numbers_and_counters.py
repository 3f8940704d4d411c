"""Whatever people and moderators do, numbers are given once and the counters are right."""

import threading

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from engage.comments import actions, queries
from engage.comments.models import Comment, CommentState, Thread
from engage.core import database
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from tests.support.accounts import make_account
from tests.support.comments import approve, fresh, hide, make_comment, make_rules, open_thread, thread_now
from tests.support.publishing import make_plan


def test_numbers_follow_publication_and_are_never_reused(site):
    plan = make_plan()
    open_thread(plan, "before")
    first, second, third = (make_comment(plan) for _ in range(3))
    assert [c.number for c in (first, second, third)] == [None, None, None]
    assert thread_now(plan).waiting_count == 3
    approve(second)
    approve(first)
    hide(second)
    approve(third)
    assert [fresh(c).number for c in (first, second, third)] == [2, 1, 3]
    thread = thread_now(plan)
    assert (thread.published_count, thread.waiting_count, thread.last_number) == (2, 0, 3)


def test_replies_under_a_hidden_comment_count_and_show_no_more_until_it_is_restored(site):
    plan = make_plan()
    top = make_comment(plan)
    reply = make_comment(plan, parent=top)
    answer = make_comment(plan, parent=reply)
    assert (fresh(top).reply_count, thread_now(plan).published_count) == (2, 3)
    hide(reply)
    assert (fresh(top).reply_count, thread_now(plan).published_count) == (0, 1)
    assert not fresh(answer).is_public
    hide(top)
    assert thread_now(plan).published_count == 0
    with unit_of_work():
        actions.restore_comment(VISITOR, comment=top)
    assert not fresh(answer).is_public
    with unit_of_work():
        actions.restore_comment(VISITOR, comment=reply)
    assert fresh(answer).is_public
    assert (fresh(top).reply_count, thread_now(plan).published_count) == (2, 3)


def test_a_withdrawn_comment_leaves_its_replies(site):
    plan = make_plan()
    top = make_comment(plan)
    make_comment(plan, parent=top)
    with unit_of_work():
        actions.withdraw_comment(VISITOR, comment=top)
    assert (fresh(top).reply_count, thread_now(plan).published_count) == (1, 1)


def test_a_reply_to_a_comment_that_was_hidden_meanwhile_is_not_published(site):
    plan = make_plan()
    open_thread(plan, "before")
    top = approve(make_comment(plan))
    reply = make_comment(plan, parent=top)
    hide(top)
    with pytest.raises(Refused, match="not shown"):
        approve(fresh(reply))
    with unit_of_work():
        actions.restore_comment(VISITOR, comment=top)
    assert approve(fresh(reply)).number == 2


def test_recount_puts_wrong_counters_right_and_names_them(site):
    plan = make_plan()
    top = make_comment(plan)
    make_comment(plan, parent=top)
    with unit_of_work():
        assert actions.recount(plan.id) == []
        db.session.get(Thread, plan.id).published_count = 9
        db.session.get(Comment, top.id).reply_count = 0
    with unit_of_work():
        found = actions.recount(plan.id)
    assert [(c.counter, c.was, c.now) for c in found] == [
        ("thread.published_count", 9, 2),
        (f"comment {top.id}.reply_count", 0, 1),
    ]
    assert fresh(top).reply_count == 1


def test_many_at_once_get_each_a_number_of_its_own(site):
    plan = make_plan()
    open_thread(plan)
    accounts = [make_account() for _ in range(4)]
    wrong = []

    def write(account):
        with site.app_context():
            try:
                for number in range(5):
                    make_comment(db.session.get(type(plan), plan.id), f"Point {number}", account=account)
                    db.session.remove()
            except Exception as error:
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=write, args=(account,)) for account in accounts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    numbers = db.session.scalars(database.db.select(Comment.number).where(Comment.publication_id == plan.id)).all()
    assert sorted(numbers) == list(range(1, 21))
    assert thread_now(plan).published_count == 20


def test_a_double_click_from_two_connections_makes_one_comment(site):
    plan = make_plan()
    open_thread(plan)
    account = make_account()
    found, start = [], threading.Barrier(4)

    def click():
        with site.app_context():
            start.wait()
            found.append(make_comment(db.session.get(type(plan), plan.id), "Twice", account=account).id)
            db.session.remove()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert thread_now(plan).published_count == 1


class Conversation(RuleBasedStateMachine):
    """People write, answer, edit, withdraw and report; a moderator decides."""

    home = None
    comments = Bundle("comments")

    @initialize(mode=st.sampled_from(["before", "after"]))
    def begin(self, mode):
        self.home.empty()
        self.plan = make_plan()
        self.reason = make_rules()
        open_thread(self.plan, mode)
        self.account = make_account()
        self.numbers = {}

    def attempt(self, act, **facts):
        try:
            with unit_of_work():
                return act(VISITOR, **facts)
        except Refused:
            return None

    @rule(target=comments)
    def write(self):
        return make_comment(self.plan, account=self.account).id

    @rule(target=comments, parent=comments)
    def answer(self, parent):
        try:
            return make_comment(self.plan, account=self.account, parent=queries.comment(parent)).id
        except Refused:
            return multiple()

    @rule(at=comments, what=st.sampled_from(["publish", "reject", "hide", "restore", "withdraw", "edit", "settle"]))
    def decide(self, at, what):
        comment = fresh(queries.comment(at))
        revision = comment.revision_to_read
        {
            "publish": lambda: self.attempt(actions.publish_comment, comment=comment, revision=revision),
            "reject": lambda: self.attempt(
                actions.reject_comment, comment=comment, revision=revision, reason=self.reason
            ),
            "hide": lambda: self.attempt(actions.hide_comment, comment=comment, reason=self.reason),
            "restore": lambda: self.attempt(actions.restore_comment, comment=comment),
            "withdraw": lambda: self.attempt(actions.withdraw_comment, comment=comment),
            "edit": lambda: self.attempt(actions.edit_comment, comment=comment, body=f"Changed {revision}"),
            "settle": lambda: self.attempt(actions.settle_reports, comment=comment),
        }[what]()

    @rule(at=comments, who=st.sampled_from(["anna", "ben"]))
    def report(self, at, who):
        comment = queries.comment(at)
        self.attempt(actions.report_comment, comment=comment, reason=self.reason, source_key=who)

    @invariant()
    def counters_are_right(self):
        if not hasattr(self, "plan"):
            return
        with unit_of_work():
            assert actions.recount(self.plan.id) == []

    @invariant()
    def numbers_stay_and_are_gap_free(self):
        if not hasattr(self, "plan"):
            return
        db.session.expire_all()
        rows = db.session.scalars(db.select(Comment).where(Comment.publication_id == self.plan.id)).all()
        now = {row.id: row.number for row in rows if row.number is not None}
        assert sorted(now.values()) == list(range(1, len(now) + 1))
        assert self.numbers.items() <= now.items()
        self.numbers = now
        by_id = {row.id: row for row in rows}
        for row in rows:
            above = by_id.get(row.parent_id)
            assert row.under_hidden == (above is not None and above.covers)
            if row.state is CommentState.WAITING:
                assert row.waits


def test_counters_hold_through_any_sequence_of_actions(site, database_home):
    Conversation.home = database_home
    run_state_machine_as_test(Conversation, settings=settings(max_examples=10, stateful_step_count=20, deadline=None))
