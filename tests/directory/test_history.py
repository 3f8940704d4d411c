"""What a record said before each change, whichever way it came, for those who may see it and until it is erased."""

import csv
import io

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from engage.commands import main
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.actions.contacts import Reached
from engage.directory.actions.kinds import add_kind
from engage.directory.actions.networks import add_network, add_network_member, change_network, change_network_member
from engage.directory.models import Channel, NetworkKind, RecordRevision
from engage.directory.queries.history import history_of
from engage.directory_upkeep.actions.merging import merge_organisations, undo_merge
from engage.directory_upkeep.actions.merging_contacts import merge_contacts
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_list, make_organisation


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=["officer"], name="Olga Marsh"))


@pytest.fixture
def vale(site):
    with unit_of_work():
        return add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)


def newest(kind, record):
    """The newest change of a record of which it is kept what stood there before."""
    with reading():
        found = history_of(kind, [record.id])
    return next(each for each in found.happenings if each.revision_id)


def change(desk, kind, record):
    """The page of the newest change: what stood before and after, by field."""
    page = desk.get(f"directory_staff.{kind}_change", entry_id=newest(kind, record).id, **{f"{kind}_id": record.id})
    return page, lines(page)


def lines(page):
    rows = [[cell.text_content().strip() for cell in row.xpath("th|td")] for row in page.select("tbody tr")]
    return {row[0]: tuple(row[1:]) for row in rows}


def test_an_edit_shows_what_stood_there_before_and_who_changed_it(desk, vale):
    group = make_organisation("Dale carers", email="hello@dale.example", areas=[vale])
    form = desk.get("directory_staff.edit", organisation_id=group.id).form()
    sent = {**form, "name": "Carers of the dale", "email": "", "areas": []}
    page = desk.post("directory_staff.edit", sent, organisation_id=group.id, follow=True)
    assert "Name, Email address" in page.words.replace("Email address, Name", "Name, Email address")
    assert len(page.select("td a[href*='/history/']")) == 3
    page, told = change(desk, "organisation", group)
    assert told == {"Areas": ("North Vale", "Nothing")}
    assert "Olga Marsh" in page.words
    desk.post("directory_staff.confirm_record", organisation_id=group.id)
    assert list(change(desk, "organisation", group)[1]) == ["Last confirmed"]
    page = desk.get("directory_staff.organisation_history", organisation_id=group.id)
    first = page.select("td a[href*='/history/']")[2].get("href")
    assert lines(desk.get(first)) == {
        "Name": ("Dale carers", "Carers of the dale"),
        "Former names": ("Nothing", "Dale carers"),
        "Email address": ("hello@dale.example", "Nothing"),
    }
    desk.get("directory_staff.organisation_change", organisation_id=group.id, entry_id=10_000, expect=404)
    other = make_organisation("Another")
    desk.get(first.replace(f"/{group.id}/history", f"/{other.id}/history"), expect=404)


def test_all_parts_of_a_record_are_told_in_words(desk):
    board, group = make_organisation("The board", slug="board"), make_organisation("Dale carers")
    form = desk.get("directory_staff.edit_record", organisation_id=group.id).form()
    sent = {
        **form,
        "status": "dormant",
        "codes": "charity 1234567",
        "addresses": "1 High Street\nAshby\nAB1 2CD\n\n2 Low Road\nAshby",
        "former_names": "Carers circle",
        "domains": "dale.example",
        "parent": "board",
        "successors": "board",
    }
    desk.post("directory_staff.edit_record", sent, organisation_id=group.id)
    _, told = change(desk, "organisation", group)
    assert told.pop("Addresses")[1].split() == [
        "1",
        "High",
        "Street",
        "Ashby",
        "AB1",
        "2CD",
        "2",
        "Low",
        "Road",
        "Ashby",
    ]
    assert told == {
        "Former names": ("Nothing", "Carers circle"),
        "Domains of its email addresses": ("Nothing", "dale.example"),
        "Codes": ("Nothing", "Charity register: 1234567"),
        "Where it stands": ("At work", "Dormant"),
        "Belongs to": ("Nothing", board.name),
        "What took its place": ("Nothing", board.name),
    }


