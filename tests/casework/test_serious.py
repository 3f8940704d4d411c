"""What is serious: escalated at once to named people; reports of illegal content are answered."""

import pytest

from engage.casework.models import Escalation, IllegalReport
from engage.comments.models import CommentState
from engage.core.database import db, reading
from tests.support.accounts import mails, make_account
from tests.support.comments import fresh, make_comment
from tests.support.moderation import make_area, make_moderator, make_waiting
from tests.support.publishing import make_plan


def one(table):
    with reading():
        db.session.expire_all()
        return db.session.query(table).one()


@pytest.fixture
def moderator(client):
    """A moderator's browser."""
    return client.sign_in(make_moderator())


def test_a_threat_leaves_the_page_and_named_people_are_told(client, another_client):
    boss = make_account("boss@northvale.example", roles=["administrator"])
    client.sign_in(boss)
    page = client.get("casework_staff.procedure", worry="threat")
    wrong = client.post("casework_staff.procedure", {**page.form(), "people": "nobody"}, worry="threat", expect=422)
    assert "“nobody” is not an email address." in wrong.words
    data = {**page.form(), "people": "duty@northvale.example\nboss@northvale.example"}
    client.post("casework_staff.procedure", data, worry="threat")
    client.get("casework_staff.procedure", worry="none", expect=404)

    comment = make_comment(make_plan(), "I know where you park.")
    another_client.sign_in(make_moderator())
    form = another_client.get("casework_staff.escalate", comment_id=comment.id)
    another_client.post("casework_staff.escalate", {**form.form(), "worry": ""}, comment_id=comment.id, expect=422)
    after = another_client.post(
        "casework_staff.escalate", {"worry": "threat", "note": "Twice today."}, comment_id=comment.id, follow=True
    )
    assert "Is somebody in danger now?" in after.words
    assert "Twice today." in after.words
    assert fresh(comment).state is CommentState.HIDDEN
    assert "I know where you park." in one(Escalation).evidence
    assert "I know where you park." not in mails("duty@northvale.example")[-1].text
    assert mails("boss@northvale.example")[-1].name == "escalated"
    case = one(Escalation)
    again = another_client.post("casework_staff.escalate", {"worry": "threat"}, comment_id=comment.id)
    assert f"/escalations/{case.id}/" in again.location
    assert "A threat" in another_client.get("casework_staff.escalations").words
    another_client.post("casework_staff.escalation", {"text": ""}, escalation_id=case.id, expect=422)
    another_client.post("casework_staff.escalation", {"text": "Rang the police."}, escalation_id=case.id)
    another_client.post("casework_staff.close_escalation", {"text": ""}, escalation_id=case.id, expect=422)
    another_client.post("casework_staff.close_escalation", {"text": "They have it."}, escalation_id=case.id)
    closed = another_client.get("casework_staff.escalation", escalation_id=case.id)
    assert "Rang the police." in closed.words
    assert "Closed: They have it." in closed.words
    another_client.post("casework_staff.escalation", {"text": "More."}, escalation_id=case.id, expect=422)


def test_what_waits_stays_held_and_administrators_are_told_while_nobody_is_named(moderator):
    boss = make_account(roles=["administrator"])
    comment = make_waiting("I cannot go on.")
    moderator.post("casework_staff.escalate", {"worry": "self_harm"}, comment_id=comment.id)
    assert fresh(comment).state is CommentState.WAITING
    assert "self-harm" in mails(boss.email)[-1].subject


def test_one_escalates_neither_own_comments_nor_those_of_elsewhere(client):
    moderator = make_moderator()
    comment = make_comment(make_plan(), account=moderator)
    client.sign_in(moderator)
    refused = client.post("casework_staff.escalate", {"worry": "legal"}, comment_id=comment.id, expect=422)
    assert "somebody else must do it" in refused.words
    client.sign_in(make_moderator(area=make_area()))
    client.get("casework_staff.escalate", comment_id=comment.id, expect=404)


REPORT = {
    "where": "Comment 1",
    "text": "It is a lie about a person.",
    "name": "Gordon Pike",
    "email": "Gordon@Pike.example",
}


def test_the_public_reports_something_illegal_and_gets_an_answer(client, another_client):
    comment = make_comment(make_plan(), "She stole the money.")
    report_page = client.get("comments.report", comment_id=comment.id)
    assert "Report illegal content" in report_page.words
    page = client.get("casework.illegal", comment=comment.id)
    assert f"/comments/{comment.id}/" in page.form("illegal")["where"]
    missing = client.post("casework.illegal", {**REPORT, "text": ""}, expect=422)
    assert "Say what is against the law, and why." in missing.words
    sent = client.post("casework.illegal", {**REPORT, "comment": str(comment.id)}, follow=True)
    assert "within 16 working hours" in sent.words
    assert "You get the answer by" in mails("gordon@pike.example")[-1].text

    another_client.sign_in(make_moderator())
    report = one(IllegalReport)
    assert "Report 1" in another_client.get("casework_staff.illegal_reports").words
    another_client.get("casework_staff.illegal_report", report_id=report.id)
    another_client.post("casework_staff.illegal_report", {"answer": "x"}, report_id=report.id, expect=422)
    data = {"removed": "yes", "answer": "You are right."}
    another_client.post("casework_staff.illegal_report", data, report_id=report.id)
    assert fresh(comment).state is CommentState.HIDDEN
    assert "You are right." in mails("gordon@pike.example")[-1].text
    twice = another_client.post("casework_staff.illegal_report", data, report_id=report.id, expect=422)
    assert "answered this report already" in twice.words


def test_a_report_of_nothing_that_is_known_is_answered_too_and_not_by_its_maker(client):
    moderator = make_moderator()
    client.sign_in(moderator)
    client.post("casework.illegal", {**REPORT, "comment": "99999"})
    data = {"removed": "no", "answer": "It is true."}
    own = client.post("casework_staff.illegal_report", data, report_id=one(IllegalReport).id, expect=422)
    assert "somebody else must answer it" in own.words
    client.sign_in(make_moderator("Bram Okafor"))
    client.post("casework_staff.illegal_report", data, report_id=one(IllegalReport).id)
    assert one(IllegalReport).removed is False
    client.sign_in(make_moderator(area=make_area()))
    client.get("casework_staff.illegal_report", report_id=one(IllegalReport).id, expect=404)
