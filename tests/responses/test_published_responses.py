"""The pages of published responses: the list, one of them, the feed, the plan's page, and the moderators' desk."""

import pytest

from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.responses.actions import responding
from engage.responses.models import ResponseState
from engage.submissions import actions
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import mails, make_account
from tests.support.comments import make_rules
from tests.support.publishing import make_plan
from tests.support.responses import amend, black_out, make_response, moderator, response_of, two_questions
from tests.support.submissions import submission_now


@pytest.fixture
def plan(site):
    return make_plan("A clinic in Upper Hallow")


@pytest.fixture
def consultation(plan):
    return two_questions(title="Where should the clinic be?", publications=[plan])


@pytest.fixture
def carers(site):
    with unit_of_work():
        return add_organisation(VISITOR, slug="corn-hall", name="Corn Hall Carers")


def highlight(sent, quotes, spokesperson="Rita Amis, Chair"):
    with unit_of_work():
        responding.highlight_response(moderator(), response=response_of(sent), quotes=quotes, spokesperson=spokesperson)


def test_the_list_shows_who_agreed_to_be_named_and_only_them(client, consultation):
    empty = client.get("responses.responses", slug=consultation.slug)
    assert "No response has been published yet" in empty.words
    make_response(consultation, "The bus takes two hours.")
    make_response(consultation, "A lift is needed.", consent="unnamed", name="Iris Hidden")
    page = client.get("responses.responses", slug=consultation.slug)
    assert "Gordon Pike" in page.words
    assert "Somebody who gave no name" in page.words
    assert "Iris Hidden" not in page.text
    assert "2 responses have been published, of 2 that came" in page.words


def test_one_response_has_a_page_and_a_number(client, consultation):
    sent = make_response(consultation, "The bus takes two hours.\n\nTwo.")
    page = client.get("responses.response", slug=consultation.slug, number=1)
    assert page.heading == "Gordon Pike"
    assert "The bus takes two hours." in page.words
    assert "Where should it be? Hill" in page.words
    assert "secret@home.example" not in page.text
    client.get("responses.response", slug=consultation.slug, number=2, expect=404)
    with unit_of_work():
        actions.withdraw(VISITOR, submission=submission_now(sent))
    client.get("responses.response", slug=consultation.slug, number=1, expect=404)
    assert "Gordon" not in client.get("responses.responses", slug=consultation.slug).text


def test_filters_and_words_narrow_the_list(client, consultation, carers, site):
    with unit_of_work():
        hallow = add_area(VISITOR, code="UH", name="Upper Hallow", kind=AreaKind.PLACE)
    make_response(consultation, "Buses are slow.", name="Ada Bus", area_id=hallow.id)
    make_response(consultation, "Carers need a room.", name="", organisation=carers)
    make_response(consultation, "A lift is needed.", name="Lars Lift")

    def found(**query):
        page = client.get("responses.responses", slug=consultation.slug, **query)
        return {name for name in ("Ada Bus", "Corn Hall Carers", "Lars Lift") if name in page.words}

    assert found(who="organisations") == {"Corn Hall Carers"}
    assert found(who="people") == {"Ada Bus", "Lars Lift"}
    assert found(area=str(hallow.id)) == {"Ada Bus"}
    assert found(question="why1") == {"Ada Bus", "Corn Hall Carers", "Lars Lift"}
    assert found(q="bus") == {"Ada Bus"}
    assert found(q="carer rooms") == {"Corn Hall Carers"}
    assert found(q='") OR * NEAR(') == set()
    assert found(q="hill town") == set()
    assert found(who="forged", area="forged", question="forged") == {"Ada Bus", "Corn Hall Carers", "Lars Lift"}


def test_the_list_is_paged_by_key_and_costs_the_same_however_long(client, consultation):
    for number in range(23):
        make_response(consultation, f"Words {number}.", name=f"Person {number:02}")
    first = client.get("responses.responses", slug=consultation.slug)
    assert len(first.select(".responses__item")) == 20
    rest = client.get(first.select("a[rel=next]")[0].get("href"))
    assert len(rest.select(".responses__item")) == 3
    assert "Person 00" in rest.words
    client.get("responses.responses", slug=consultation.slug, after="forged", expect=404)
    assert len(first.statements) < 14


def test_a_change_after_the_close_says_so(client, site):
    consultation = two_questions(weeks=1)
    sent = make_response(consultation, "Before.")
    with unit_of_work():
        row = submission_now(sent)
        row.amended_after_close = True
    assert "Changed after the close" not in client.get("responses.responses", slug=consultation.slug).words
    amend(sent, "After.")
    with unit_of_work():
        responding.publish_response(moderator(), response=response_of(sent), version=2)
    assert "Changed after the close" in client.get("responses.responses", slug=consultation.slug).words