def test_a_person_s_record_tells_it_to_those_who_may_see_the_person(desk, another_client, vale):
    jo = make_contact("Jo Penn", email="jo@penn.example")
    form = desk.get("directory_staff.edit_contact", contact_id=jo.id).form()
    sent = {**form, "emails": "jo@new.example", "phones": "01632 960001", "note": "Mornings", "format": "easy_read"}
    desk.post("directory_staff.edit_contact", sent, contact_id=jo.id)
    assert change(desk, "contact", jo)[1] == {
        "Addresses": ("Email: jo@penn.example", "Email: jo@new.example\nTelephone: 01632 960001")
    }
    page = desk.get("directory_staff.contact_history", contact_id=jo.id)
    assert "Format, Note" in page.words
    group = make_organisation("Dale carers")
    desk.post("directory_staff.add_role", {"organisation": "Dale carers", "title": "Chair"}, contact_id=jo.id)
    assert change(desk, "contact", jo)[1] == {"Role": ("Nothing", "Chair, Dale carers")}
    with reading():
        [(role, _)] = queries.contacts.roles_of(jo.id)
    desk.post("directory_staff.end_role", contact_id=jo.id, role_id=role.id)
    before, after = change(desk, "contact", jo)[1]["Role"]
    assert (before, after.startswith("Chair, Dale carers, until ")) == ("Chair, Dale carers", True)
    elsewhere = another_client.sign_in(make_account(roles=["officer"], area=vale))
    where = {"contact_id": jo.id, "entry_id": newest("contact", jo).id}
    elsewhere.get("directory_staff.contact_change", **where, expect=404)
    elsewhere.get("directory_staff.contact_history", contact_id=jo.id, expect=404)
    assert group.id


def test_a_change_of_many_records_stands_in_the_history_of_each(desk, vale):
    group, jo = make_organisation("Dale carers"), make_contact("Jo Penn", source="A list")
    for record, kind, sent in (
        (group, "organisations", {"status": "closed"}),
        (jo, "contacts", {"source": "A fair", "add_areas": [str(vale.id)]}),
    ):
        where = f"/staff/directory/{kind}/bulk/?chosen={record.id}"
        desk.post(desk.post(where, sent, follow=True).select("form[action$='/start/']")[0].get("action"))
    told = change(desk, "organisation", group)[1]
    assert told["Where it stands"] == ("At work", "Closed")
    assert told["Closed on"][0] == "Nothing"
    assert change(desk, "contact", jo)[1] == {"Areas": ("Nothing", "North Vale")}
    assert "Where it is from" in desk.get("directory_staff.contact", contact_id=jo.id).words


def taken_in(site, tmp_path, kind, text, *more):
    file = tmp_path / "file.csv"
    file.write_text(text)
    found = CliRunner().invoke(main.commands["import"].commands[kind], [str(file), *more], obj=lambda **_: site)
    assert found.exit_code == 0, found.output


def register(*entries):
    out = io.StringIO()
    for code, name, postcode, closed in entries:
        cells = [code, name, "Y62", "NV", "1 HIGH STREET", "", "", "ASHBY", "", postcode, "20120401", closed, "A"]
        csv.writer(out).writerow([*cells, *[""] * 14])
    return out.getvalue()


def test_a_register_keeps_what_it_changed_and_nothing_of_what_it_added(desk, site, tmp_path):
    first = register(("R0A", "NORTH VALE TRUST", "AB1 2CD", ""), ("R0B", "SOUTH TRUST", "AB1 2CD", ""))
    taken_in(site, tmp_path, "organisations", first, "--format", "ods")
    with reading():
        assert db.session.scalar(select(func.count()).select_from(RecordRevision)) == 0
        trust, south = queries.organisations(limit=5)
    second = register(("R0A", "NORTH DALE TRUST", "AB9 9ZZ", ""))
    taken_in(site, tmp_path, "organisations", second, "--format", "ods", "--close-vanished")
    _, told = change(desk, "organisation", trust)
    assert told["Name"] == ("North Vale Trust", "North Dale Trust")
    assert [text.split()[-1] for text in told["Address in the register"]] == ["2CD", "9ZZ"]
    assert change(desk, "organisation", south)[1]["Where it stands"] == ("At work", "Closed")


def test_a_table_of_people_keeps_what_it_changed(desk, site, tmp_path):
    head = "name,email,telephone,organisation,role,topics\n"
    group = make_organisation("Dale carers")
    with unit_of_work():
        add_topic(VISITOR, slug="births", name="Births")
    more = ("--source", "Assembly")
    taken_in(site, tmp_path, "contacts", head + "Jo Penn,jo@penn.example,,,,\n", *more)
    with reading():
        assert db.session.scalar(select(func.count()).select_from(RecordRevision)) == 0
        jo = queries.contact(1)
    row = "Jo Pen,jo@penn.example,01632 960001,Dale carers,Chair,Births\n"
    taken_in(site, tmp_path, "contacts", head + row, *more)
    assert change(desk, "contact", jo)[1] == {"Role": ("Nothing", f"Chair, {group.name}")}
    page = desk.get("directory_staff.contact_history", contact_id=jo.id)
    assert lines(desk.get(page.select("td a[href*='/history/']")[1].get("href"))) == {
        "Name": ("Jo Penn", "Jo Pen"),
        "Addresses that were added": ("Nothing", "Telephone: 01632 960001"),
        "Interests that were added": ("Nothing", "Births"),
    }
    taken_in(site, tmp_path, "contacts", head + "Al Mote,al@mote.example,,,,\n", *more, "--close-vanished")
    assert change(desk, "contact", jo)[1]["Closed"][0] == "Nothing"


