"""The desk when something of every kind waits: few statements, one order, and figures of all of it."""

import pytest

from engage.accounts.session import viewer_for
from engage.casework import actions
from engage.comments import actions as comment_actions
from engage.comments.models import Comment
from engage.consultations.actions import representing
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.moderation.models import Decision, Verdict
from tests.support.accounts import make_account
from tests.support.comments import make_comment, make_rules
from tests.support.drafts import make_group
from tests.support.moderation import make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan
from tests.support.responses import make_response, two_questions


@pytest.fixture
def desk(client):
    return client.sign_in(make_moderator())


def an_appeal(plan):
    writer = make_account(name="Ada")
    comment = make_waiting("Sister Brown is a fool.", publication=plan, account=writer)
    decided = make_decision(make_moderator("Piers Holt"), comment, Verdict.REJECTED)
    with unit_of_work():
        db.session.get_one(Decision, decided.id).settles_at = clock.now()
        found = db.session.get_one(Comment, comment.id)
        actions.appeal_comment(viewer_for(writer), comment=found, text="I named nobody.")


def a_report(plan):
    comment = make_comment(plan, "Sister Brown is useless.", guest=None)
    make_decision(make_moderator("Ida"), comment, Verdict.APPROVED)
    with unit_of_work():
        found = db.session.get_one(Comment, comment.id)
        comment_actions.report_comment(VISITOR, comment=found, reason=make_rules(), source_key="somewhere")


def everything(plan, number=""):
    first = make_waiting("The bus stops at six.", publication=plan)
    make_response(two_questions(publications=[plan], slug=f"asked{number}"), "Two hours.", published=False)
    person = make_account(name="Rita Amis")
    with unit_of_work():
        representing.ask_to_represent(
            viewer_for(person), organisation=db.session.merge(make_group(f"group{number}")), explanation="I chair it."
        )
    an_appeal(plan)
    a_report(plan)
    make_waiting("The car park is full.", publication=plan)
    return first


def test_the_queue_and_an_item_take_few_statements_when_everything_waits(desk):
    first = everything(make_plan())
    queue = desk.get("moderation_staff.queue")
    kinds = [heading.text_content() for heading in queue.select(".case__title")]
    assert len(kinds) == 6
    assert len(queue.statements) <= 15, "\n".join(queue.statements)
    item = desk.get("moderation_staff.item", comment_id=first.id)
    assert len(item.statements) <= 15, "\n".join(item.statements)
