"""Many records changed at once: looked at first, carried out, shown with what they held, and taken back."""

from datetime import timedelta

import pytest
import time_machine

from engage.core import clock, jobs
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.models import OrganisationStatus
from engage.directory.queries import contacts as people
from engage.directory_upkeep.actions import bulk
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_organisation


@pytest.fixture
def ground(site):
    with unit_of_work():
        return {
            "vale": add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM),
            "coast": add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM),
            "births": add_topic(VISITOR, slug="births", name="Births"),
            "charity": actions.add_kind(VISITOR, name="Charity"),
        }


@pytest.fixture
def desk(client, ground):
    client.sign_in(make_account(roles=["officer"]))
    return client


def served(organisation):
    with reading():
        return [area.code for area in queries.areas_of(organisation.id)]


def test_chosen_organisations_are_changed_after_a_look_and_put_back(desk, ground):
    one = make_organisation("One", areas=[ground["vale"]], kind="council")
    two = make_organisation("Two", areas=[ground["coast"]], topics=[ground["births"]])
    other = make_organisation("Other")
    added = one.last_confirmed_at
    assert len(desk.get("directory_staff.index").select("input[name=chosen]")) == 3
    where = f"/staff/directory/organisations/bulk/?chosen={one.id}&chosen={two.id}"
    page = desk.get(where)
    assert "Chosen one by one" in page.words
    assert "Say what is to be changed." in desk.post(where, page.form("bulk"), expect=422).words
    sent = {"kind": ground["charity"].slug, "status": "closed", "add_areas": [str(ground["coast"].id)]}
    page = desk.post(where, {**sent, "add_topics": [str(ground["births"].id)], "confirm": "y"}, follow=True)
    assert page.heading == "Change 2 organisations?"
    for said in ("Kind becomes Charity", "Areas added South Coast", "Interests added Births"):
        assert said in page.words
    assert served(one) == ["NV"]
    start = page.select("form[action$='/start/']")[0].get("action")
    page = desk.post(start, follow=True)
    for said in ("2 changed", "Kind: from Council to Charity", "Areas: from North Vale to North Vale, South Coast"):
        assert said in page.words
    assert "Where it stands: from At work to Closed" in page.words
    look_again()
    with reading():
        found = queries.organisation(one.id)
        assert (found.kind_id, found.status) == (ground["charity"].id, OrganisationStatus.CLOSED)
        assert found.closed_on is not None
        assert found.last_confirmed_at > added
        assert queries.organisation(other.id).status is OrganisationStatus.OPEN
    assert "Details of an organisation were changed. Closed on, Kind, Where it stands" in (
        desk.get("directory_staff.one", organisation_id=one.id).words
    )
    page = desk.post(start.replace("start", "undo"), follow=True)
    assert "Taken back 2" in page.words
    assert served(one) == ["NV"]
    assert served(two) == ["SC"]
    look_again()
    with reading():
        found = queries.organisation(one.id)
        assert (found.status, found.closed_on, found.last_confirmed_at) == (OrganisationStatus.OPEN, None, added)
        assert [topic.slug for topic in queries.topics_of(two.id)] == ["births"]


def test_what_somebody_changed_since_is_not_put_back(desk, ground):
    one = make_organisation("One")
    where = f"/staff/directory/organisations/bulk/?chosen={one.id}"
    page = desk.post(where, {"kind": ground["charity"].slug}, follow=True)
    start = page.select("form[action$='/start/']")[0].get("action")
    desk.post(start)
    desk.post("directory_staff.edit", {"name": "One", "kind": "council"}, organisation_id=one.id)
    desk.post(start.replace("start", "undo"))
    look_again()
    with reading():
        assert queries.kinds_by_id()[queries.organisation(one.id).kind_id].slug == "council"


def test_all_that_a_filter_finds_are_changed_by_the_worker_in_batches(desk, ground, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    for number in range(7):
        make_contact(f"Dale {number}", areas=[ground["vale"]])
    far = make_contact("Coast")
    where = "/staff/directory/contacts/bulk/?whom=all&area=NV"
    assert "Area: North Vale" in desk.get(where).words
    sent = {"source": "Summer fair", "add_topics": [str(ground["births"].id)], "confirm": "y"}
    page = desk.post(where, sent, follow=True)
    assert page.heading == "Change 7 people?"
    start = page.select("form[action$='/start/']")[0].get("action")
    assert "Being changed: 0 of 7" in desk.post(start, follow=True).words
    jobs.run("directory.bulk")
    page = desk.get(start.removesuffix("start/"))
    assert "Changed 7" in page.words
    assert "Source: from nothing to Summer fair" in page.words
    look_again()
    with reading():
        found = people.contact(far.id)
        assert found.source == ""
    desk.post(start.replace("start", "undo"))
    jobs.run("directory.bulk")
    assert "Taken back 7" in desk.get(start.removesuffix("start/")).words


def test_an_officer_of_one_area_changes_what_is_of_it(client, ground):
    near, far = make_contact("Near", areas=[ground["vale"]]), make_contact("Far", areas=[ground["coast"]])
    client.sign_in(make_account(roles=["officer"], area=ground["vale"]))
    where = f"/staff/directory/contacts/bulk/?chosen={near.id}&chosen={far.id}"
    page = client.get(where)
    assert not page.select("[name=remove_areas]")
    page = client.post(where, {"source": "Fair"}, follow=True)
    assert page.heading == "Change 1 person?"
    path = page.select("form[action$='/drop/']")[0].get("action")
    alone = f"/staff/directory/contacts/bulk/?chosen={far.id}"
    assert "No record is chosen" in client.post(alone, {"source": "Fair"}, expect=422).words
    client.sign_in(make_account(roles=["officer"], area=ground["coast"]))
    client.get(path.removesuffix("drop/"), expect=404)
    client.post(path, expect=404)
    client.post(path.replace("drop", "start"), expect=404)
    client.sign_in(make_account(roles=["officer"]))
    assert "Nothing was changed." in client.post(path, follow=True).words
    client.get(path.removesuffix("drop/"), expect=404)


def test_nothing_chosen_and_everything_unnarrowed_lead_back(desk):
    assert desk.get("directory_upkeep_staff.bulk_contacts", expect=303).location.endswith("/contacts/")
    assert desk.get("directory_upkeep_staff.bulk_organisations", whom="all", expect=303).location.endswith(
        "/organisations/"
    )


def test_too_many_are_refused_and_what_nobody_carried_out_is_forgotten(desk, ground, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    ids = [make_contact().id for _ in range(3)]
    where = "/staff/directory/contacts/bulk/?" + "&".join(f"chosen={each}" for each in ids)
    assert "more than 2 records" in desk.post(where, {"source": "Fair"}, expect=422).words
    monkeypatch.undo()
    page = desk.post(where, {"source": "Fair"}, follow=True)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        jobs.run("directory.bulk")
    desk.get(page.select("form[action$='/drop/']")[0].get("action").removesuffix("drop/"), expect=404)


def test_a_kind_that_nothing_has_yet_can_be_given_and_what_is_not_there_is_named(desk, ground):
    one = make_organisation("One")
    where = f"/staff/directory/organisations/bulk/?chosen={one.id}&chosen=99999&chosen={one.id}"
    page = desk.post(where, {"kind": "regulator"}, follow=True)
    assert "1 record that you chose is left out: it is not there, or not yours to change." in page.words
    assert "Kind becomes Regulator" in page.words
    desk.post(page.select("form[action$='/start/']")[0].get("action"))
    look_again()
    with reading():
        assert queries.kinds_by_id()[queries.organisation(one.id).kind_id].slug == "regulator"
