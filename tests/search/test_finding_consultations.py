"""Consultations and published responses in the search and in a feed: as they stand at this moment, and no draft."""

from datetime import timedelta

from engage.comments.queries import reason
from engage.consultations import actions, queries
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.responses.actions import redacting, responding
from tests.search.test_search import found, index
from tests.support.comments import make_rules
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.publishing import make_plan
from tests.support.responses import WORDS, make_response, moderator, response_of, two_questions


def test_a_consultation_is_found_by_its_texts_and_questions_once_it_is_public(client):
    make_consultation("Zebra draft", open=False)
    coming = clock.now() + timedelta(days=3)
    make_consultation("Zebra crossings", opens_at=coming, to_decide="Where the **island** goes.")
    make_plan("Zebra plan", body="Nothing to add.")
    index()
    assert sorted(found(client, "zebra")) == ["Zebra crossings", "Zebra plan"]
    assert found(client, "zebra", kind="consultation") == ["Zebra crossings"]
    assert found(client, "zebra", kind="plan") == ["Zebra plan"]
    assert found(client, "island") == ["Zebra crossings"]
    assert found(client, "neighbourhood team") == ["Zebra crossings"]
    assert "Coming." in client.get("search.results", q="island").words


def test_old_words_are_not_found_and_what_was_called_off_says_so(client):
    it = make_consultation("Buses", summary="About badgers.")
    with unit_of_work():
        actions.correct_detail(VISITOR, consultation=it, field="summary", value="About otters.", reason="A slip.")
    assert found(client, "badgers") == []
    assert found(client, "otters") == ["Buses"]
    look_again()
    with unit_of_work():
        actions.call_off(VISITOR, consultation=queries.consultation(it.id), reason="The plan is withdrawn.")
    assert found(client, "otters") == ["Buses"]
    assert "Called off" in client.get("search.results", q="otters").words


def test_only_published_words_of_a_response_are_found(client):
    it = two_questions()
    make_response(it, published=False, name="Waiting Person")
    assert found(client, "Ramsbottom") == []
    shown = make_response(it, consent="unnamed", name="Hidden Person")
    assert found(client, "Ramsbottom") == ["Somebody who gave no name"]
    assert found(client, "Hidden") == found(client, "secret") == []
    page = client.get("search.results", q="Ramsbottom", kind="response")
    assert page.select(".search-results__title a")[0].get("href").endswith("/responses/1/")
    assert [mark.text_content() for mark in page.select("mark")] == ["Ramsbottom"]
    with unit_of_work():
        responding.take_down_response(moderator(), response=response_of(shown), reason=make_rules())
    assert found(client, "Ramsbottom") == []


def test_blacked_out_words_are_not_found_from_the_next_request_on(client):
    shown = make_response(two_questions(), name="Gordon Pike")
    assert found(client, "Ramsbottom") == ["Gordon Pike"]
    why, actor = make_rules(), moderator()
    start = WORDS.index("Ramsbottom")
    response = response_of(shown)
    with unit_of_work():
        redacting.redact_response(
            actor,
            response=response,
            version=1,
            question="why1",
            start=start,
            end=start + len("Ramsbottom"),
            reason=reason(why.key),
        )
    assert found(client, "Ramsbottom") == []
    assert found(client, "bus hours") == ["Gordon Pike"]


def test_the_best_of_each_kind_come_in_turn(client):
    for number in range(3):
        make_plan(f"Clinic {number}")
    it = two_questions(title="A clinic?")
    make_response(it)
    index()
    kinds = [each.text_content() for each in client.get("search.results", q="clinic").select(".kicker")]
    assert kinds == ["Plan", "Consultation", "Response", "Plan", "Plan"]


def test_consultations_have_a_feed_of_their_own(client):
    make_consultation("Drafted", open=False)
    it = make_consultation("Buses")
    make_plan("Not here")
    text = client.get("site.consultations_feed").text
    assert "Consultation: Buses" in text
    assert "Drafted" not in text
    assert "Not here" not in text
    with unit_of_work():
        actions.call_off(VISITOR, consultation=it, reason="The plan is withdrawn.")
    assert "Called off: Buses" in client.get("site.consultations_feed").text
    assert "/feeds/consultations.atom" in client.get("site.feed_list").text
