"""Saved lists: who is on them, and who of those would be written to."""

import pytest

from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.directory.actions import record_permission
from engage.directory.models import Basis, Channel, Format, ListWhom, Purpose
from engage.directory.queries.filtering import Filter
from engage.lists import queries
from engage.lists.queries.lists import members_of_filter, tally_of, with_reasons
from engage.mail.list_people import refuses
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_list, make_organisation


@pytest.fixture
def ground(site):
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        dale = add_area(VISITOR, code="N-1", name="The dale", kind=AreaKind.PLACE, parent=north)
        south = add_area(VISITOR, code="S", name="South", kind=AreaKind.SYSTEM)
        births = add_topic(VISITOR, slug="maternity", name="Maternity")
    return {"north": north, "dale": dale, "south": south, "births": births}


def names(found, **given):
    with reading():
        return [member.name for member in queries.members_of_list(found.id, **given)]


def test_voluntary_groups_in_the_north_with_an_interest_in_maternity(ground):
    wanted = {"kind": "local group", "topics": [ground["births"]], "email": "group@dale.example"}
    group = make_organisation("Dale mothers", areas=[ground["dale"]], **wanted)
    make_organisation("Southern mothers", areas=[ground["south"]], **wanted)
    make_organisation("Dale choir", areas=[ground["dale"]], kind="local group")
    make_organisation("Dale hospital", areas=[ground["dale"]], kind="trust", topics=[ground["births"]])
    jo = make_contact("Jo Penn", organisation=group, topics=[ground["births"]])
    make_contact("Al Mote", organisation=group)
    found = make_list(kinds=("voluntary-group",), areas=("N",), topics=("maternity",))
    with reading():
        members = queries.members_of_list(found.id)
        assert queries.list_size(found.id) == 2
    assert [(member.kind, member.name, member.why_not) for member in members] == [
        ("organisation", "Dale mothers", None),
        ("contact", "Jo Penn", None),
    ]
    assert members[1].id == jo.id
    assert members[1].email.endswith("@people.example")


def test_who_is_not_written_to_has_a_reason(ground):
    make_organisation("Nobody home")
    make_contact("Agreed")
    make_contact("Objected", agreed=False)
    make_contact("Unasked", agreed=None)
    make_contact("By post", channel=Channel.POST)
    make_contact("No address", email="")
    make_contact("Easy", format=Format.EASY_READ, language="pl")
    found = make_list()
    with reading():
        members = {member.name: member for member in queries.members_of_list(found.id)}
    said = {name: member.why_not or "" for name, member in members.items()}
    assert said["Agreed"] == ""
    assert "No email address" in said["Nobody home"]
    assert "Objected" in said["Objected"]
    assert "on which basis" in said["Unasked"]
    assert "by post" in said["By post"]
    assert "No email address" in said["No address"]
    assert (members["Easy"].format, members["Easy"].language) == ("easy_read", "pl")


def test_a_list_is_read_in_pieces_that_leave_nobody_out(ground):
    for number in range(3):
        make_organisation(f"Group {number}")
        make_contact(f"Person {number}")
    found, seen, after = make_list(), [], None
    while True:
        with reading():
            piece = queries.members_of_list(found.id, after=after, limit=2)
        if not piece:
            break
        seen += [member.name for member in piece]
        after = piece[-1].place
    assert seen == ["Group 0", "Group 1", "Group 2", "Person 0", "Person 1", "Person 2"]
    assert names(make_list(whom=ListWhom.CONTACTS)) == seen[3:]
    assert names(make_list(whom=ListWhom.ORGANISATIONS)) == seen[:3]


def test_words_find_by_what_a_word_begins_with(ground):
    make_organisation("St. Mary’s Carers’ Café", short_name="SMCC")
    make_organisation("Marymount School")
    assert names(make_list(words="CAFE st")) == ["St. Mary’s Carers’ Café"]
    assert names(make_list(words="smcc")) == ["St. Mary’s Carers’ Café"]
    assert names(make_list(words="mary")) == ["St. Mary’s Carers’ Café", "Marymount School"]
    assert names(make_list(words="!!")) == []


def test_a_no_holds_for_the_address_whichever_record_carries_it(ground):
    make_contact("No", email="Shared@people.example", agreed=False)
    make_contact("Yes", email="shared@people.example")
    make_organisation("Group", email="SHARED@people.example")
    found = make_list()
    with reading():
        members = queries.members_of_list(found.id)
        tally = tally_of(Filter(), ListWhom.BOTH)
        assert refuses("shared@people.example", Purpose.INVITATIONS)
        assert not refuses("shared@people.example", Purpose.NEWS)
        shown = with_reasons(members_of_filter(Filter(), ListWhom.BOTH))
    assert {member.why_not for member in [*members, *shown]} == {"Objected to being asked to take part."}
    assert (tally.written_to, tally.total) == (0, 3)


def test_who_agrees_later_has_taken_the_no_back(ground):
    changed = make_contact("Changed", email="changed@people.example", agreed=False)
    said = {"purpose": Purpose.INVITATIONS, "agreed": True, "basis": Basis.CONSENT}
    with unit_of_work():
        record_permission(VISITOR, contact=changed, **said)
    found = make_list()
    with reading():
        assert [member.why_not for member in queries.members_of_list(found.id)] == [None]
        assert not refuses("changed@people.example", Purpose.INVITATIONS)


def test_on_a_phone_whether_somebody_is_written_to_comes_before_the_address(client):
    client.sign_in(make_account(roles=[Role.OFFICER]))
    make_contact("Jo Penn")
    page = client.get("lists_staff.one_list", list_id=make_list("Everybody").id)
    assert [cell.get("data-label") for cell in page.select("table.table--stacked")[0].cssselect("tbody td")] == [
        "Would be written to",
        "Email address",
    ]


def test_the_table_of_lists_counts_each_with_as_many_statements_for_many_as_for_one(client, ground):
    client.sign_in(make_account(roles=[Role.OFFICER]))
    group = make_organisation("Dale mothers", areas=[ground["dale"]], topics=[ground["births"]], kind="local group")
    make_contact("Jo Penn", organisation=group, topics=[ground["births"]])
    make_contact("Al Mote", organisation=group)
    make_organisation("Southern mothers", areas=[ground["south"]])
    make_list("Births", topics=("maternity",), areas=("N",), kinds=("voluntary-group",))
    one = client.get("lists_staff.lists")
    make_list("South", areas=("S",), whom=ListWhom.ORGANISATIONS)
    make_list("People", whom=ListWhom.CONTACTS)
    make_list("Called Dale", words="dale")
    make_list("Nowhere", areas=("XX",))
    many = client.get("lists_staff.lists")
    rows = [row.cssselect("th, td") for row in many.select("tbody tr")]
    sizes = {cells[0].text_content().strip(): cells[2].text_content() for cells in rows}
    assert sizes == {"Births": "2", "South": "1", "People": "2", "Called Dale": "1", "Nowhere": "0"}
    assert len(many.statements) == len(one.statements)
