"""What a search finds, what it never finds, and that no word breaks it."""

from datetime import timedelta

import pytest
import time_machine

from engage.core import clock, jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.core.search_words import quoted, terms
from engage.publishing import actions
from tests.support.publishing import make_plan, make_post, save_text


def index():
    """What the worker does by itself."""
    jobs.run("publishing.announce")
    jobs.run("ledger.seal")
    jobs.run("search.index")


def found(client, words, **more):
    """The titles on the page of results, the best first."""
    page = client.get("search.results", q=words, **more)
    return [title.text_content() for title in page.select(".search-results__title")]


def test_titles_weigh_more_than_texts_and_words_are_marked(client):
    make_post("The bus is late", body="Nothing to add.")
    make_plan("Getting to hospital", body="## By road\n\nThe bus takes an hour, and **buses** are rare.")
    index()
    assert found(client, "bus") == ["The bus is late", "Getting to hospital"]
    page = client.get("search.results", q="buses hour")
    assert [mark.text_content() for mark in page.select("mark")]
    assert found(client, "bus", kind="plan") == ["Getting to hospital"]
    assert found(client, '"takes an hour"') == ["Getting to hospital"]
    assert found(client, '"hour an takes"') == []
    assert found(client, "bus aeroplane") == []


def test_nothing_unpublished_or_withdrawn_is_found(client):
    at = clock.now() + timedelta(hours=1)
    make_plan("Zebra draft", published=False)
    make_plan("Zebra scheduled", at=at)
    plan = make_plan("Zebra withdrawn")
    public = make_plan("Zebra public", body="A zebra stands here.")
    index()
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="No zebras.")
    assert found(client, "zebra") == ["Zebra public"]
    save_text(public, "A giraffe stands here.")
    assert found(client, "giraffe") == []
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        index()
        assert sorted(found(client, "zebra")) == ["Zebra public", "Zebra scheduled"]


def test_old_words_are_not_found_from_the_moment_of_the_change(client):
    plan = make_plan("Care", body="The zebra is named Ada Orme.")
    index()
    assert found(client, "zebra") == ["Care"]
    save_text(plan, "The animal is not named.", publish=True)
    assert found(client, "zebra") == []
    index()
    assert found(client, "animal") == ["Care"]
    with unit_of_work():
        actions.change_slug(VISITOR, publication=plan, slug="animals")
        actions.set_related(VISITOR, publication=plan, others=[(make_other(plan), "")])
    index()
    page = client.get("search.results", q="animal")
    assert page.select(".search-results__title a")[0].get("href") == "/plans/animals/"


def make_other(plan):
    """Something to refer to."""
    del plan
    from engage.publishing.models import PlanStatus

    return actions.create_plan(VISITOR, title="Another", body="x", status=PlanStatus.DONE)


def test_results_come_in_pages_up_to_the_hundred_best(client):
    for number in range(23):
        make_post(f"Bus {number}", body="The same words.")
    index()
    first = client.get("search.results", q="bus")
    more = first.select("a.pagination__older")[0].get("href")
    second = client.get(more)
    titles = [e.text_content() for page in (first, second) for e in page.select(".search-results__title")]
    assert len(titles) == len(set(titles)) == 23
    assert len(first.statements) <= 9


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        '"',
        "''",
        "AND OR NOT",
        "bus*",
        "bus AND",
        "(bus",
        "NEAR(bus late)",
        "title:bus",
        "-bus",
        "bus:*&|!",
        "\x00bus",
        "\u202ebus",
        "'; DROP TABLE search_index; --",
        "a" * 5000,
        '"""',
        "bus^2",
        "{bus}",
        "^bus",
        "😀",
        "_ % \\",
    ],
)
def test_no_word_breaks_the_search(client, typed):
    make_post("The bus is late")
    index()
    client.get("search.results", q=typed)


def test_an_empty_result_says_what_to_do(client):
    assert "Try fewer words" in client.get("search.results", q="xylophone").words
    assert "Comments are not searched" in client.get("search.results").words


def test_terms_are_words_and_phrases():
    assert terms('bus "one stroke unit" bus don\'t') == ["bus", "one stroke unit", "don't"]
    assert quoted(["bus", "one unit"]) == '"bus" "one unit"'
    assert terms('" ( ) *') == []


def test_too_many_words_are_refused_in_words(client):
    page = client.get("/search/?q=" + "zebra+" * 500)
    assert "That is too long to look for" in page.words
    assert not page.select(".search-results")
