"""Networks and panels as everybody sees them: only what they agreed to."""

import io
from datetime import date, timedelta

import pytest

from engage.core.database import db, unit_of_work
from engage.core.i18n import today
from engage.core.permissions import VISITOR
from engage.directory.actions import networks as actions
from engage.directory.models import Network, NetworkKind, NetworkMeeting
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_organisation
from tests.support.page_client import PageClient


def make_panel(name="The citizens' panel", *, is_public=True, **facts):
    """A panel that agreed to be shown."""
    with unit_of_work():
        return actions.add_network(VISITOR, name=name, **{"kind": NetworkKind.PANEL, "is_public": is_public, **facts})


def join(network, member, **term):
    """A member of a network."""
    with unit_of_work():
        return actions.add_network_member(VISITOR, network=db.session.merge(network), member=member, **term)


def meet(network, title, *, days_ago=0, **facts):
    """A meeting of a network."""
    with unit_of_work():
        held_on = today() - timedelta(days=days_ago)
        return actions.add_meeting(VISITOR, network=db.session.merge(network), held_on=held_on, title=title, **facts)


def test_the_page_names_only_those_who_agreed(client, site):
    panel, group = make_panel(), make_organisation("Carers of the Vale", slug="carers")
    hidden = make_organisation("A quiet group")
    with unit_of_work():
        db.session.merge(hidden).is_public = False
    join(panel, group, part="Chair", since=date(2026, 1, 1))
    join(panel, hidden)
    join(panel, make_contact("Ada Moor"), part="Drawn by lot", is_named=True)
    join(panel, make_contact("Bert Dale"), part="Drawn by lot")
    join(panel, make_contact("Cleo Beck"), is_named=True, until=date(2026, 2, 1))
    page = client.get("/networks/the-citizens-panel/")
    assert "Carers of the ValeChairSince 1 January 2026" in page.words
    assert "Ada Moor" in page.words
    assert "Who belonged to it before" in page.words
    assert "Cleo Beck" in page.words
    assert "2 more members are not named here." in page.words
    assert "quiet" not in page.text
    assert "Bert" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_one_that_did_not_agree_stands_nowhere(client, site):
    group = make_organisation("Carers of the Vale", slug="carers")
    panel = make_panel("A quiet circle", is_public=False)
    join(panel, group)
    for path in ("/networks/", "/organisations/", "/organisations/carers/", "/sitemap.xml"):
        assert "quiet" not in client.get(path).text
    with unit_of_work():
        found = db.session.merge(panel)
        actions.change_network(
            VISITOR,
            network=found,
            name="A loud circle",
            kind=found.kind,
            description="",
            area_id=None,
            ended_on=None,
            is_public=True,
        )
    for path in ("/networks/", "/organisations/", "/organisations/carers/", "/sitemap.xml"):
        assert "/networks/a-loud-circle/" in client.get(path).text, path
    with unit_of_work():
        db.session.get_one(Network, panel.id).is_public = False
    look_again()
    client.get("/networks/a-loud-circle/", expect=404)


def test_a_meeting_shows_what_was_advised_and_its_papers_once_everybody_may_read_them(client, site):
    panel = make_panel()
    officer = PageClient(site).sign_in(make_account(roles=["officer"]))
    officer.get("directory_staff.new_meeting", network_id=panel.id)
    sent = {"title": "Stroke care", "held_on": "2026-05-04", "place": "Town hall", "advised": "Keep the night bus."}
    officer.post("directory_staff.new_meeting", sent, network_id=panel.id)
    with unit_of_work():
        meeting = db.session.query(NetworkMeeting).one()
    where = {"network_id": panel.id, "meeting_id": meeting.id}
    upload = {"file": (io.BytesIO(b"year,visits\n2026,120\n"), "figures.csv"), "title": "Figures"}
    officer.post("directory_staff.add_paper", upload, **where)
    assert "night bus" not in client.get("/networks/the-citizens-panel/").words
    client.get("/networks/the-citizens-panel/papers/1/", expect=404)
    form = officer.get("directory_staff.edit_meeting", **where).form()
    officer.post("directory_staff.edit_meeting", {**form, "is_public": "y"}, **where)
    page = client.get("/networks/the-citizens-panel/")
    assert "Keep the night bus." in page.words
    answer = client.http.get(page.select(".attachments a")[0].get("href"), buffered=True)
    assert answer.data.startswith(b"year,visits")
    officer.post("directory_staff.remove_paper", {}, **where, paper_id=1)
    client.get("/networks/the-citizens-panel/papers/1/", expect=404)


def test_meetings_are_paged_by_key(client, site):
    panel, other = make_panel(), make_panel("Another panel")
    for number in range(23):
        meet(panel, f"Meeting {number:02}", days_ago=number // 2, is_public=True)
    secret = meet(panel, "Behind closed doors")
    seen, path = [], "/networks/the-citizens-panel/"
    while path:
        page = client.get(path)
        seen += [each.text for each in page.select("main h3")]
        path = next((each.get("href") for each in page.select("a.pagination__older")), None)
    assert sorted(seen) == [f"Meeting {number:02}" for number in range(23)]
    client.get(f"/networks/the-citizens-panel/?after={secret.id}", expect=404)
    client.get(f"/networks/{other.slug}/?after=1", expect=404)


def test_the_area_leads_to_its_networks_and_two_of_one_name_have_two_addresses(client, site):
    with unit_of_work():
        area = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.SYSTEM)
    one, two = make_panel("The panel", area_id=area.id), make_panel("The panel.")
    assert (one.slug, two.slug) == ("the-panel", "the-panel-2")
    assert "/networks/the-panel/" in client.get("/areas/vale/").text
    assert "North Vale" in client.get("/networks/the-panel/").words


@pytest.mark.parametrize("path", ["/networks/none/", "/networks/none/papers/1/"])
def test_what_is_not_there_is_a_page_that_says_so(client, path):
    client.get(path, expect=404)
