"""Following up: what somebody offered in a comment or a response is not lost."""

import pytest

from engage.casework.actions import serious
from engage.comments.models import Comment
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.engagements.models import FollowedKind
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.casework.test_everything_waits import everything
from tests.support.accounts import make_account
from tests.support.comments import hide, make_comment, open_thread
from tests.support.consultations import make_consultation
from tests.support.engagements import make_engagement
from tests.support.moderation import make_moderator
from tests.support.page_client import PageClient
from tests.support.publishing import make_plan
from tests.support.responses import make_response, response_of, two_questions
from tests.support.submissions import make_submission


def follow_up(client, page):
    link = next(a for a in page.select("a") if "Follow up" in a.text_content())
    form = client.get(link.get("href"))
    return form, client.post(link.get("href"), form.form(), follow=True)


def test_a_comment_that_offers_help_is_followed_up(client):
    plan = make_plan("One stroke unit")
    comment = make_comment(
        plan, "I could drive people home.", account=make_account("gordon@pike.example", "Gordon Pike")
    )
    client.sign_in(make_account(roles=["moderator"]))
    asked, page = follow_up(client, client.get("moderation_staff.item", comment_id=comment.id))
    assert asked.form()["others"] == "Gordon Pike"
    assert "gordon@pike.example" in asked.words
    assert "It follows up something" in page.words
    assert "I could drive people home." in page.words
    assert "One stroke unit" in page.words
    again = client.get("engagements_staff.new", follows="comment", id=comment.id)
    assert "It was followed up before" in again.words


def offers_to_follow_up(page):
    return [a.get("href").partition("?")[2] for a in page.select("a") if a.text_content().startswith("Follow up")]


def test_an_officer_follows_up_from_the_public_pages_of_a_comment_and_visitors_see_no_link(client, another_client):
    comment = make_comment(
        make_plan("One stroke unit"), "I could drive people home.", account=make_account(name="Gordon Pike")
    )
    client.sign_in(make_account(roles=["officer"]))
    pages = (("site.plan", {"slug": "one-stroke-unit"}), ("comments.replies", {"comment_id": comment.id}))
    for endpoint, place in pages:
        asked, _ = follow_up(client, client.get(endpoint, **place))
        assert asked.form()["others"] == "Gordon Pike"
        assert "Follow up" not in another_client.get(endpoint, **place).words


@pytest.mark.parametrize("staff_first", [True, False])
def test_each_comment_and_reply_on_a_plan_is_followed_up_by_staff_alone(site, client, another_client, staff_first):
    plan = make_plan("One stroke unit")
    first = make_comment(plan, "I could drive people home.")
    reply = make_comment(plan, "So could I.", parent=first)
    removed = hide(make_comment(plan, "Not to be said."))
    client.sign_in(make_account(roles=["editor"]))
    another_client.sign_in(make_account())
    visitor = PageClient(site)
    for each in (client, another_client) if staff_first else (another_client, visitor, client):
        each.get("site.plan", slug="one-stroke-unit")
    wanted = [f"follows=comment&id={each.id}" for each in (first, reply)]
    assert offers_to_follow_up(client.get("site.plan", slug="one-stroke-unit")) == wanted
    for each in (another_client, visitor):
        assert not offers_to_follow_up(each.get("site.plan", slug="one-stroke-unit"))
    assert "Not to be said." not in client.get("site.plan", slug="one-stroke-unit").words, removed


def test_a_plan_of_another_area_offers_staff_nothing(client, vale, coast):
    for name, area in (("Here", vale), ("There", coast)):
        make_comment(make_plan(name, slug=name.lower(), areas=[area]), "I could drive people home.")
    client.sign_in(make_account(roles=["officer"], area=vale))
    assert offers_to_follow_up(client.get("site.plan", slug="here"))
    assert not offers_to_follow_up(client.get("site.plan", slug="there"))


