"""Areas are moved and removed, topics merged and removed: what hangs on them goes along, and nothing is lost."""

import pytest
from sqlalchemy import select

from engage.accounts.session import viewer_for
from engage.core import ledger
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.mail.actions import follow
from engage.mail.models import Frequency, Subscription, TargetKind
from engage.mail.targets import target
from engage.publishing import queries as publishing
from engage.taxonomy import actions, arranging, queries
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.publishing import make_plan


@pytest.fixture
def tree(site):
    with unit_of_work():
        north = actions.add_area(VISITOR, code="N", name="North", kind=AreaKind.REGION)
        south = actions.add_area(VISITOR, code="S", name="South", kind=AreaKind.REGION)
        vale = actions.add_area(VISITOR, code="V", name="Vale", kind=AreaKind.SYSTEM, parent=north)
        ashby = actions.add_area(VISITOR, code="A", name="Ashby", kind=AreaKind.PLACE, parent=vale)
    return north, south, vale, ashby


def follows(account, kind, thing):
    with unit_of_work():
        follow(viewer_for(account), target=target(kind, thing.id), frequency=Frequency.DAILY)


def verbs():
    return [entry.verb for entry in db.session.scalars(select(ledger.Entry).order_by(ledger.Entry.id))]


def test_an_area_moves_with_all_that_lies_in_it(client, another_client, tree):
    north, south, vale, ashby = tree
    make_plan("A plan for Ashby", areas=[ashby])
    assert "A plan for Ashby" not in another_client.get("/areas/S/").words
    client.sign_in(make_account(roles=["officer"]))
    page = client.get("taxonomy_staff.area", area_id=vale.id)
    assert page.form()["parent"] == str(north.id)
    offered = [option.get("value") for option in page.select("select[name=parent] option")]
    assert offered == ["", str(north.id), str(south.id)]
    typed = page.form() | {"parent": str(south.id)}
    client.post("taxonomy_staff.area", typed, area_id=vale.id, follow=True)
    look_again()
    assert (vale.path, ashby.path) == (f"/{south.id}/{vale.id}/", f"/{south.id}/{vale.id}/{ashby.id}/")
    assert queries.areas_below([south.id]) == {south.id, vale.id, ashby.id}
    assert queries.areas_below([north.id]) == {north.id}
    assert "A plan for Ashby" in another_client.get("/areas/S/").words
    assert verbs()[-1] == "area.moved"


def test_no_area_ever_lies_in_itself(client, tree):
    north, south, vale, ashby = tree
    for parent in (vale, ashby):
        with pytest.raises(Refused, match="cannot lie in itself"), unit_of_work():
            arranging.move_area(VISITOR, area=vale, parent=parent)
    with pytest.raises(Refused, match="A region cannot lie in a place"), unit_of_work():
        arranging.move_area(VISITOR, area=south, parent=ashby)
    client.sign_in(make_account(roles=["officer"]))
    typed = {"name": "Vale", "kind": "system", "parent": str(ashby.id)}
    client.post("taxonomy_staff.area", typed, area_id=vale.id, expect=422)
    with reading():
        assert queries.area(vale.id).parent_id == north.id


def test_who_looks_after_one_area_does_not_move_it_out_of_another(client, tree):
    _, south, vale, ashby = tree
    client.sign_in(make_account(roles=["officer"], area=vale))
    assert "parent" not in client.get("taxonomy_staff.area", area_id=vale.id).form()
    typed = {"name": "Ashby", "kind": "place", "parent": str(south.id)}
    client.post("taxonomy_staff.area", typed, area_id=ashby.id, expect=422)


def test_an_area_goes_once_nothing_names_it(client, tree):
    north, _, vale, ashby = tree
    make_plan(areas=[ashby])
    follows(make_account(), TargetKind.AREA, north)
    client.sign_in(make_account(roles=["officer"]))
    client.get("taxonomy_staff.remove_area", area_id=ashby.id)
    for used in (vale, ashby):
        page = client.post("taxonomy_staff.remove_area", area_id=used.id, expect=422)
        assert "It is in use" in page.words
    with unit_of_work():
        arranging.move_area(VISITOR, area=vale, parent=None)
    for _ in range(2):
        client.post("taxonomy_staff.remove_area", area_id=north.id)
    look_again()
    assert queries.area_by_code("N") is None
    assert db.session.scalars(select(Subscription)).one().ended_at is not None
    client.get("/areas/N/", expect=404)
    assert verbs().count("area.removed") == 1
    with unit_of_work():
        again = actions.add_area(VISITOR, code="N", name="North again", kind=AreaKind.REGION)
    assert again.id > ashby.id


@pytest.fixture
def topics(site):
    with unit_of_work():
        return [actions.add_topic(VISITOR, slug=slug, name=slug.capitalize()) for slug in ("beds", "wards", "nursing")]


def test_a_topic_becomes_part_of_another_with_all_that_hangs_on_it(client, another_client, topics):
    beds, wards, nursing = topics
    first, both = make_plan("Beds for all", topics=[beds]), make_plan("Both", topics=[beds, wards])
    ada, bo = make_account(), make_account()
    for account, topic in ((ada, beds), (bo, beds), (bo, wards)):
        follows(account, TargetKind.TOPIC, topic)
    assert "Beds for all" not in another_client.get("/topics/wards/").words
    client.sign_in(make_account(roles=["officer"]))
    client.get("taxonomy_staff.merge_topic", topic_id=beds.id)
    client.post("taxonomy_staff.merge_topic", {"into": ""}, topic_id=beds.id, expect=422)
    for _ in range(2):
        client.post("taxonomy_staff.merge_topic", {"into": str(wards.id)}, topic_id=beds.id)
    look_again()
    assert [publishing.topic_ids(plan.id) for plan in (first, both)] == [{wards.id}, {wards.id}]
    rows = db.session.scalars(select(Subscription)).all()
    going = sorted((row.subscriber_id, row.target_id) for row in rows if row.ended_at is None)
    assert [target for _, target in going] == [wards.id, wards.id]
    assert "Beds for all" in another_client.get("/topics/wards/").words
    assert another_client.get("/topics/beds/", expect=301).location.endswith("/topics/wards/")
    assert "beds" not in client.get("taxonomy_staff.topics").words
    assert verbs().count("topic.merged") == 1
    with unit_of_work():
        arranging.merge_topic(VISITOR, topic=wards, into=nursing)
    assert another_client.get("/topics/beds/", expect=301).location.endswith("/topics/nursing/")
    for into in (beds, nursing):
        with pytest.raises(Refused, match="Choose another topic"), unit_of_work():
            arranging.merge_topic(VISITOR, topic=nursing, into=into)


def test_a_topic_goes_once_nothing_names_it(client, topics):
    beds, wards, nursing = topics
    make_plan(topics=[beds])
    with unit_of_work():
        arranging.merge_topic(VISITOR, topic=nursing, into=wards)
    client.sign_in(make_account(roles=["officer"]))
    for used in (beds, wards):
        assert "It is in use" in client.post("taxonomy_staff.remove_topic", topic_id=used.id, expect=422).words
    with unit_of_work():
        actions.add_topic(VISITOR, slug="spare", name="Spare")
    spare = queries.topic_by_slug("spare")
    client.get("taxonomy_staff.remove_topic", topic_id=spare.id)
    for _ in range(2):
        client.post("taxonomy_staff.remove_topic", topic_id=spare.id)
    look_again()
    assert queries.topic_by_slug("spare") is None
