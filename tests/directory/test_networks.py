"""Networks, partnerships and panels at the desk."""

import io
from datetime import date

import pytest

from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions.networks import add_network, add_network_member
from engage.directory.models import Merge, NetworkKind, Organisation
from engage.directory.queries.networks import all_networks, networks_of
from engage.directory_upkeep.actions.merging import merge_organisations, undo_merge
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_organisation


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


def make_network(name="The citizens' panel", **facts):
    with unit_of_work():
        return add_network(VISITOR, name=name, **{"kind": NetworkKind.PANEL, **facts})


def test_a_panel_has_members_with_terms_and_the_same_one_is_not_added_twice(desk):
    page = desk.get("directory_staff.new_network")
    sent = {**page.form(), "name": "The citizens' panel", "kind": "panel", "description": "Forty drawn by lot."}
    page = desk.post("directory_staff.new_network", sent, follow=True)
    assert "Nobody belongs to it yet." in page.words
    with reading():
        ((panel, _),) = all_networks()
    group, person = make_organisation("Carers of the Vale"), make_contact("Ada Moor")
    found = desk.get("directory_staff.network", network_id=panel.id, who="car")
    assert "Carers of the Vale" in found.words
    for member in ({"organisation": group.id}, {"contact": person.id}):
        sent = {"part": "Drawn by lot", "since": "2026-01-01", "until": ""}
        page = desk.post("directory_staff.new_network_member", sent, network_id=panel.id, **member, follow=True)
    assert "Ada Moor" in page.words
    history = desk.get("directory_staff.network_history", network_id=panel.id).words
    for one in (page.words, history):
        assert "A member joined a network or panel. Ada Moor" in one
        assert "A member joined a network or panel. Carers of the Vale" in one
    assert "Since 1 January 2026" in page.words
    page = desk.post("directory_staff.new_network_member", sent, network_id=panel.id, contact=person.id, expect=422)
    assert "belongs to it already" in page.words
    assert "The citizens' panel" in desk.get("directory_staff.one", organisation_id=group.id).words
    assert "The citizens' panel" in desk.get("directory_staff.contact", contact_id=person.id).words
    assert "2" in desk.get("directory_staff.networks").words


def test_a_term_ends_and_never_before_it_began(desk):
    panel, group = make_network(), make_organisation("Carers of the Vale")
    with unit_of_work():
        member = add_network_member(VISITOR, network=panel, member=group, since=date(2026, 3, 1))
    where = {"network_id": panel.id, "member_id": member.id}
    form = desk.get("directory_staff.edit_network_member", **where).form()
    desk.post("directory_staff.edit_network_member", {**form, "until": "2026-02-01"}, **where, expect=422)
    page = desk.post("directory_staff.edit_network_member", {**form, "until": "2026-04-01"}, **where, follow=True)
    assert "1 March 2026 to 1 April 2026" in page.words


def test_a_meeting_keeps_what_was_advised_and_its_papers(desk):
    panel = make_network()
    desk.get("directory_staff.new_meeting", network_id=panel.id)
    sent = {"title": "Stroke care", "held_on": "2026-05-04", "place": "Town hall", "advised": "Keep the night bus."}
    page = desk.post("directory_staff.new_meeting", sent, network_id=panel.id, follow=True)
    assert "Keep the night bus." in page.words
    where = {"network_id": panel.id, "meeting_id": 1}
    desk.post("directory_staff.add_paper", {}, **where, expect=422)
    upload = {"file": (io.BytesIO(b"year,visits\n2026,120\n"), "figures.csv"), "title": "Figures"}
    page = desk.post("directory_staff.add_paper", upload, **where, follow=True)
    assert "Figures" in page.words
    answer = desk.http.get(page.select(".attachments a")[0].get("href"), buffered=True)
    assert answer.data.startswith(b"year,visits")
    assert "attachment" in answer.headers["Content-Disposition"]
    page = desk.post("directory_staff.remove_paper", {}, **where, paper_id=1, follow=True)
    assert "No paper." in page.words
    desk.get("directory_staff.paper", **where, paper_id=1, expect=404)
    form = desk.get("directory_staff.edit_meeting", **where).form()
    page = desk.post("directory_staff.edit_meeting", {**form, "advised": "Keep both."}, **where, follow=True)
    assert "Keep both." in page.words
    assert "Keep both." in desk.get("directory_staff.network", network_id=panel.id).words


def test_only_staff_of_its_area_change_a_network_and_people_elsewhere_have_no_name_there(client):
    with unit_of_work():
        north = add_area(VISITOR, code="north", name="North", kind=AreaKind.REGION)
    near, far, person = make_network("Near", area_id=north.id), make_network("Far"), make_contact("Ada Moor")
    with unit_of_work():
        add_network_member(VISITOR, network=near, member=person)
    client.sign_in(make_account(roles=["officer"], area=north))
    page = client.get("directory_staff.network", network_id=near.id)
    assert "A person outside of your areas" in page.words
    assert "Ada Moor" not in page.words
    assert "Ada Moor" not in client.get("directory_staff.network_history", network_id=near.id).words
    client.get("directory_staff.edit_network", network_id=far.id, expect=403)
    form = client.get("directory_staff.edit_network", network_id=near.id).form()
    page = client.post(
        "directory_staff.edit_network", {**form, "ended_on": "2026-06-01"}, network_id=near.id, follow=True
    )
    assert "It ended on 1 June 2026." in page.words
    client.post("directory_staff.edit_network", {**form, "name": "Far"}, network_id=near.id, expect=422)


def test_terms_go_along_when_an_organisation_becomes_part_of_another_and_come_back(site):
    panel, kept, double = make_network(), make_organisation("Kept"), make_organisation("Double")
    with unit_of_work():
        add_network_member(VISITOR, network=panel, member=double)
    with unit_of_work():
        one, other = db.session.get_one(Organisation, kept.id), db.session.get_one(Organisation, double.id)
        merge = merge_organisations(VISITOR, kept=one, double=other)
    with reading():
        assert [network.name for _, network in networks_of(kept.id)] == [panel.name]
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    with reading():
        assert networks_of(kept.id) == []
        assert [network.name for _, network in networks_of(double.id)] == [panel.name]
