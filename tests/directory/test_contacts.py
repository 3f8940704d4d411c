"""People of the directory, and lists of them, at the desk."""

import pytest

from engage.accounts.session import viewer_for
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.models import Basis, ListWhom, Purpose
from engage.directory.queries import contacts as people
from engage.lists import queries
from engage.lists.queries.objections import objecting_among
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_list, make_organisation


@pytest.fixture
def areas(site):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    return {"vale": vale, "coast": coast}


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


JO = {
    "name": "Jo Penn",
    "emails": "Jo@Penn.example\njo.penn@work.example",
    "phones": "+44 (0)1632 960 001",
    "post": "1 High Street\nAshby",
    "channel": "email",
    "language": "pl",
    "format": "easy_read",
    "note": "Mornings only.",
}


def test_a_person_is_added_with_a_role_and_what_was_agreed(desk, areas):
    make_organisation("Dale carers", slug="dale-carers")
    sent = {**JO, "areas": [str(areas["vale"].id)]}
    page = desk.post("directory_staff.new_contact", sent, organisation="dale-carers", follow=True)
    for said in ("jo@penn.example; jo.penn@work.example", "Polish", "Easy Read", "North Vale", "Dale carers"):
        assert said in page.words
    assert "Nothing is on record" in page.words
    contact_id = int(page.select("a[href$='/edit/']")[0].get("href").split("/")[-3])
    said = {"purpose": "invitations", "agreed": "yes", "basis": "consent", "said": "Signed a sheet"}
    assert desk.post("directory_staff.record_permission", {**said, "said": ""}, contact_id=contact_id, expect=422)
    page = desk.post("directory_staff.record_permission", said, contact_id=contact_id, follow=True)
    assert "Signed a sheet" in page.words
    assert "Agreed" in page.words
    edit = desk.get("directory_staff.edit_contact", contact_id=contact_id)
    assert edit.form()["phones"] == "+44 (0)1632 960 001"
    changed = {**edit.form(), "name": "Jo Pen"}
    page = desk.post("directory_staff.edit_contact", changed, contact_id=contact_id, follow=True)
    assert "Jo Pen" in page.words
    assert "Last confirmed Never" in page.words
    page = desk.post("directory_staff.confirm_contact", contact_id=contact_id, follow=True)
    assert "The record is confirmed." in page.words
    assert "Last confirmed Never" not in page.words
    assert "Jo Pen" in desk.get("directory_staff.contacts", q="pen jo", format="easy_read", area="NV").words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter the name."),
        ({"emails": "jo@penn.example\nnobody"}, "“nobody” is not an email address."),
        ({"phones": "12"}, "Enter a telephone number"),
        ({"phones": "javascript:alert(12345)"}, "Enter a telephone number"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, wrong, said):
    page = desk.post("directory_staff.new_contact", {**JO, **wrong}, expect=422)
    assert said in page.words
    assert page.form()["note"] == "Mornings only."


def test_what_somebody_said_has_its_day_and_an_older_yes_takes_no_objection_back(desk):
    jo = make_contact("Jo Penn", agreed=None)
    said = {"purpose": "invitations", "agreed": "yes", "basis": "consent", "said": "Signed a sheet"}

    def tell(expect=303, **more):
        sent, own = {**said, **more}, {"contact_id": jo.id}
        return desk.post("directory_staff.record_permission", sent, **own, expect=expect, follow=expect == 303)

    def objects():
        with reading():
            return objecting_among([jo_at], Purpose.INVITATIONS) == {jo_at}

    with reading():
        jo_at = people.addresses_of(jo.id)[0].value
    assert "4 May 2026" in tell(on="2026-05-04").words
    assert not objects()
    assert "Enter a day that has come" in tell(on="2926-05-04", expect=422).words
    tell(agreed="no", said="On the telephone", on="2026-04-01")
    assert objects()
    page = tell(on="2026-03-31", expect=422)
    assert "The person objected on 1 April 2026, which is later and holds." in page.words
    assert page.form("/permissions/")["said"] == "Signed a sheet"
    assert objects()
    tell(on="2026-05-04")
    assert not objects()


