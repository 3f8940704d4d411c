"""Undoing a decision: the comment stands as before, counters and list are right, and nobody is told."""

import pytest

from engage.accounts.session import viewer_for
from engage.comments import actions as comment_actions
from engage.comments import queries as comment_queries
from engage.comments.models import Comment, CommentState, Waiting, WaitingCount, WaitingKind
from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.outbox import OutboxMessage
from engage.core.permissions import VISITOR
from engage.moderation import actions, queries
from engage.moderation.actions import Read
from engage.moderation.models import DayCount, Decision, Verdict
from tests.support.accounts import make_account
from tests.support.comments import fresh, make_comment, make_rules, thread_now
from tests.support.databases import look_again
from tests.support.moderation import make_decision, make_moderator, make_waiting, standing
from tests.support.publishing import make_plan


@pytest.fixture
def moderator(site):
    return make_moderator()


def undo(moderator, decision):
    viewer = viewer_for(moderator)
    with unit_of_work():
        found, comment = queries.access_decision(viewer, decision.id)
        return actions.undo(viewer, decision=found, comment=comment)


def listed(comment):
    look_again()
    return [row.kind for row in db.session.query(Waiting).filter_by(comment_id=comment.id)]


def right(publication):
    with unit_of_work():
        assert comment_actions.recount(publication.id) == []
        assert actions.recount_decisions(publication.id) == []


def report(comment):
    with unit_of_work():
        found = db.session.get_one(Comment, comment.id)
        comment_actions.report_comment(VISITOR, comment=found, reason=make_rules(), source_key="somewhere")


def test_an_approval_is_undone_and_its_number_is_not_used_again(moderator):
    plan = make_plan()
    comment = make_waiting(publication=plan)
    since = standing(comment).waiting_since
    decision = make_decision(moderator, comment, Verdict.APPROVED)
    assert standing(comment).number == 1
    assert listed(comment) == []
    undo(moderator, decision)
    back = standing(comment)
    assert (back.state, back.number, back.published_at, back.waiting_since) == (CommentState.WAITING, None, None, since)
    assert listed(comment) == [WaitingKind.COMMENT]
    assert (thread_now(plan).published_count, thread_now(plan).waiting_count) == (0, 1)
    right(plan)
    make_decision(moderator, comment, Verdict.APPROVED)
    assert standing(comment).number == 2


def test_replies_go_with_an_approval_that_is_undone(moderator):
    plan = make_plan()
    comment = make_waiting(publication=plan)
    decision = make_decision(moderator, comment, Verdict.APPROVED)
    reply = make_comment(plan, parent=standing(comment), account=make_account(name="Joy"))
    make_decision(moderator, reply, Verdict.APPROVED)
    undo(moderator, decision)
    assert standing(reply).under_hidden
    right(plan)


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.APPROVED])
def test_a_decision_about_a_changed_wording_is_undone(moderator, verdict):
    plan, writer = make_plan(), make_account(name="Ivor")
    comment = make_waiting("The first wording.", publication=plan, account=writer)
    make_decision(moderator, comment, Verdict.APPROVED)
    with unit_of_work():
        comment_actions.edit_comment(viewer_for(writer), comment=fresh(comment), body="The second wording.")
    assert listed(comment) == [WaitingKind.EDIT]
    decision = make_decision(moderator, comment, verdict)
    undo(moderator, decision)
    back = standing(comment)
    assert (back.body, back.pending_revision, back.state) == ("The first wording.", 2, CommentState.PUBLISHED)
    assert "first" in back.html
    assert listed(comment) == [WaitingKind.EDIT]
    right(plan)


@pytest.mark.parametrize("verdict", [Verdict.HIDDEN, Verdict.KEPT])
def test_what_was_reported_is_reported_again(moderator, verdict):
    plan = make_plan()
    comment = make_comment(plan, "Sister Brown is useless.")
    report(comment)
    assert listed(comment) == [WaitingKind.REPORT]
    decision = make_decision(moderator, comment, verdict)
    assert listed(comment) == []
    undo(moderator, decision)
    assert standing(comment).report_count == 1
    assert standing(comment).state is CommentState.PUBLISHED
    assert len(comment_queries.open_reports(comment.id)) == 1
    assert listed(comment) == [WaitingKind.REPORT]
    right(plan)