def test_a_comment_is_followed_up_from_the_queue(client):
    plan = make_plan("One stroke unit")
    open_thread(plan, "before")
    waiting = make_comment(plan, "I could drive people home.", account=make_account(name="Gordon Pike"))
    client.sign_in(make_moderator())
    assert offers_to_follow_up(client.get("moderation_staff.queue")) == [f"follows=comment&id={waiting.id}"]


def test_a_response_is_followed_up(client):
    consultation = make_consultation(publications=[make_plan()])
    sent = make_submission(consultation, name="Gordon Pike")
    client.sign_in(make_account(roles=["officer"]))
    for page in (
        client.get("submissions_staff.submissions", consultation_id=consultation.id),
        client.get("submissions_staff.submission", consultation_id=consultation.id, submission_id=sent.id),
    ):
        assert sent.reference in follow_up(client, page)[1].words


def test_a_moderator_follows_up_a_response_without_learning_where_the_person_is_reached(client, another_client):
    consultation = two_questions(publications=[make_plan("One stroke unit")])
    waiting = make_response(consultation, published=False, email="gordon@pike.example")
    client.sign_in(make_account(roles=["moderator"]))
    asked, page = follow_up(client, client.get("responses_staff.response_item", submission_id=waiting.id))
    assert asked.form()["others"] == "Gordon Pike"
    assert "gordon@pike.example" not in asked.text + page.text
    path = next(a.get("href") for a in page.select("a") if a.get("href", "").endswith("/edit/")).removesuffix("edit/")
    another_client.sign_in(make_account(roles=["officer"]))
    assert "gordon@pike.example" in another_client.get(path).text, "the officer sees it"


def test_a_published_response_is_followed_up_where_it_is_read(client, another_client):
    consultation = two_questions(publications=[make_plan("One stroke unit")])
    shown = response_of(make_response(consultation, name="Ada Moor"))
    client.sign_in(make_account(roles=["moderator"]))
    another_client.sign_in(make_account())
    for endpoint, place in (("responses.response", {"number": shown.number}), ("responses.responses", {})):
        asked, _ = follow_up(client, client.get(endpoint, slug=consultation.slug, **place))
        assert asked.form()["others"] == "Ada Moor"
        assert not offers_to_follow_up(another_client.get(endpoint, slug=consultation.slug, **place))


def test_every_kind_of_item_in_the_queue_leads_on(client):
    everything(make_plan("One stroke unit"))
    client.sign_in(make_moderator())
    queue = client.get("moderation_staff.queue")
    items = [each.get("href") for each in queue.select(".case__title a")]
    assert len(items) == 6
    for path in items:
        link = next((a for a in client.get(path).select("a") if "Follow up" in a.text_content()), None)
        assert link is not None, path
        assert client.get(link.get("href")).form()["others"], path


def test_what_was_reported_as_illegal_leads_on(client):
    comment = make_comment(make_plan(), "I could drive people home.", account=make_account(name="Gordon Pike"))
    with unit_of_work():
        found = db.session.get_one(Comment, comment.id)
        report = serious.report_illegal(
            VISITOR, where="here", text="A threat.", name="Ada", email="ada@moor.example", comment=found
        )
    client.sign_in(make_moderator())
    asked, _ = follow_up(client, client.get("casework_staff.illegal_report", report_id=report.id))
    assert asked.form()["others"] == "Gordon Pike"


def test_nothing_is_said_of_what_one_may_not_read(client, another_client):
    plan = make_plan("One stroke unit")
    open_thread(plan, "before")
    comment = make_comment(plan, "My secret words.", account=make_account(name="Gordon Pike"))
    consultation = make_consultation(publications=[plan])
    sent, draft = make_submission(consultation, name="Gordon Pike"), make_submission(consultation, sent=False)
    client.sign_in(make_account(roles=["editor"]))
    client.get("engagements_staff.new", follows="comment", id=comment.id, expect=404)
    client.get("engagements_staff.new", follows="submission", id=sent.id, expect=404)
    client.get("engagements_staff.new", follows="cat", id=1, expect=404)
    another_client.sign_in(make_account(roles=["moderator", "officer"]))
    another_client.get("engagements_staff.new", follows="submission", id=draft.id, expect=404)
    _, page = follow_up(another_client, another_client.get("moderation_staff.item", comment_id=comment.id))
    assert "My secret words." in page.words
    edit = next(a.get("href") for a in page.select("a") if a.get("href", "").endswith("/edit/"))
    assert "My secret words." not in client.get(edit.removesuffix("edit/")).words