def test_an_objection_needs_no_basis_and_nothing_is_chosen_beforehand(desk):
    jo = make_contact("Jo Penn", agreed=None)
    form = desk.get("directory_staff.contact", contact_id=jo.id).form("/permissions/")
    assert (form.get("agreed"), form["basis"]) == (None, "")
    sent = {**form, "said": "On the telephone"}
    page = desk.post("directory_staff.record_permission", sent, contact_id=jo.id, expect=422)
    assert "Choose whether the person agreed or objected." in page.words
    page = desk.post("directory_staff.record_permission", {**sent, "agreed": "yes"}, contact_id=jo.id, expect=422)
    assert "Choose the lawful basis." in page.words
    sent |= {"agreed": "no", "basis": "consent"}
    page = desk.post("directory_staff.record_permission", sent, contact_id=jo.id, follow=True)
    assert "None is needed" in page.words
    with reading():
        assert [each.basis for each in people.permissions_of(jo.id)] == [Basis.LEGAL_OBLIGATION]


def test_an_agreement_of_long_ago_is_asked_about_once_more(desk):
    jo = make_contact("Jo Penn", agreed=None)
    sent = {"purpose": "news", "agreed": "yes", "basis": "consent", "said": "Signed a sheet", "on": "1900-01-01"}
    page = desk.post("directory_staff.record_permission", sent, contact_id=jo.id, expect=422)
    assert "That is more than 10 years ago, and few agreements hold so long." in page.words
    assert page.form("/permissions/")["said"] == "Signed a sheet"
    assert page.select("input[name=is_that_old]")
    sent["is_that_old"] = "y"
    assert "1 January 1900" in desk.post("directory_staff.record_permission", sent, contact_id=jo.id, follow=True).words


def test_an_objection_at_a_shared_address_is_explained_and_names_only_whom_one_may_see(client, areas):
    jo = make_contact("Jo Penn", email="hub@people.example", areas=[areas["vale"]])
    al = make_contact("Al Mote", email="hub@people.example", areas=[areas["coast"]], agreed=False)
    client.sign_in(make_account("near@northvale.example", roles=["officer"], area=areas["vale"]))
    page = client.get("directory_staff.contact", contact_id=jo.id)
    assert "hub@people.example, being asked to take part: since" in page.words
    assert "because somebody else who has the same address objected." in page.words
    assert "Al Mote" not in page.words
    client.sign_in(make_account("all@northvale.example", roles=["officer"]))
    page = client.get("directory_staff.contact", contact_id=jo.id)
    assert "because Al Mote who has the same address objected." in page.words
    said = {"purpose": "invitations", "agreed": "yes", "basis": "consent", "said": "On the telephone"}
    client.post("directory_staff.record_permission", said, contact_id=al.id)
    assert "refused" not in client.get("directory_staff.contact", contact_id=jo.id).words


def test_roles_begin_and_end(desk):
    make_organisation("Dale carers", slug="dale-carers")
    jo = make_contact("Jo Penn")
    desk.post("directory_staff.add_role", {"organisation": "nowhere"}, contact_id=jo.id, expect=422)
    sent = {"organisation": "dale-carers", "title": "Chair"}
    assert "Chair" in desk.post("directory_staff.add_role", sent, contact_id=jo.id, follow=True).words
    with reading():
        [(role, _)] = people.roles_of(jo.id)
    page = desk.post("directory_staff.end_role", contact_id=jo.id, role_id=role.id, follow=True)
    assert "The role has ended." in page.words
    assert not page.select("form[action$='/end/']")
    desk.post("directory_staff.end_role", contact_id=jo.id, role_id=role.id + 1, expect=404)


