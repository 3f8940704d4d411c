"""Sanctions by step, always told and appealable; notes, assignments and second opinions."""

import re
from datetime import timedelta

import pytest
import time_machine

from engage.accounts.session import viewer_for
from engage.casework import actions, queries
from engage.casework.models import Appeal
from engage.comments import actions as comment_actions
from engage.comments import holds
from engage.comments.models import CommentState
from engage.core import clock
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.screening.models import Sanction, SanctionStep
from tests.support.accounts import mails, make_account
from tests.support.comments import confirm, fresh, make_comment, make_rules
from tests.support.moderation import make_area, make_moderator
from tests.support.publishing import make_plan


def sanctioned(comment, step, moderator=None, days=7):
    moderator, reason = moderator or make_moderator(), make_rules()
    with unit_of_work():
        return actions.set_sanction(
            viewer_for(moderator),
            person=queries.person_of(fresh(comment)),
            step=SanctionStep(step),
            reason=reason,
            says="You were warned in May.",
            ends_at=clock.now() + timedelta(days=days) if step in ("paused", "held") else None,
        )


@pytest.fixture
def written(site):
    """A comment, and the account that wrote it."""
    account = make_account()
    return make_comment(make_plan(), "Keep the bus.", account=account), account


def link_in(mail):
    return re.search(r"http://127\.0\.0\.1:8000(/appeals/\S+)", mail.text)[1]


def test_a_warning_is_told_and_binds_nothing(written):
    comment, account = written
    sanctioned(comment, "warning")
    assert "A warning" in mails(account.email)[-1].subject
    assert "You were warned in May." in mails(account.email)[-1].text
    assert make_comment(make_plan(), account=account).state is CommentState.PUBLISHED


def test_everything_held_waits_and_says_why_until_it_ends(written):
    comment, account = written
    sanctioned(comment, "held")
    held = make_comment(make_plan(), account=account)
    assert held.state is CommentState.WAITING
    with reading():
        assert "A moderator reads everything that you send first" in holds.held_because(held)[0]
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert make_comment(make_plan(), account=account).state is CommentState.PUBLISHED


@pytest.mark.parametrize(
    ("step", "words"), [("paused", "Your comments here are paused until"), ("closed", "no comment")]
)
def test_who_is_paused_is_refused_plainly_and_can_take_back_but_not_edit(client, written, step, words):
    comment, account = written
    sanctioned(comment, step)
    client.sign_in(account)
    plan = make_plan()
    make_comment(plan)
    refused = client.post("comments.send", {"body": "More."}, publication_id=plan.id, expect=422)
    assert words in refused.words
    assert "You were warned in May." in refused.words
    assert refused.form("comments")["body"] == "More."
    client.post("comments.edit", {"body": "Other words."}, comment_id=comment.id, expect=422)
    client.post("comments.withdraw", comment_id=comment.id)


def test_a_guest_is_told_at_confirming_and_a_tag_is_no_way_round(site):
    comment = make_comment(make_plan(), guest="gordon@northvale.example")
    confirm(comment)
    sanctioned(comment, "paused")
    again = make_comment(make_plan(), guest="gordon+2@northvale.example")
    with pytest.raises(Refused, match="paused until"):
        confirm(again)
    assert fresh(again).state is CommentState.UNCONFIRMED


def test_a_stricter_step_takes_the_place_of_the_milder(written):
    comment, _ = written
    first = sanctioned(comment, "held")
    sanctioned(comment, "paused")
    with reading():
        db.session.expire_all()
        assert db.session.get(Sanction, first.id).lifted_at is not None


def test_the_person_appeals_by_the_link_and_somebody_else_lifts_it(client, written):
    comment, account = written
    decider = make_moderator()
    sanction = sanctioned(comment, "paused", decider)
    path = link_in(mails(account.email)[-1])
    assert "You were warned in May." in client.get(path).words
    client.post(path, {"text": ""}, expect=422)
    assert "We have your appeal" in client.post(path, {"text": "I was not."}, follow=True).words
    with reading():
        appeal = db.session.query(Appeal).one()
    data = {"outcome": "overturned", "answer": "It was another person."}
    client.sign_in(decider)
    client.post("casework_staff.appeal", data, appeal_id=appeal.id, expect=422)
    client.sign_in(make_moderator("Bram Okafor"))
    assert "A sanction" in client.get("casework_staff.appeals").words
    client.post("casework_staff.appeal", data, appeal_id=appeal.id)
    assert "It was another person." in mails(account.email)[-1].text
    with reading():
        db.session.expire_all()
        assert db.session.get(Sanction, sanction.id).lifted_at is not None
    client.sign_out()
    assert "It was another person." in client.get(path).words
    client.get("/appeals/sanctions/nonsense/", expect=404)
    assert make_comment(make_plan(), account=account).is_public