def test_a_merge_and_its_undoing_tell_what_came_and_went(desk, vale):
    kept, double = make_organisation("Dale carers"), make_organisation("Carers of the dale", areas=[vale])
    with unit_of_work():
        merge = merge_organisations(VISITOR, kept=kept, double=double)
    came = {"Former names": ("Nothing", "Carers of the dale"), "Areas": ("Nothing", "North Vale")}
    with reading():
        [entry] = [each for each in history_of("organisation", [double.id]).happenings if each.revision_id][:1]
    page = desk.get("directory_staff.organisation_history", organisation_id=kept.id)
    assert "Carers of the dale became part of Dale carers." in page.words
    assert lines(desk.get("directory_staff.organisation_change", organisation_id=kept.id, entry_id=entry.id)) == came
    desk.get("directory_staff.organisation_history", organisation_id=double.id, expect=303)
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.merge(merge))
    _, told = change(desk, "organisation", double)
    assert told == {field: pair[::-1] for field, pair in came.items()}
    page = desk.get("directory_staff.one", organisation_id=kept.id)
    for happened in ("became part of", "was taken apart again from"):
        assert f"Carers of the dale {happened} Dale carers." in page.words
    link = page.select("td a[href*='/history/']")[1].get("href")
    assert lines(desk.get(link)) == came
    other = make_organisation("Another group")
    desk.get(link.replace(f"/organisations/{kept.id}/", f"/organisations/{other.id}/"), expect=404)


def test_a_network_tells_what_it_said_and_of_people_to_those_who_may_see_them(desk, another_client, vale):
    with unit_of_work():
        panel = add_network(VISITOR, name="The panel", kind=NetworkKind.PANEL)
        jo = actions.add_contact(VISITOR, name="Jo Penn")
        member = add_network_member(VISITOR, network=panel, member=jo, part="Drawn by lot")
        told = {"description": "", "area_id": vale.id, "ended_on": None, "is_public": False}
        change_network(VISITOR, network=panel, name="The assembly", kind=NetworkKind.NETWORK, **told)
    assert change(desk, "network", panel)[1] == {
        "Name": ("The panel", "The assembly"),
        "Kind": ("Panel or assembly", "Network"),
        "Area": ("Nothing", "North Vale"),
    }
    with unit_of_work():
        change_network_member(
            VISITOR, member=db.session.merge(member), part="Chair", since=None, until=None, is_named=True
        )
    assert change(desk, "network", panel)[1]["As what"] == ("Drawn by lot", "Chair")
    assert "The term of a member" in desk.get("directory_staff.network_history", network_id=panel.id).words
    where = {"network_id": panel.id, "entry_id": newest("network", panel).id}
    elsewhere = another_client.sign_in(make_account(roles=["officer"], area=vale))
    elsewhere.get("directory_staff.network_change", **where, expect=404)


def test_what_was_said_before_goes_with_the_person(desk):
    double, jo = make_contact("J Penn", email="j@penn.example"), make_contact("Jo Penn", email="jo@penn.example")
    with unit_of_work():
        panel = add_network(VISITOR, name="The panel", kind=NetworkKind.PANEL)
        member = add_network_member(VISITOR, network=panel, member=jo, part="Drawn by lot")
        change_network_member(VISITOR, member=member, part="Chair", since=None, until=None, is_named=False)
        for contact in (double, jo):
            actions.set_addresses(VISITOR, contact=contact, reached=[Reached(Channel.EMAIL, "penn@penn.example")])
        merge_contacts(VISITOR, kept=queries.contact(jo.id), double=queries.contact(double.id), from_double={})
    entry = newest("contact", jo)
    desk.post("directory_upkeep_staff.erase", {"never_again": ""}, contact_id=jo.id, follow=True)
    look_again()
    with reading():
        assert set(db.session.scalars(select(RecordRevision.held))) == {""}
    page = desk.get("directory_staff.contact_change", contact_id=jo.id, entry_id=entry.id)
    assert "It was erased with the person." in page.words
    with unit_of_work():
        actions.confirm_contact(VISITOR, contact=queries.contact(make_contact("Al Mote").id))
    page = desk.get("directory_staff.contact_change", contact_id=jo.id, entry_id=entry.id)
    assert "It was erased with the person." in page.words, "no later change is taken for it"
    assert "History of a person who was erased" in desk.get("directory_staff.contact_history", contact_id=jo.id).words