def test_a_past_role_is_recorded_and_its_days_are_corrected(desk):
    make_organisation("Dale carers", slug="dale-carers")
    jo = make_contact("Jo Penn")
    sent = {"organisation": "dale-carers", "title": "Chair", "since": "2019-04-01", "until": "2022-03-31"}
    page = desk.post("directory_staff.add_role", sent, contact_id=jo.id, follow=True)
    assert "Chair 1 April 2019 to 31 March 2022" in page.words
    desk.post("directory_staff.add_role", sent, contact_id=jo.id)
    with reading():
        [(role, organisation)] = people.roles_of(jo.id)
    desk.post("directory_staff.add_role", {**sent, "since": "2023-01-01", "until": ""}, contact_id=jo.id)
    assert "Since 1 January 2023" in desk.get("directory_staff.one", organisation_id=organisation.id).words
    own = {"contact_id": jo.id, "role_id": role.id}
    edit = desk.get("directory_staff.edit_role", **own)
    assert edit.form()["since"] == "2019-04-01"
    corrected = {**edit.form(), "title": "Vice chair", "until": "2021-03-31"}
    page = desk.post("directory_staff.edit_role", corrected, **own, follow=True)
    assert "Vice chair 1 April 2019 to 31 March 2021" in page.words
    change = desk.get(page.select("a[href*='/history/']")[0].get("href"))
    for said in ("Chair, Dale carers, since 1 April 2019, until 31 March 2022", "Vice chair, Dale carers"):
        assert said in change.words
    with reading():
        assert len(people.roles_of(jo.id)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": "2022-01-01", "until": "2021-01-01"}, "The end must not lie before the beginning."),
        ({"since": "2922-01-01"}, "Enter a beginning at most a year from now."),
        ({"until": "2922-01-01"}, "Leave the end empty until it has come."),
        ({"since": "0202-01-01"}, "Enter a day of 1900 or later."),
    ],
)
def test_days_of_a_role_that_cannot_be_are_refused(desk, wrong, said):
    make_organisation("Dale carers", slug="dale-carers")
    jo = make_contact("Jo Penn")
    page = desk.post("directory_staff.add_role", {"organisation": "dale-carers", **wrong}, contact_id=jo.id, expect=422)
    assert said in page.words
    desk.post("directory_staff.add_role", {"organisation": "dale-carers"}, contact_id=jo.id)
    with reading():
        [(role, _)] = people.roles_of(jo.id)
    own = {"contact_id": jo.id, "role_id": role.id}
    assert said in desk.post("directory_staff.edit_role", wrong, **own, expect=422).words


def test_an_officer_of_one_area_sees_the_people_of_it_only(client, areas):
    near = make_contact("Near", areas=[areas["vale"]])
    far = make_contact("Far", areas=[areas["coast"]])
    by_role = make_contact("By role", organisation=make_organisation("Group", areas=[areas["vale"]]))
    client.sign_in(make_account(roles=["officer"], area=areas["vale"]))
    page = client.get("directory_staff.contacts")
    assert "Near" in page.words
    assert "By role" in page.words
    assert "Far" not in page.words
    client.get("directory_staff.contact", contact_id=near.id)
    client.get("directory_staff.contact", contact_id=by_role.id)
    client.get("directory_staff.contact", contact_id=far.id, expect=404)


def test_a_list_is_saved_from_what_was_found_and_says_why_not(desk, areas):
    make_contact("=Jo", areas=[areas["vale"]])
    make_contact("Objector", areas=[areas["vale"]], agreed=False)
    make_organisation("No address", areas=[areas["vale"]])
    form = desk.get("lists_staff.new_list", whom="both", area="NV").form()
    assert form["area"] == "NV"
    assert desk.post("lists_staff.new_list", {**form, "name": ""}, expect=422).form()["area"] == "NV"
    page = desk.post("lists_staff.new_list", {**form, "name": "The vale"}, follow=True)
    for said in ("On the list now 3", "Would be written to 1", "1: Objected to being asked to take part."):
        assert said in page.words
    with reading():
        [found] = queries.stakeholder_lists(people_viewer())
    assert "The vale" in desk.get("lists_staff.lists").words
    edit = desk.get("lists_staff.edit_list", list_id=found.id).form()
    page = desk.post("lists_staff.edit_list", {**edit, "area": "SC"}, list_id=found.id, follow=True)
    assert "On the list now 0" in page.words
    desk.post("lists_staff.remove_list", list_id=found.id)
    desk.get("lists_staff.one_list", list_id=found.id, expect=404)


