"""The desk when something of every kind waits: few statements, one order, and figures of all of it."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.casework import actions
from engage.comments import actions as comment_actions
from engage.comments.models import Comment
from engage.core import clock, jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.moderation.models import Decision, Verdict
from engage.representations import actions as representing
from tests.support.accounts import make_account
from tests.support.comments import make_comment, make_rules
from tests.support.drafts import make_group
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting
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


def test_figures_tell_of_appeals_and_of_what_was_given_to_one(desk, client):
    plan = make_plan()
    first = everything(plan)
    page = desk.get("moderation_staff.item", comment_id=first.id)
    assert "Given to nobody in particular" in page.words
    [take] = [form for form in page.select("form.button-form") if "/assign/" in form.get("action")]
    taken = desk.post(take.get("action"), page.form(take.get("action")), follow=True)
    assert "Given to you" in taken.words
    assert taken.select("[data-shortcut=i]")[0].text_content().strip() == "Give it back"
    figures = desk.get("moderation_staff.figures")
    shown = dict(
        zip(
            [each.text_content() for each in figures.select(".figures dt")],
            [each.text_content().split(":")[0] for each in figures.select(".figures dd")],
            strict=True,
        )
    )
    assert (shown["Appeals"], shown["Escalated"], shown["Given to you"]) == ("1", "0", "1")
    assert len(figures.statements) <= 15, "\n".join(figures.statements)
    assert "The bus stops at six." in desk.get("casework_staff.handover").words
    local = client.sign_out().sign_in(make_moderator("Ada", area=make_area()))
    assert "Appeals 0" in local.get("moderation_staff.figures").words


def test_a_comment_is_given_only_to_those_who_may_decide_about_it(desk):
    comment = make_waiting(publication=make_plan())
    local = make_moderator("Ada", area=make_area())
    ida = make_moderator("Ida")
    assign = {"comment_id": comment.id}
    refused = desk.post("casework_staff.assign", {"account": str(local.id)}, expect=422, **assign)
    assert "does not moderate there" in refused.words
    desk.post("casework_staff.assign", {"account": "9999"}, expect=422, **assign)
    desk.post("casework_staff.assign", {"account": str(ida.id)}, **assign)
    assert "Given to Ida" in desk.get("moderation_staff.item", **assign).words
    own = make_waiting(account=ida)
    refused = desk.post("casework_staff.assign", {"account": str(ida.id)}, expect=422, comment_id=own.id)
    assert "wrote the comment" in refused.words


def test_the_banner_counts_what_is_late_where_one_moderates(client, another_client):
    area = make_area()
    with time_machine.travel(clock.now() - timedelta(days=30)):
        make_waiting(publication=make_plan("Elsewhere"))
        make_waiting(publication=make_plan("Elsewhere too"))
        here = make_plan("Here", areas=[area])
    jobs.run("casework.watch")
    local = client.sign_in(make_moderator("Ada", area=area))
    assert "waited longer than we promise" not in local.get("moderation_staff.queue").words
    with time_machine.travel(clock.now() - timedelta(days=30)):
        make_waiting(publication=here)
    jobs.run("casework.watch")
    assert "1 comment has waited longer than we promise" in local.get("moderation_staff.queue").words
    everywhere = another_client.sign_in(make_moderator("Ida"))
    assert "3 comments have waited longer than we promise" in everywhere.get("moderation_staff.queue").words
