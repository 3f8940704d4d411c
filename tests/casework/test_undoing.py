"""What is decided in casework can be undone for a while, and until then nobody is told of it."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.casework import actions
from engage.casework.actions.serious import SOURCE, WAIT
from engage.casework.models import Appeal, AppealState, Escalation
from engage.casework.queries import person_of
from engage.comments.models import Comment, CommentState, Hold
from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.undoing import UndoStep
from engage.moderation.actions import recount_decisions
from engage.moderation.models import Decision, Verdict
from engage.screening.models import Sanction
from tests.support.accounts import mails, make_account
from tests.support.comments import fresh, make_comment, make_rules
from tests.support.databases import look_again
from tests.support.mail import in_outbox
from tests.support.moderation import make_decision, make_moderator, make_waiting, standing
from tests.support.publishing import make_plan


@pytest.fixture
def writer(site):
    make_rules()
    return make_account("ada@example.org", "Ada")


@pytest.fixture
def desk(client):
    client.account = make_moderator()
    return client.sign_in(client.account)


def subjects() -> list[str]:
    return [mail.name for mail in mails("ada@example.org")]


def settled_jobs() -> None:
    jobs.run("ledger.seal")
    jobs.run("mail.notices")


def undo(browser, **values):
    look_again()
    step = db.session.query(UndoStep).order_by(UndoStep.id.desc()).first()
    return browser.post("moderation_staff.undo_step", {}, step_id=step.id, **values)


def appealed(writer, verdict=Verdict.REJECTED) -> tuple[Comment, Appeal]:
    comment = make_waiting("Sister Brown is a fool.", account=writer)
    if verdict is Verdict.HIDDEN:
        make_decision(make_moderator("Ida"), comment, Verdict.APPROVED)
    decided = make_decision(make_moderator("Piers Holt"), comment, verdict)
    with unit_of_work():
        db.session.get_one(Decision, decided.id).settles_at = clock.now()
        found = db.session.get_one(Comment, comment.id)
        return comment, actions.appeal_comment(viewer_for(writer), comment=found, text="I named nobody.")


def hear(desk, appeal, outcome="overturned"):
    data = {"outcome": outcome, "answer": "We looked again."}
    return desk.post("casework_staff.appeal", data, appeal_id=appeal.id)


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.HIDDEN])
def test_an_appeal_that_was_overturned_waits_again_and_the_comment_is_gone_again(desk, writer, verdict):
    comment, appeal = appealed(writer, verdict)
    with unit_of_work():
        db.session.query(Decision).update({"settles_at": clock.now()})
    settled_jobs()
    told = subjects()
    hear(desk, appeal)
    assert standing(comment).state is CommentState.PUBLISHED
    settled_jobs()
    assert [name for name in subjects() if name not in told] == ["appeal_answered"]
    assert "Nobody is told before" in desk.get("casework_staff.appeals").words
    assert "You decided an appeal" in desk.get("moderation_staff.queue").words
    undo(desk)
    look_again()
    back = db.session.get_one(Appeal, appeal.id)
    assert (back.state, back.decided_at) == (AppealState.OPEN, None)
    assert standing(comment).state is CommentState(verdict.value)
    assert "appeal_answered" not in subjects()
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        settled_jobs()
    assert subjects() == told
    page = desk.get("casework_staff.appeal", appeal_id=appeal.id)
    assert page.select("textarea[name=answer]")[0].text_content().strip() == "We looked again."
    with unit_of_work():
        assert recount_decisions(comment.publication_id) == []


def test_an_appeal_that_stood_is_reopened_and_decided_the_other_way(desk, writer):
    comment, appeal = appealed(writer)
    hear(desk, appeal, "upheld")
    undo(desk)
    hear(desk, appeal)
    assert standing(comment).state is CommentState.PUBLISHED
    assert subjects().count("appeal_answered") == 1
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        settled_jobs()
        assert "notice_published" in subjects()
        assert "is over" in undo(desk, follow=True).words


def test_the_decision_of_an_appeal_is_not_undone_without_it(desk, another_client, writer):
    comment, appeal = appealed(writer)
    hear(desk, appeal)
    look_again()
    made = db.session.query(Decision).order_by(Decision.id.desc()).first()
    for browser in (desk, another_client.sign_in(make_moderator("Ida"))):
        page = browser.post("moderation_staff.undo", {}, decision_id=made.id, follow=True)
        assert "belongs to an appeal" in page.words
    assert standing(comment).state is CommentState.PUBLISHED


def test_an_answer_that_came_too_late_is_still_in_a_box(desk, another_client, writer):
    _, appeal = appealed(writer)
    open_page = desk.get("casework_staff.appeal", appeal_id=appeal.id)
    hear(another_client.sign_in(make_moderator("Ida")), appeal)
    data = {**open_page.form(), "outcome": "upheld", "answer": "My long answer."}
    late = desk.post("casework_staff.appeal", data, appeal_id=appeal.id, expect=422)
    assert "Somebody else has decided" in late.words
    assert late.select("#kept-words")[0].text_content() == "My long answer."


def sanctioned(desk, comment, step="held"):
    data = {"step": step, "reason": "personal-attack", "says": "You insulted people."}
    return desk.post("casework_staff.set_sanction", data, comment_id=comment.id)


def in_force() -> list[str]:
    look_again()
    return [row.step.value for row in db.session.query(Sanction).order_by(Sanction.id) if row.lifted_at is None]


def test_a_sanction_is_undone_and_the_one_before_binds_again(desk, writer):
    comment = make_waiting(account=writer)
    sanctioned(desk, comment)
    sanctioned(desk, comment, "closed")
    assert in_force() == ["closed"]
    assert [mail.due_at > clock.now() + timedelta(minutes=4) for mail in mails("ada@example.org")] == [True, True]
    undo(desk)
    assert in_force() == ["held"]
    assert subjects() == ["sanction_set"]
    sanctioned(desk, comment, "closed")
    look_again()
    numbers = [row.id for row in db.session.query(Sanction).order_by(Sanction.id)]
    assert numbers == [1, 3], "the number of a sanction that was undone is not given again"


def test_the_lifting_of_a_sanction_is_undone_unless_another_binds(desk, writer):
    comment = make_waiting(account=writer)
    sanctioned(desk, comment)
    look_again()
    desk.post("casework_staff.lift", {}, sanction_id=db.session.query(Sanction).one().id)
    assert in_force() == []
    undo(desk)
    assert in_force() == ["held"]


def test_nobody_sanctions_oneself_as_a_guest(desk):
    comment = make_waiting(guest=desk.account.email)
    with unit_of_work():
        found = db.session.get_one(Comment, comment.id)
        found.state = CommentState.PUBLISHED
    refused = sanctioned_page(desk, comment)
    assert "about yourself" in refused.words
    assert in_force() == []


def sanctioned_page(desk, comment):
    data = {"step": "held", "reason": "personal-attack", "says": "You insulted people."}
    return desk.post("casework_staff.set_sanction", data, comment_id=comment.id, expect=422)


def test_a_closed_case_is_opened_again_and_what_was_written_stays(desk, writer):
    comment = make_waiting(account=writer)
    desk.post("casework_staff.escalate", {"worry": "threat"}, comment_id=comment.id)
    look_again()
    case = db.session.query(Escalation).one()
    empty = desk.post("casework_staff.close_escalation", {"text": ""}, escalation_id=case.id, expect=422)
    assert "Write what was done" in empty.words
    desk.post("casework_staff.close_escalation", {"text": "The police know."}, escalation_id=case.id)
    late = desk.post("casework_staff.close_escalation", {"text": "I rang."}, escalation_id=case.id, expect=422)
    assert late.select("#kept-words")[0].text_content() == "I rang."
    undo(desk)
    page = desk.get("casework_staff.escalation", escalation_id=case.id)
    assert "The police know." in page.words
    assert "Record it" in page.words


def test_a_second_moderator_who_escalates_loses_no_word(desk, another_client, writer):
    comment = make_waiting(account=writer)
    desk.post("casework_staff.escalate", {"worry": "threat"}, comment_id=comment.id)
    other = another_client.sign_in(make_moderator("Ida"))
    data = {"worry": "self_harm", "note": "She writes of pills."}
    assert (
        "She writes of pills." in other.post("casework_staff.escalate", data, comment_id=comment.id, follow=True).words
    )


def test_nobody_reads_what_was_noted_about_oneself(desk):
    comment = make_waiting(account=desk.account)
    with unit_of_work():
        found = db.session.get_one(Comment, comment.id)
        actions.write_note(viewer_for(make_moderator("Ida")), text="Watch him.", person=person_of(found))
    assert "Watch him." not in desk.get("casework_staff.person", comment_id=comment.id).words


def escalated(desk, comment, worry="threat"):
    desk.post("casework_staff.escalate", {"worry": worry}, comment_id=comment.id)
    return {row.name: row for row in in_outbox() if row.name in ("escalated", "comment_held")}


def test_an_escalation_is_undone_within_a_minute_and_nobody_hears_of_it(desk):
    make_account("boss@northvale.example", roles=["administrator"])
    comment = make_comment(make_plan(), "I know where you park.", account=make_account("ada@people.example"))
    waiting = escalated(desk, comment)
    assert all(WAIT / 2 < row.due_at - row.created_at <= WAIT for row in waiting.values())
    assert set(waiting) == {"escalated", "comment_held"}
    assert fresh(comment).state is CommentState.HIDDEN
    undo(desk)
    assert fresh(comment).state is CommentState.PUBLISHED
    assert not [row for row in in_outbox() if row.name in waiting]
    assert rows(Escalation) == []
    assert [hold for hold in rows(Hold) if hold.source == SOURCE] == []


def test_an_escalation_of_what_waits_leaves_it_waiting_when_it_is_undone(desk):
    comment = make_waiting("I cannot go on.")
    escalated(desk, comment, "self_harm")
    undo(desk)
    assert fresh(comment).state is CommentState.WAITING
    assert rows(Escalation) == []


def test_an_escalation_is_not_undone_once_people_are_told_or_something_was_done(desk):
    first, second = (make_comment(make_plan(), f"I know where you park, number {number}.") for number in (1, 2))
    escalated(desk, first)
    with clock.pretending(clock.now() + WAIT + timedelta(seconds=1)):
        assert "is over" in undo(desk, follow=True).words
    escalated(desk, second)
    case = rows(Escalation)[-1]
    desk.post("casework_staff.escalation", {"text": "Rang the police."}, escalation_id=case.id)
    assert "Close it instead" in undo(desk, follow=True).words
    assert fresh(second).state is CommentState.HIDDEN


def rows(table):
    with reading():
        db.session.expire_all()
        return db.session.query(table).order_by(table.id).all()