def test_a_black_out_is_undone_and_can_be_lifted_later(moderator):
    plan, viewer = make_plan(), viewer_for(moderator)
    comment = make_comment(plan, "Ask Joan Brown, says Joan Brown.")

    def black_out():
        with unit_of_work():
            found = queries.access_item(viewer, comment.id)
            read = Read(found.revision_to_read, queries.card_of(viewer, found).seen)
            return actions.black_out(viewer, comment=found, read=read, passage="Joan Brown", reason=make_rules())

    undo(moderator, black_out())
    assert standing(comment).html.count("Joan Brown") == 2
    black_out()
    assert standing(comment).html.count("Joan Brown") == 1
    with unit_of_work():
        found = queries.access_item(viewer, comment.id)
        [redaction] = comment_queries.redactions(comment.id)
        actions.lift_black_out(viewer, comment=found, redaction=redaction)
    assert standing(comment).html.count("Joan Brown") == 2


def test_only_the_last_decision_is_undone_and_only_once_and_in_time(moderator):
    comment = make_waiting()
    first = make_decision(moderator, comment, Verdict.APPROVED)
    second = make_decision(moderator, comment, Verdict.HIDDEN)
    with pytest.raises(Refused, match="again since"):
        undo(moderator, first)
    undo(moderator, second)
    with pytest.raises(Refused, match="already"):
        undo(moderator, second)
    with unit_of_work():
        db.session.get_one(Decision, first.id).settles_at = clock.now()
    with pytest.raises(Refused, match="over"):
        undo(moderator, first)


def test_nothing_is_undone_that_its_writer_has_changed_since(moderator):
    writer = make_account(name="Ivor")
    comment = make_waiting(account=writer)
    decision = make_decision(moderator, comment, Verdict.REJECTED)
    with unit_of_work():
        comment_actions.edit_comment(viewer_for(writer), comment=fresh(comment), body="Kinder.")
    with pytest.raises(Refused, match="has changed since"):
        undo(moderator, decision)


def test_nobody_undoes_a_decision_about_the_own_comment(moderator):
    other = make_moderator("Piers Holt")
    decision = make_decision(moderator, make_waiting(account=other), Verdict.REJECTED)
    with pytest.raises(Refused, match="You wrote this comment"):
        undo(other, decision)


def subjects():
    jobs.run("ledger.seal")
    jobs.run("mail.notices")
    look_again()
    return [row.subject for row in db.session.query(OutboxMessage).order_by(OutboxMessage.id)]


def settle_all():
    with unit_of_work():
        db.session.query(Decision).update({"settles_at": clock.now()})


def test_the_writer_is_told_when_the_decision_can_no_longer_be_undone(moderator):
    make_decision(moderator, make_waiting(), Verdict.REJECTED)
    assert subjects() == []
    settle_all()
    assert len(subjects()) == 1


def test_of_a_decision_that_was_undone_nobody_is_told(moderator):
    comment = make_waiting()
    undo(moderator, make_decision(moderator, comment, Verdict.APPROVED))
    make_decision(moderator, comment, Verdict.APPROVED)
    assert subjects() == []
    settle_all()
    assert len(subjects()) == 1


def test_decisions_are_counted_by_their_day(moderator):
    plan = make_plan()
    decision = make_decision(moderator, make_waiting(publication=plan), Verdict.REJECTED)
    make_decision(moderator, make_waiting(publication=plan), Verdict.APPROVED)

    def counted():
        look_again()
        return {(row.what, row.key): row.number for row in db.session.query(DayCount) if row.number}

    assert counted() == {
        ("verdict", "rejected"): 1,
        ("verdict", "approved"): 1,
        ("reason", "personal-attack"): 1,
        ("waited", "60"): 2,
    }
    undo(moderator, decision)
    assert counted() == {("verdict", "approved"): 1, ("waited", "60"): 1}
    right(plan)


def test_counts_are_put_right(moderator):
    plan = make_plan()
    make_waiting(publication=plan)
    with unit_of_work():
        db.session.query(WaitingCount).update({"number": 7})
        db.session.query(Waiting).delete()
    with unit_of_work():
        assert {each.counter.split()[0] for each in comment_actions.recount(plan.id)} == {"comment", "waiting"}
    right(plan)
    with reading():
        assert [row.number for row in db.session.query(WaitingCount)] == [1]
