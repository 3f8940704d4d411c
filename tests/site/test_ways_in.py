"""Addresses that people try, and lists of staff as they stand on a phone."""

import pytest

from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from tests.support.accounts import make_account


@pytest.fixture
def officer(client):
    return client.sign_in(make_account("officer@northvale.example", roles=["officer"]))


def test_the_directory_leads_to_its_organisations(client, another_client):
    found = client.get("/directory/", expect=301)
    assert found.location.endswith("/organisations/")
    another_client.sign_in(make_account(roles=["officer"]))
    assert another_client.get("/staff/directory/", expect=301).location.endswith("/staff/directory/organisations/")


def test_what_is_never_confirmed_takes_no_line_on_a_phone(officer):
    with unit_of_work():
        add_organisation(VISITOR, slug="carers", name="Vale Carers").last_confirmed_at = None
    page = officer.get("directory_staff.index")
    assert [cell.text_content() for cell in page.select("table.table--brief td.table__lesser")] == ["Never"]
    assert {cell.text_content() for cell in page.select("table.table--brief td[data-label]")} == {""}
    assert officer.get("directory_data_staff.imports").select("table.table--stacked")
