"""The desk where areas and topics are added and named."""

import pytest

from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.taxonomy import actions, queries
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account


@pytest.fixture
def vale(site):
    with unit_of_work():
        return actions.add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)


def found(code):
    with reading():
        return queries.area_by_code(code)


@pytest.mark.parametrize("role", ["administrator", "officer"])
def test_a_site_gets_its_first_areas_and_topics(client, role):
    client.sign_in(make_account(roles=[role]))
    assert "no area yet" in client.get("taxonomy_staff.areas").words
    assert "no topic yet" in client.get("taxonomy_staff.topics").words
    client.post("taxonomy_staff.new_area", {"code": "NV", "name": "North Vale", "kind": "system", "parent": ""})
    top = found("NV")
    typed = {"code": "NV-01", "name": "Ashby", "kind": "place", "parent": str(top.id)}
    page = client.post("taxonomy_staff.new_area", typed, follow=True)
    assert "Ashby is added." in page.words
    place = found("NV-01")
    assert place.path == f"{top.path}{place.id}/"
    typed = {"slug": "mental-health", "name": "Mental health", "description": "Minds."}
    assert "Mental health is added." in client.post("taxonomy_staff.new_topic", typed, follow=True).words
    assert "Ashby" in client.get("/areas/").words


def test_a_new_name_reaches_pages_that_were_ready(client, another_client, vale):
    with unit_of_work():
        topic = actions.add_topic(VISITOR, slug="beds", name="Beds")
    assert another_client.get("/areas/NV/").heading == "North Vale"
    assert another_client.get("/topics/beds/").heading == "Beds"
    client.sign_in(make_account(roles=["officer"]))
    assert client.get("taxonomy_staff.area", area_id=vale.id).form()["name"] == "North Vale"
    client.post("taxonomy_staff.area", {"name": "The Vale", "kind": "system"}, area_id=vale.id)
    client.get("taxonomy_staff.topic", topic_id=topic.id)
    client.post("taxonomy_staff.topic", {"name": "Hospital beds", "description": "All of them."}, topic_id=topic.id)
    assert another_client.get("/areas/NV/").heading == "The Vale"
    page = another_client.get("/topics/beds/")
    assert page.heading == "Hospital beds"
    assert "All of them." in page.words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter the name."),
        ({"name": "\u2800"}, "Enter a name"),
        ({"code": "N V"}, "letters, digits and single hyphens"),
        ({"code": "NV"}, "already"),
        ({"kind": "nation"}, "cannot lie in a system"),
        ({"kind": "moon"}, "Choose one"),
    ],
)
def test_what_is_wrong_with_an_area_is_said_and_nothing_is_lost(client, vale, wrong, said):
    client.sign_in(make_account(roles=["officer"]))
    typed = {"code": "NV-01", "name": "Ashby", "kind": "place", "parent": str(vale.id), **wrong}
    page = client.post("taxonomy_staff.new_area", typed, expect=422)
    assert said in page.words
    assert page.form()["parent"] == str(vale.id)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"slug": "Beds!"}, "Use small letters"), ({"slug": "beds"}, "already"), ({"name": ""}, "Enter")],
)
def test_what_is_wrong_with_a_topic_is_said_and_nothing_is_lost(client, wrong, said):
    with unit_of_work():
        known = actions.add_topic(VISITOR, slug="beds", name="Beds")
    client.sign_in(make_account(roles=["officer"]))
    typed = {"slug": "wards", "name": "Wards", "description": "Kept.", **wrong}
    page = client.post("taxonomy_staff.new_topic", typed, expect=422)
    assert said in page.words
    assert page.form()["description"] == "Kept."
    client.post("taxonomy_staff.topic", {"name": "\u2800"}, topic_id=known.id, expect=422)


def test_a_larger_kind_is_not_put_into_a_smaller_one_by_renaming(client, vale):
    with unit_of_work():
        actions.add_area(VISITOR, code="NV-01", name="Ashby", kind=AreaKind.SYSTEM, parent=vale)
    client.sign_in(make_account(roles=["officer"]))
    page = client.post("taxonomy_staff.area", {"name": "North Vale", "kind": "place"}, area_id=vale.id, expect=422)
    assert "A system cannot lie in a place." in page.words


def test_an_officer_of_one_area_keeps_to_it(client, vale):
    with unit_of_work():
        coast = actions.add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
        topic = actions.add_topic(VISITOR, slug="beds", name="Beds")
    client.sign_in(make_account(roles=["officer"], area=vale))
    client.get("taxonomy_staff.area", area_id=coast.id, expect=403)
    client.get("taxonomy_staff.topic", topic_id=topic.id, expect=403)
    client.get("taxonomy_staff.new_topic", expect=403)
    assert "holds everywhere" in client.get("taxonomy_staff.topics").words
    assert len(client.get("taxonomy_staff.areas").select("tbody th a")) == 1
    for parent in ("", str(coast.id)):
        typed = {"code": "X", "name": "Ashby", "kind": "place", "parent": parent}
        client.post("taxonomy_staff.new_area", typed, expect=422)
    client.post("taxonomy_staff.new_area", {"code": "X", "name": "Ashby", "kind": "place", "parent": str(vale.id)})


def test_saving_the_same_again_writes_nothing(client, vale):
    with unit_of_work():
        assert not actions.change_area(VISITOR, area=vale, name="North Vale", kind=AreaKind.SYSTEM)
    with reading():
        assert queries.area(vale.id).name == "North Vale"
