"""Groups that are missing: told of by anybody, added or left by staff."""

import pytest
from sqlalchemy import select

from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.models import Organisation
from engage.directory_upkeep.models import GroupSuggestion
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.page_client import PageClient

SAID = {"name": "Dale Carers", "about": "Carers who meet on Mondays.", "website": "dalecarers.example", "email": ""}


def suggest(client, **said):
    """Send the form."""
    page = client.get("directory_upkeep.suggest")
    return client.post("directory_upkeep.suggest", {**page.form(), **SAID, **said}, follow=True)


def rows():
    """All suggestions."""
    with reading():
        return db.session.scalars(select(GroupSuggestion)).all()


@pytest.fixture
def officer(site):
    """Somebody at the desk."""
    return PageClient(site).sign_in(make_account(roles=["officer"]))


def test_a_visitor_tells_of_a_group_and_staff_add_it(client, officer):
    assert "We have your suggestion" in suggest(client, email="hello@dalecarers.example").words
    page = officer.get("directory_upkeep_staff.suggestions")
    assert "Carers who meet on Mondays." in page.words
    page = officer.post("directory_upkeep_staff.settle_suggestion", {"add": "yes"}, suggestion_id=1, follow=True)
    assert page.heading == "Dale Carers"
    with reading():
        made = db.session.scalars(select(Organisation)).one()
    assert (made.slug, made.is_public, made.website) == ("dale-carers", False, "https://dalecarers.example")
    assert made.email == "hello@dalecarers.example"
    (row,) = rows()
    assert (row.organisation_id, row.email) == (made.id, ""), "what it was kept for is done"
    assert "Nothing waits." in officer.get("directory_upkeep_staff.suggestions").words
    client.get("/organisations/dale-carers/", expect=404)
    again = officer.post("directory_upkeep_staff.settle_suggestion", {"add": "yes"}, suggestion_id=1, follow=True)
    assert "Somebody has settled it already." in again.text
    officer.get("/staff/directory/suggestions/", expect=200)


def test_told_of_twice_it_waits_once_and_can_be_left_out(client, officer):
    suggest(client)
    suggest(client, name="The Dale Carers")
    assert len(rows()) == 1
    officer.post("directory_upkeep_staff.settle_suggestion", {}, suggestion_id=1, follow=True)
    (row,) = rows()
    assert row.settled_at is not None
    assert row.organisation_id is None
    officer.post("directory_upkeep_staff.settle_suggestion", {}, suggestion_id=2, expect=404)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "  …  "}, {"email": "nowhere"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, site, wrong):
    page = client.get("directory_upkeep.suggest", name="Dale Carers")
    assert page.form()["name"] == "Dale Carers"
    refused = client.post("directory_upkeep.suggest", {**page.form(), **SAID, **wrong}, expect=422)
    assert refused.form()["about"] == SAID["about"]
    assert rows() == []


def test_an_officer_of_one_area_sees_but_does_not_settle(client, site):
    with unit_of_work():
        area = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.SYSTEM)
    suggest(client)
    near = PageClient(site).sign_in(make_account(roles=["officer"], area=area))
    page = near.get("directory_upkeep_staff.suggestions")
    assert "Dale Carers" in page.words
    assert "Add it" not in page.words
    near.post("directory_upkeep_staff.settle_suggestion", {"add": "yes"}, suggestion_id=1, expect=403)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "javascript://carers.example/%0aalert(1)", "carers"])
def test_a_website_is_an_address_that_opens(client, website):
    page = client.get("directory_upkeep.suggest")
    page = client.post("directory_upkeep.suggest", {**page.form(), **SAID, "website": website}, expect=422)
    assert "Enter the whole address of the website" in page.words
    assert rows() == []
