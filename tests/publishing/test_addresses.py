"""Addresses as visitors meet them: drafts are nowhere, old ones lead on for ever."""

from datetime import timedelta

import pytest
import time_machine

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from tests.support.accounts import make_account
from tests.support.publishing import make_plan, make_post


def move(publication, slug):
    with unit_of_work():
        actions.change_slug(VISITOR, publication=publication, slug=slug)


@pytest.mark.parametrize("make", [make_plan, make_post])
def test_an_old_address_leads_to_the_new_one_for_ever(site, client, make):
    publication = make("First name")
    first = queries.path_of(publication)
    move(publication, "second-name")
    second = queries.path_of(publication)
    move(publication, "third-name")
    for old in (first, second):
        assert client.get(old, expect=301).location == queries.path_of(publication)
    client.get(queries.path_of(publication))


def test_a_draft_is_seen_by_its_writers_at_its_address_and_by_nobody_else(site, client, another_client):
    plan = make_plan("Secret merger", published=False)
    another_client.sign_in(make_account(roles=["author"]))
    assert "Secret merger" in another_client.get(queries.path_of(plan)).words
    client.get(queries.path_of(plan), expect=404)
    for path in ("/", "/plans/", "/feeds/site.atom", "/sitemap.xml", "/search/?q=merger"):
        assert "Secret merger" not in client.get(path).text


def test_a_cached_list_shows_a_scheduled_post_from_its_minute_on(site, client):
    now = clock.now()
    post = make_post("Embargoed news", at=now + timedelta(minutes=30))
    assert "Embargoed news" not in client.get("/posts/").text
    client.get(queries.path_of(post), expect=404)
    with time_machine.travel(now + timedelta(minutes=30, seconds=1), tick=False):
        assert "Embargoed news" in client.get("/posts/").text
        client.get(queries.path_of(post))
