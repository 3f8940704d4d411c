"""The public pages of a consultation."""

from datetime import timedelta

import pytest

from engage.consultations import actions
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.publishing import make_plan, store_file


def test_the_list_says_what_is_open_coming_and_closed(client):
    open_one = make_consultation("Open one")
    make_consultation("Coming one", opens_at=clock.now() + timedelta(days=3))
    make_consultation("Closed one", closes_at=clock.now() - timedelta(days=3))
    make_consultation("Hidden one", open=False)
    page = client.get("consultations.index")
    assert page.words.index("Open one") < page.words.index("Coming one") < page.words.index("Closed one")
    assert "Hidden one" not in page.text
    assert f"/consultations/{open_one.slug}/" in page.text


def test_its_page_says_what_will_be_decided_and_until_when(client):
    plan = make_plan("Care closer to home")
    hidden = make_plan("Not public", published=False)
    it = make_consultation(to_decide="Whether **to build**.", already_fixed="The budget.", publications=[plan, hidden])
    page = client.get("consultations.one", slug=it.slug)
    assert "Whether to build." in page.words
    assert "What is already fixed" in page.words
    assert "Care closer to home" in page.words
    assert "Not public" not in page.text
    assert "How far do you agree?" in page.words


def test_a_draft_is_missing_for_everybody_but_those_who_build(client):
    it = make_consultation(open=False)
    client.get("consultations.one", slug=it.slug, expect=404)
    client.get("consultations.privacy", slug=it.slug, expect=404)
    client.get("consultations.calendar", slug=it.slug, expect=404)
    client.sign_in(make_account(roles=[Role.OFFICER]))
    assert "This is a draft" in client.get("consultations.one", slug=it.slug).words


def test_overdue_results_are_shown_to_the_public(client):
    it = make_consultation(
        closes_at=clock.now() - timedelta(days=30), results_due=(clock.now() - timedelta(days=3)).date()
    )
    assert "The results are overdue" in client.get("consultations.one", slug=it.slug).words
    assert "Results overdue" in client.get("consultations.index").words


def test_the_dates_can_be_added_to_a_calendar(client):
    it = make_consultation("Beds, wards; and more " + "x" * 90)
    page = client.get("consultations.calendar", slug=it.slug)
    lines = page.headers["Content-Type"], page.text.split("\r\n")
    assert lines[0].startswith("text/calendar")
    assert all(len(line.encode()) <= 75 for line in lines[1])
    assert "SUMMARY:Closes: Beds\\, wards\\; and more" in page.text
    assert page.text.count("BEGIN:VEVENT") == 1


def test_the_privacy_notice_keeps_its_versions(client):
    it = make_consultation(open=False)
    with unit_of_work():
        actions.save_notice(VISITOR, consultation=it, body="Second words.")
        actions.launch(VISITOR, consultation=it)
    assert "Second words." in client.get("consultations.privacy", slug=it.slug).words
    first = client.get("consultations.privacy_version", slug=it.slug, number=1)
    assert "This is an earlier version" in first.words
    client.get("consultations.privacy_version", slug=it.slug, number=3, expect=404)


def test_a_document_is_served_to_those_who_see_the_consultation(client):
    it = make_consultation(open=False)
    with unit_of_work():
        row = actions.add_material(VISITOR, consultation=it, stored=store_file(), title="Figures")
    where = {"slug": it.slug, "material_id": row.id, "name": "figures.csv"}
    client.get("consultations.material", **where, expect=404)
    with unit_of_work():
        actions.launch(VISITOR, consultation=it)
    page = client.get("consultations.material", **where)
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "Figures" in client.get("consultations.one", slug=it.slug).words


def test_nothing_is_kept_of_a_launch_that_was_not(client):
    it = make_consultation()
    client.get("consultations.launch_record", slug=it.slug, expect=404)


@pytest.mark.parametrize("moment", ["after a century", "||", "MjAyNnw="])
def test_a_forged_place_in_the_list_is_missing(client, moment):
    client.get(f"/consultations/?after={moment}", expect=404)