def test_quotations_stand_on_the_list_and_on_the_plan(client, consultation, plan, carers):
    sent = make_response(consultation, name="", organisation=carers)
    plain = client.get("site.plan", slug=plan.slug)
    assert "Responses to “Where should the clinic be?”" in plain.words
    highlight(sent, "We want a clinic in Upper Hallow.")
    for where in (
        client.get("site.plan", slug=plan.slug),
        client.get("responses.responses", slug=consultation.slug),
    ):
        assert "“We want a clinic in Upper Hallow.”" in where.words
        assert "Rita Amis, Chair" in where.words
    black_out(sent, "Upper Hallow")
    assert "Upper Hallow" not in client.get("responses.response", slug=consultation.slug, number=1).words
    assert "“We want a clinic" not in client.get("site.plan", slug=plan.slug).words


def test_the_feed_says_what_the_list_says(client, consultation):
    sent = make_response(consultation)
    make_response(consultation, "Another.", consent="unnamed", name="Iris Hidden")
    black_out(sent, "Sister Ramsbottom")
    feed = client.get("site.responses_feed", slug=consultation.slug)
    assert "Gordon Pike" in feed.text
    assert "Ramsbottom" not in feed.text
    assert "Iris Hidden" not in feed.text
    client.get("site.responses_feed", slug="elsewhere", expect=404)


def test_a_moderator_reads_blacks_out_and_publishes(client, another_client, consultation):
    make_rules()
    sent = make_response(consultation, published=False)
    desk = client.sign_in(make_account(roles=["moderator"]))
    listed = desk.get("responses_staff.waiting")
    assert "Gordon Pike" in listed.words
    path = listed.select("main table a")[0].get("href")
    page = desk.get(path)
    assert "Sister Ramsbottom" in page.words
    assert "secret@home.example" not in page.text
    typed = {**page.form(), "act": "redact", "question": "why1", "passage": "Sister Ramsbottom"}
    assert "Choose a reason" in desk.post(path, typed, expect=422).words
    typed["reason"] = "personal-attack"
    wrong = desk.post(path, {**typed, "passage": "Sister Nobody"}, expect=422)
    assert "These words are not in this answer" in wrong.words
    assert "Paste the words" in desk.post(path, {**typed, "passage": ""}, expect=422).words
    black = desk.post(path, typed, follow=True)
    assert "[removed by a moderator] on ward 4" in black.words
    done = desk.post(path, {"version": "1", "act": "publish"}, follow=True)
    assert "No response waits for a decision" in done.words
    shown = another_client.get("responses.response", slug=consultation.slug, number=1)
    assert "[removed by a moderator] on ward 4" in shown.words
    assert "Ramsbottom" not in shown.text
    lifted = desk.get(path).select("form[action*=lift]")[0].get("action")
    desk.post(lifted, follow=True)
    assert "Ramsbottom" in another_client.get("responses.response", slug=consultation.slug, number=1).text
    assert response_of(sent).is_public


def test_a_moderator_refuses_takes_down_and_restores(client, consultation):
    make_rules()
    sent = make_response(consultation, published=False, email="gordon@home.example")
    desk = client.sign_in(make_account(roles=["moderator"]))
    where = {"submission_id": sent.id}
    form = desk.get("responses_staff.response_item", **where).form()
    assert (
        "Choose a reason"
        in desk.post("responses_staff.decide_response", {**form, "act": "refuse"}, expect=422, **where).words
    )
    said = {**form, "reason": "off-topic", "note": "It is about another plan."}
    desk.post("responses_staff.decide_response", {**said, "act": "refuse"}, **where)
    assert "It is about another plan." in mails("gordon@home.example")[-1].text
    assert "Let it wait again" in desk.get("responses_staff.response_item", **where).words
    desk.post("responses_staff.decide_response", {**form, "act": "restore"}, **where)
    desk.post("responses_staff.decide_response", {**form, "act": "publish"}, **where)
    desk.post("responses_staff.decide_response", {**said, "act": "take_down"}, **where)
    assert response_of(sent).state is ResponseState.REFUSED
    desk.post("responses_staff.decide_response", {**said, "act": "restore"}, **where)
    assert response_of(sent).is_public
    desk.post("responses_staff.decide_response", {**form, "act": "forged"}, expect=400, **where)
    desk.get("responses_staff.response_item", submission_id=999, expect=404)


def test_what_a_moderator_wrote_somebody_else_decides(client, consultation):
    account = make_account(roles=["moderator"])
    from engage.accounts.session import viewer_for

    sent = make_response(consultation, published=False, actor=viewer_for(account))
    page = client.sign_in(account).get("responses_staff.response_item", submission_id=sent.id)
    assert "somebody else must decide" in page.words


def test_an_officer_highlights_by_hand(client, consultation, carers):
    sent = make_response(consultation, name="", organisation=carers)
    desk = client.sign_in(make_account(roles=["officer"]))
    where = {"submission_id": sent.id}
    page = desk.get("responses_staff.highlight", **where)
    typed = {**page.form(), "quotes": "We never said this.", "spokesperson": "Rita Amis"}
    wrong = desk.post("responses_staff.highlight", typed, expect=422, **where)
    assert "These words do not stand in the published response" in wrong.words
    done = desk.post("responses_staff.highlight", {**typed, "quotes": "We want a clinic"}, follow=True, **where)
    assert "“We want a clinic” Rita Amis" in done.words
    waiting = make_response(consultation, published=False)
    desk.get("responses_staff.highlight", submission_id=waiting.id, expect=404)