def test_a_long_history_goes_on_page_by_page(desk):
    group = make_organisation("Group 0")
    with unit_of_work():
        for number in range(1, 60):
            facts = dict.fromkeys(("short_name", "kind", "description", "website", "email"), "")
            actions.change_organisation(
                VISITOR, organisation=queries.organisation(group.id), name=f"Group {number}", **facts
            )
    page = desk.get("directory_staff.one", organisation_id=group.id)
    assert page.select("a[href*='history/?before=']")
    page = desk.get("directory_staff.organisation_history", organisation_id=group.id)
    assert len(page.select("tbody tr")) == 50
    older = desk.get(page.select("a[href*='before=']")[0].get("href"))
    assert "An organisation was added." in older.words
    assert len(older.statements) <= len(page.statements)
    for beyond in ("0", "99999999999999999999", "x"):
        desk.get("directory_staff.organisation_history", organisation_id=group.id, before=beyond)
    desk.get("directory_staff.organisation_change", organisation_id=group.id, entry_id=10**20, expect=404)


def changes(desk, kind, record, subject):
    """What was kept of each change of a record, the newest first: by field, before and after."""
    with reading():
        told = [each for each in history_of(subject, [record.id]).happenings if each.revision_id]
    address, shelf = {f"{kind}_id": record.id}, "lists" if kind == "list" else "directory"
    return [lines(desk.get(f"{shelf}_staff.{kind}_change", entry_id=each.id, **address)) for each in told]


def test_a_kind_tells_what_it_was_called_and_to_what_it_belonged(client):
    desk = client.sign_in(make_account(roles=["administrator"], name="Olga Marsh"))
    with unit_of_work():
        choir, arts = (add_kind(VISITOR, name=name, plural=f"{name}s") for name in ("Choir", "Arts"))
    form = desk.get("directory_staff.kind", kind_id=choir.id).form(f"/kinds/{choir.id}/")
    desk.post("directory_staff.kind", {**form, "plural": "Singers", "parent": str(arts.id)}, kind_id=choir.id)
    assert changes(desk, "kind", choir, "organisation_kind") == [
        {"Belongs to": ("Nothing", "Arts")},
        {"What several are called": ("Choirs", "Singers")},
    ]
    page = desk.get("directory_staff.kind", kind_id=choir.id)
    assert len(page.select("td a[href*='/history/']")) == 2
    page = desk.get("directory_staff.kind_history", kind_id=choir.id)
    assert "A kind of organisation was added." in page.words
    assert "Olga Marsh" in page.words


def test_a_saved_list_tells_whom_it_meant_box_by_box(desk, vale):
    with unit_of_work():
        wards = add_topic(VISITOR, slug="wards", name="Wards")
        panel = add_network(VISITOR, name="The panel", kind=NetworkKind.PANEL)
        add_kind(VISITOR, name="Choir", plural="Choirs")
    found = make_list("Winter", topics=(wards.slug,))
    form = desk.get("lists_staff.edit_list", list_id=found.id).form("/edit/")
    desk.post("lists_staff.edit_list", form, list_id=found.id)
    assert not changes(desk, "list", found, "stakeholder_list"), "the same again changes nothing"
    sent = {"name": "Winter beds", "purpose": "For winter.", "whom": "contacts", "q": "carers", "kind": "choir"}
    sent |= {"area": "NV", "topic": "", "standing": "all", "format": "large_print", "network": str(panel.id)}
    sent |= {"confirmed": "never", "email": "none", "objected": "yes"}
    desk.post("lists_staff.edit_list", form | sent, list_id=found.id)
    assert changes(desk, "list", found, "stakeholder_list") == [
        {
            "Name": ("Winter", "Winter beds"),
            "What it is for": ("Nothing", "For winter."),
            "Who is on it": ("Organisations and people", "People"),
            "Words of the name": ("Any", "carers"),
            "Only of the kind": ("Any", "Choir"),
            "Only in the area": ("Any", "North Vale"),
            "Only with the interest": ("Wards", "Any"),
            "Only where they stand": ("At work", "All"),
            "Only who wants the format": ("Any", "Large print"),
            "Only of the network or panel": ("Any", "The panel"),
            "Only by when they were confirmed": ("Any", "Never"),
            "Only without an email address": ("No", "Yes"),
            "Only who objected to something": ("No", "Yes"),
        }
    ]
    page = desk.get("lists_staff.one_list", list_id=found.id)
    assert len(page.select("td a[href*='/history/']")) == 1
    assert "A list was saved." in desk.get("lists_staff.list_history", list_id=found.id).words
    desk.post("lists_staff.remove_list", list_id=found.id)
    desk.get("lists_staff.list_history", list_id=found.id, expect=404)