@pytest.fixture
def vale(site):
    return make_area("NV", "North Vale")


@pytest.fixture
def coast(site):
    return make_area("SC", "South Coast")


def make_area(code, name):
    with unit_of_work():
        return add_area(VISITOR, code=code, name=name, kind=AreaKind.SYSTEM)


def test_earlier_follow_ups_of_other_areas_are_not_named(client, another_client, vale, coast):
    comment = make_comment(make_plan(areas=[coast, vale]), "I could drive people home.")
    about = {"follows": (FollowedKind.COMMENT, comment.id)}
    make_engagement("A call about her health", **about)
    make_engagement("A call about lifts", publications=[make_plan(areas=[vale])], **about)
    client.sign_in(make_account(roles=["officer"], area=vale))
    words = client.get("engagements_staff.new", follows="comment", id=comment.id).words
    assert "A call about lifts" in words
    assert "A call about her health" not in words
    another_client.sign_in(make_account(roles=["officer"]))
    words = another_client.get("engagements_staff.new", follows="comment", id=comment.id).words
    assert "A call about her health" in words


def test_nobody_follows_up_what_is_about_other_areas_nor_learns_whose_it_is(client, vale, coast):
    plan = make_plan("One stroke unit", areas=[coast])
    comment = make_comment(plan, "I could help.", account=make_account("gordon@pike.example", "Gordon Pike"))
    reply = make_comment(plan, "So could I.", parent=comment, account=make_account("ada@moor.example", "Ada Moor"))
    consultation = two_questions(publications=[plan])
    sent = make_response(consultation, name="Ada Moor", email="ada@moor.example")
    client.sign_in(make_account(roles=["officer", "moderator", "analyst"], area=vale))
    for follows, number in (("comment", comment.id), ("comment", reply.id), ("submission", sent.id)):
        form = {"kind": "call", "title": "Found out", "day": "2026-03-02", "time": "12:00"}
        client.get("engagements_staff.new", follows=follows, id=number, expect=404)
        path = f"/staff/engagements/new/?follows={follows}&id={number}"
        assert client.post(path, form, expect=404).status == 404
    assert "Found out" not in client.get("engagements_staff.index").words
    for endpoint in ("comments.replies", "comments.report"):
        assert "Follow up" not in client.get(endpoint, comment_id=comment.id).words
    number = response_of(sent).number
    assert "Follow up" not in client.get("responses.response", slug=consultation.slug, number=number).words


def test_an_engagement_within_reach_does_not_tell_who_wrote_elsewhere(client, another_client, vale, coast):
    plan = make_plan("One stroke unit", areas=[coast])
    comment = make_comment(plan, "I could help.", account=make_account("gordon@pike.example", "Gordon Pike"))
    found = make_engagement(
        "A call about lifts", publications=[make_plan(areas=[vale])], follows=(FollowedKind.COMMENT, comment.id)
    )
    client.sign_in(make_account(roles=["officer"], area=vale))
    page = client.get("engagements_staff.one", engagement_id=found.id)
    assert "A call about lifts" in page.words
    assert "Gordon Pike" not in page.text
    assert "gordon@pike.example" not in page.text
    another_client.sign_in(make_account(roles=["analyst"]))
    page = another_client.get("engagements_staff.one", engagement_id=found.id)
    assert "Gordon Pike" in page.words
    assert "gordon@pike.example" not in page.text, "who may not write to people does not learn their address"


def test_an_analyst_is_not_offered_what_she_may_not_do(client):
    consultation = make_consultation(publications=[make_plan()])
    sent = make_submission(consultation)
    client.sign_in(make_account(roles=["analyst"]))
    page = client.get("submissions_staff.submission", consultation_id=consultation.id, submission_id=sent.id)
    assert "Follow up" not in page.words
