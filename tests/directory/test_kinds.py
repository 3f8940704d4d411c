"""The tree of kinds at the administrator's desk."""

import pytest

from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_organisation


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["administrator"]))
    return client


@pytest.fixture
def choir(site):
    with unit_of_work():
        return actions.add_kind(VISITOR, name="Choir", plural="Choirs")


def kind_now(slug):
    look_again()
    with reading():
        return queries.kind_by_slug(slug)


def test_a_kind_is_added_renamed_and_moved_with_all_below_it(desk, choir):
    sent = {"name": "Children’s choir", "plural": "Children’s choirs", "parent": str(choir.id)}
    assert "is added" in desk.post("directory_staff.new_kind", sent, follow=True).words
    desk.post("directory_staff.new_kind", sent, expect=422)
    with unit_of_work():
        arts = actions.add_kind(VISITOR, name="Arts", plural="Arts groups")
    make_organisation("The larks", kind="childrens-choir")
    form = desk.get("directory_staff.kind", kind_id=choir.id).form(f"/kinds/{choir.id}/")
    page = desk.post("directory_staff.kind", {**form, "name": "Singers", "parent": str(arts.id)}, kind_id=choir.id)
    below = kind_now("childrens-choir")
    assert below.path == f"/{arts.id}/{choir.id}/{below.id}/"
    page = desk.get("directory_staff.kinds")
    assert "– – Children’s choir" in page.words
    assert "The larks" in desk.get("directory_staff.index", kind="arts").words
    circle = {**form, "parent": str(below.id)}
    desk.post("directory_staff.kind", circle, kind_id=choir.id, expect=422)


def test_a_retired_kind_stays_where_it_is_and_is_offered_no_more(desk, choir):
    larks = make_organisation("The larks", kind="choir")
    desk.post("directory_staff.retire_kind", kind_id=choir.id)
    assert "Retired" in desk.get("directory_staff.kinds").words
    assert not desk.get("directory_staff.new").select("option[value=choir]")
    assert desk.get("directory_staff.edit", organisation_id=larks.id).form()["kind"] == "choir"
    desk.post("directory_staff.bring_kind_back", kind_id=choir.id)
    assert desk.get("directory_staff.new").select("option[value=choir]")


def test_only_what_nothing_has_is_removed(desk, choir):
    make_organisation("The larks", kind="choir")
    page = desk.post("directory_staff.remove_kind", kind_id=choir.id, follow=True)
    assert "Organisations or other kinds belong to it." in page.words
    with unit_of_work():
        trust = actions.kind_called(VISITOR, "trust")
        empty = actions.add_kind(VISITOR, name="Band").id
    assert "standard kinds" in desk.post("directory_staff.remove_kind", kind_id=trust.id, follow=True).words
    assert "Band is removed." in desk.post("directory_staff.remove_kind", kind_id=empty, follow=True).words
    assert kind_now("band") is None
    desk.get("directory_staff.kind", kind_id=empty, expect=404)


def test_an_officer_does_not_arrange_kinds(client, choir):
    client.sign_in(make_account(roles=["officer"]))
    client.get("directory_staff.kinds", expect=403)


def test_staff_who_may_not_are_told_which_role_may(client):
    refused = client.sign_in(make_account(roles=["officer"])).get("directory_staff.kinds", expect=403)
    assert "Arrange the kinds of organisations. That belongs to this role: Administrator." in refused.words
    client.sign_in(make_account())
    assert "belongs to" not in client.get("directory_staff.kinds", expect=403).words
