"""The texts that a new site starts with."""

import re

import pytest

from engage.comments.queries import reasons
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.publishing.actions import add_section, save_page
from engage.publishing.queries import post_section, post_sections, site_page
from engage.site.first_texts import add_first_texts
from engage.site.front import SITE_PAGES
from tests.support.accounts import make_account


@pytest.fixture
def settings(site):
    return site.config["ENGAGE"]


@pytest.fixture
def texts(settings):
    with unit_of_work():
        return add_first_texts(settings)


@pytest.mark.parametrize("slug", SITE_PAGES)
def test_every_page_in_the_footer_is_there(client, texts, slug):
    page = client.get(f"/{slug}/")
    assert "North Vale Health Board" in page.text or slug in ("cookies", "help")
    assert not re.search(r"\$[a-z]", page.text)
    assert page.select("strong")


@pytest.mark.parametrize("slug", list(SITE_PAGES))
def test_what_only_the_body_can_know_is_marked(texts, slug):
    with reading():
        assert "o fill in: " in site_page(slug).body


def test_each_reason_names_a_rule_of_the_policy(texts):
    with reading():
        numbers = re.findall(r"^(\d)\. ", site_page("moderation-policy").body, re.MULTILINE)
        assert [reason.rule for reason in reasons()] == numbers == list("123456")


def test_sections_are_introduced(client, texts):
    with reading():
        sections = post_sections()
    assert [section.slug for section in sections] == ["news", "blog", "interview", "comment", "statement"]
    for section in sections:
        assert section.introduction in client.get(f"/posts/{section.slug}/").words


def test_what_is_there_already_stays(settings):
    with unit_of_work():
        save_page(VISITOR, slug="moderation-policy", title="Our rules", body="1. Be brief.")
        add_section(VISITOR, slug="news", name="What is new")
    with unit_of_work():
        assert add_first_texts(settings) == {"pages": 5, "sections": 4}
    with unit_of_work():
        assert add_first_texts(settings) == {}
    with reading():
        assert site_page("moderation-policy").title == "Our rules"
        assert post_section("news").name == "What is new"
        assert reasons(active=False) == []


def test_a_name_with_signs_is_no_markup(client, settings):
    with unit_of_work():
        add_first_texts(settings.model_copy(update={"site_owner": "the *Vale* [Board]"}))
    assert "The *Vale* [Board]" in client.get("/about/").words


def test_the_places_to_fill_in_are_found_by_who_writes_pages(client, texts):
    client.sign_in(make_account(roles=["administrator"]))
    assert "To fill in" in client.get("publishing_staff.edit_page", slug="privacy").words