def people_viewer():
    return viewer_for(make_account("lister@northvale.example", roles=["officer"]))


def test_lists_are_paged_by_key_with_few_statements(desk, areas):
    for number in range(52):
        make_contact(f"Person {number:02}", areas=[areas["vale"]])
    found = make_list(whom=ListWhom.CONTACTS, areas=("NV",))
    page = desk.get("lists_staff.one_list", list_id=found.id)
    assert len(page.select("[aria-label='Who is on it'] tbody tr")) == 50
    assert len(desk.get(page.select(".pagination__older")[0].get("href")).select("tbody tr")) == 2
    page = desk.get("directory_staff.contacts", area="NV", q="person", format="standard")
    assert len(page.select("tbody tr")) == 50
    assert len(page.statements) <= 15
    counted = desk.get(page.select("a[href*='count=']")[0].get("href"))
    assert "52 people." in counted.words
    assert len(counted.statements) == len(page.statements) + 2
    assert "1 person." in desk.get("directory_staff.contacts", area="NV", q="person 07").words
    assert len(desk.get(page.select(".pagination__older")[0].get("href")).select("tbody tr")) == 2


def test_lists_and_organisations_show_nobody_outside_of_the_areas_of_an_officer(client, areas):
    group = make_organisation("Group", areas=[areas["coast"]])
    with unit_of_work():
        both = add_area(VISITOR, code="B", name="Border", kind=AreaKind.SYSTEM)
    make_contact("Near", areas=[areas["vale"]])
    far = make_contact("Far", organisation=group, areas=[both], email="far@people.example")
    found = make_list("Everybody", whom=ListWhom.CONTACTS)
    client.sign_in(make_account(roles=["officer"], area=areas["vale"]))
    page = client.get("lists_staff.one_list", list_id=found.id)
    for said in ("Near", "On the list now 1", "1 other person is on the list, outside of your areas"):
        assert said in page.words
    assert "far@" not in page.words
    page = client.get("directory_staff.one", organisation_id=group.id)
    assert not page.select(f"a[href$='/contacts/{far.id}/']")
    assert "Nobody whom you may see is known there yet." in page.words


def test_a_list_belongs_to_who_made_it_and_to_officers_everywhere(client, areas):
    of_site = make_list("Of the site")
    client.sign_in(make_account("near@northvale.example", roles=["officer"], area=areas["vale"]))
    client.post("lists_staff.remove_list", list_id=of_site.id, expect=403)
    client.get("lists_staff.edit_list", list_id=of_site.id, expect=403)
    assert not client.get("lists_staff.one_list", list_id=of_site.id).select("form[action$='/remove/']")
    form = client.get("lists_staff.new_list", whom="both").form()
    page = client.post("lists_staff.new_list", {**form, "name": "Mine"}, follow=True)
    assert page.select("form[action$='/remove/']")
    client.sign_in(make_account("far@northvale.example", roles=["officer"]))
    client.post("lists_staff.remove_list", list_id=of_site.id)
    client.get("lists_staff.one_list", list_id=of_site.id, expect=404)


def test_somebody_whose_address_is_known_is_shown_and_saved_only_when_meant(client, site):
    known = make_contact("Ada Nye", email="hub@people.example")
    client.sign_in(make_account(roles=["officer"]))
    said = {**client.get("directory_staff.new_contact").form(), "name": "Ben Nye", "emails": "Hub@people.example"}
    page = client.post("directory_staff.new_contact", said, expect=422)
    assert "Somebody with this address is in the directory already." in page.words
    assert page.select(f"a[href$='/contacts/{known.id}/']")
    page = client.post("directory_staff.new_contact", {**page.form(), "is_another": "y"}, follow=True)
    assert "Ben Nye is added." in page.words
