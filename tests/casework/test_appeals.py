"""An appeal: asked by the writer, heard by somebody else, answered."""

import pytest

from engage.casework.models import Appeal, AppealState
from engage.comments.codes import manage_token
from engage.comments.models import CommentState
from engage.core.database import db, reading
from engage.moderation.models import Verdict
from tests.support.accounts import mails, make_account
from tests.support.comments import confirm, fresh, make_comment, make_rules
from tests.support.moderation import make_area, make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan

WHY = "I speak about the bus, not about a person."


def the_appeal():
    with reading():
        db.session.expire_all()
        return db.session.query(Appeal).one()


@pytest.fixture
def rejected(site):
    """A rejected comment, its writer and who rejected it."""
    writer, decider = make_account(), make_moderator()
    comment = make_waiting("Keep the bus.", account=writer)
    make_decision(decider, comment, Verdict.REJECTED)
    return comment, writer, decider


def test_a_rejected_comment_is_appealed_and_shown_after_all(client, another_client, rejected):
    comment, writer, decider = rejected
    client.sign_in(writer)
    assert "Appeal if you think that this is wrong" in client.get("comments.own").words
    asked = client.get("casework.appeal", comment_id=comment.id)
    assert "within 10 working days" in asked.words
    after = client.post("casework.appeal", {"text": WHY}, comment_id=comment.id, follow=True)
    assert "We have your appeal" in after.words
    assert the_appeal().decider_id == decider.id
    assert "We have your appeal" in mails(writer.email)[-1].subject

    another_client.sign_in(make_moderator("Bram Okafor"))
    assert "Imogen Hartley" in another_client.get("casework_staff.appeals").words
    page = another_client.get("casework_staff.appeal", appeal_id=the_appeal().id)
    assert WHY in page.words
    answer = {**page.form(), "outcome": "overturned", "answer": "It is about the service."}
    another_client.post("casework_staff.appeal", answer, appeal_id=the_appeal().id)
    assert fresh(comment).state is CommentState.PUBLISHED
    assert "It is about the service." in mails(writer.email)[-1].text
    again = client.get("casework.appeal", comment_id=comment.id)
    assert "The decision was wrong" in again.words
    assert "The decision was wrong" in another_client.get("casework_staff.appeals").words
    another_client.post("casework_staff.appeal", answer, appeal_id=the_appeal().id, expect=422)


def test_an_appeal_stands_in_the_one_list_of_what_waits(client, rejected):
    comment, writer, _ = rejected
    client.sign_in(writer)
    client.post("casework.appeal", {"text": WHY}, comment_id=comment.id)
    client.sign_in(make_moderator("Bram Okafor"))
    page = client.get("moderation_staff.queue", kind="appeal")
    assert "Appeal by Imogen Hartley" in page.words
    assert WHY in page.words
    data = {"outcome": "upheld", "answer": "No."}
    client.post("casework_staff.appeal", data, appeal_id=the_appeal().id)
    assert "Appeal by Imogen Hartley" not in client.get("moderation_staff.queue", kind="appeal").words


def test_whoever_decided_cannot_hear_it(client, rejected):
    comment, writer, decider = rejected
    client.sign_in(writer)
    client.post("casework.appeal", {"text": WHY}, comment_id=comment.id)
    client.sign_in(decider)
    assert "not yours to hear" in client.get("casework_staff.appeals").words
    page = client.get("casework_staff.appeal", appeal_id=the_appeal().id)
    assert "Somebody else must hear the appeal" in page.words
    data = {"outcome": "upheld", "answer": "No."}
    refused = client.post("casework_staff.appeal", data, appeal_id=the_appeal().id, expect=422)
    assert "somebody else must hear it" in refused.words
    assert the_appeal().state is AppealState.OPEN


def test_an_upheld_decision_stands_and_cannot_be_appealed_twice(client, rejected):
    comment, writer, _ = rejected
    client.sign_in(writer)
    client.post("casework.appeal", {"text": WHY}, comment_id=comment.id)
    twice = client.post("casework.appeal", {"text": WHY}, comment_id=comment.id, expect=422)
    assert "You have appealed against this decision already." in twice.words
    client.sign_in(make_moderator("Bram Okafor"))
    client.post(
        "casework_staff.appeal", {"outcome": "upheld", "answer": "It names a person."}, appeal_id=the_appeal().id
    )
    assert fresh(comment).state is CommentState.REJECTED
    client.sign_in(writer)
    assert "It names a person." in client.get("casework.appeal", comment_id=comment.id).words


def test_a_guest_appeals_by_the_link_and_a_hidden_comment_comes_back(client):
    comment = make_comment(make_plan(), "Keep the bus.", guest="gordon@northvale.example")
    confirm(comment)
    make_decision(make_moderator(), comment, Verdict.HIDDEN)
    token = manage_token(fresh(comment))
    assert "Appeal if you think" in client.get("comments.manage", token=token).words
    client.post("casework.guest_appeal", {"text": ""}, token=token, expect=422)
    client.post("casework.guest_appeal", {"text": WHY}, token=token)
    client.sign_in(make_moderator("Bram Okafor"))
    data = {"outcome": "overturned", "answer": "You are right."}
    client.post("casework_staff.appeal", data, appeal_id=the_appeal().id)
    assert fresh(comment).is_public
    assert "You are right." in mails("gordon@northvale.example")[-1].text
    client.get("casework.guest_appeal", token="nonsense", expect=404)


def test_what_was_not_decided_cannot_be_appealed_nor_what_is_another_persons(client, rejected):
    comment, _, _ = rejected
    stranger = make_account()
    client.sign_in(stranger)
    client.get("casework.appeal", comment_id=comment.id, expect=404)
    published = make_comment(make_plan(), account=stranger)
    refused = client.post("casework.appeal", {"text": WHY}, comment_id=published.id, expect=422)
    assert "Nothing has been decided" in refused.words


def test_a_moderator_of_elsewhere_sees_no_appeal(client, rejected):
    comment, writer, _ = rejected
    client.sign_in(writer)
    client.post("casework.appeal", {"text": WHY}, comment_id=comment.id)
    client.sign_in(make_moderator(area=make_area()))
    assert "No appeal waits." in client.get("casework_staff.appeals").words
    client.get("casework_staff.appeal", appeal_id=the_appeal().id, expect=404)


def test_the_rules_are_public_and_numbered(client):
    make_rules("personal-attack", "off-topic")
    words = client.get("/moderation-policy/").words
    assert "1. Personal attack" in words
    assert "2. Off topic" in words