def test_the_page_of_a_person_sets_notes_and_lifts(client, written):
    comment, account = written
    make_rules()
    moderator = make_moderator()
    client.sign_in(moderator)
    page = client.get("casework_staff.person", comment_id=comment.id)
    assert "None so far." in page.words
    client.post("casework_staff.note", {"text": ""}, comment_id=comment.id, expect=422)
    client.post("casework_staff.note", {"text": "Wrote to us before."}, comment_id=comment.id)
    ends = (clock.now() + timedelta(days=3)).date().isoformat()
    data = {"step": "paused", "reason": "personal-attack", "says": "Calm down.", "ends_on": ends}
    no_end = client.post("casework_staff.set_sanction", {**data, "ends_on": ""}, comment_id=comment.id, expect=422)
    assert "Enter until when comments are paused." in no_end.words
    client.post("casework_staff.set_sanction", {**data, "step": ""}, comment_id=comment.id, expect=422)
    after = client.post("casework_staff.set_sanction", data, comment_id=comment.id, follow=True)
    assert "Wrote to us before." in after.words
    assert "In force" in after.words
    listed = client.get("casework_staff.sanctions")
    assert account.name in listed.words
    client.post("casework_staff.lift", sanction_id=1)
    assert "Over" in client.get("casework_staff.sanctions").words


def test_nobody_decides_about_oneself_and_one_area_is_too_small(client):
    moderator = make_moderator()
    comment = make_comment(make_plan(), account=moderator)
    make_rules()
    client.sign_in(moderator)
    data = {"step": "warning", "reason": "personal-attack", "says": "Calm down."}
    refused = client.post("casework_staff.set_sanction", data, comment_id=comment.id, expect=422)
    assert "somebody else must do it" in refused.words
    client.sign_in(make_moderator(area=make_area()))
    client.get("casework_staff.person", comment_id=comment.id, expect=404)
    client.get("casework_staff.sanctions", expect=403)


def test_a_second_opinion_is_asked_and_given_by_a_colleague(client, written):
    comment, _ = written
    first, second = make_moderator(), make_moderator("Bram Okafor")
    client.sign_in(first)
    asked = {"text": "Is this too much?", "asked_of": str(second.id)}
    client.post("casework_staff.opinion", asked, comment_id=comment.id)
    own = client.post("casework_staff.opinion", {"text": "Mine"}, comment_id=comment.id, expect=422)
    assert "somebody else must give it" in own.words
    client.sign_in(second)
    client.post("casework_staff.opinion", {"text": ""}, comment_id=comment.id, expect=422)
    assert "Given to Bram Okafor" in client.get("casework_staff.person", comment_id=comment.id).words
    client.post("casework_staff.opinion", {"text": "It is fair."}, comment_id=comment.id)
    page = client.get("casework_staff.person", comment_id=comment.id)
    assert "It is fair." in page.words
    assert "Given to Rosalind Achebe" in page.words
    client.post("casework_staff.assign", {"account": str(second.id)}, comment_id=comment.id)
    client.post("casework_staff.assign", {"account": ""}, comment_id=comment.id)
    assert "Given to nobody" in client.get("casework_staff.person", comment_id=comment.id).words
    client.post("casework_staff.assign", {"account": "999"}, comment_id=comment.id, expect=422, unchecked="an error")


def test_a_shift_is_handed_over(client):
    client.sign_in(make_moderator())
    assert "Nothing has been handed over yet." in client.get("casework_staff.handover").words
    client.post("casework_staff.handover", {"text": ""}, expect=422)
    client.post("casework_staff.handover", {"text": "Watch the ward plan."})
    assert "Watch the ward plan." in client.get("casework_staff.handover").words


def test_an_edit_by_a_held_person_waits(written):
    comment, account = written
    sanctioned(comment, "held")
    with unit_of_work():
        comment_actions.edit_comment(viewer_for(account), comment=fresh(comment), body="Keep both buses.")
    assert fresh(comment).pending_revision == 2
