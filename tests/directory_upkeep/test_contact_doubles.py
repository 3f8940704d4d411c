"""Doubles of people: found by index, compared side by side, made one record, and taken apart again."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.actions.contacts import Reached
from engage.directory.models import Basis, Channel, Format, ListWhom, Merge, Purpose
from engage.directory.queries import contacts as people
from engage.directory.queries.filtering import Filter
from engage.directory_upkeep.actions.merging_contacts import merge_contacts, undo_contact_merge
from engage.directory_upkeep.models import ContactLikeness
from engage.engagements.actions.parties import add_party
from engage.engagements.queries.parties import parties_of
from engage.lists.queries.lists import members_of_filter
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_organisation
from tests.support.engagements import make_engagement


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


def names(page):
    return [row.text_content().split("\n")[0].strip() for row in page.select("tbody th")]


def merged(kept, double, **from_double):
    with unit_of_work():
        return merge_contacts(
            VISITOR,
            kept=queries.contact(kept.id),
            double=queries.contact(double.id),
            from_double=from_double,
        )


def undone(merge):
    with unit_of_work():
        undo_contact_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))


def may_be_invited(contact):
    with reading():
        found = members_of_filter(Filter(), ListWhom.CONTACTS)
        return next(each.why_not is None for each in found if each.id == contact.id)


def object_to(contact, *, agreed=False, on=None):
    with unit_of_work():
        actions.record_permission(
            VISITOR,
            contact=contact,
            purpose=Purpose.INVITATIONS,
            agreed=agreed,
            basis=Basis.CONSENT,
            said="On the telephone",
            on=on,
        )


def test_doubles_are_found_by_address_number_name_and_place_and_no_others(desk):
    group = make_organisation("Dale carers")
    jo = make_contact("Jo Penn", email="jo@penn.example", organisation=group)
    make_contact("Joanne P.", email="JO@penn.example")
    make_contact("Penn, Jo", email="")
    make_contact("Jo Penn", email="", organisation=group)
    make_contact("Alan Mote", organisation=group)
    with unit_of_work():
        phones = [Reached(Channel.PHONE, "01632 960001")]
        actions.add_contact(VISITOR, name="Joe Penn", reached=phones)
        email = [Reached(Channel.EMAIL, "jo@penn.example")]
        number = Reached(Channel.PHONE, "+44 1632 960001")
        actions.set_addresses(VISITOR, contact=jo, reached=[*email, number])
    page = desk.get("directory_upkeep_staff.contact_doubles", contact_id=jo.id)
    assert sorted(names(page)) == ["Jo Penn", "Joanne P.", "Joe Penn", "Penn, Jo"]
    assert "the same email address" in page.words
    assert "the same telephone number" in page.words
    assert "the same name, the same organisation" in page.words


def test_the_number_of_candidates_is_bounded(desk):
    jo = make_contact("Jo Penn", email="hall@penn.example")
    few = len(desk.get("directory_upkeep_staff.contact_doubles", contact_id=jo.id).statements)
    with unit_of_work():
        for _ in range(60):
            actions.add_contact(VISITOR, name="Jo Penn", reached=[Reached(Channel.EMAIL, "hall@penn.example")])
    page = desk.get("directory_upkeep_staff.contact_doubles", contact_id=jo.id)
    assert len(page.select("tbody tr")) == 20
    assert len(page.statements) <= few + 4


def test_the_worker_lists_likely_pairs_and_forgets_those_told_apart(desk):
    jo = make_contact("Jo Penn", email="jo@penn.example")
    other = make_contact("Jo Pen", email="jo@penn.example")
    make_contact("Al Mote")
    jobs.run("ledger.seal")
    jobs.run("directory.doubles")
    page = desk.get("directory_upkeep_staff.likely_contacts")
    assert "nearly the same name, the same email address" in page.words
    page = desk.get(page.select("td a.button")[0].get("href"))
    assert "They are not the same person" in page.words
    desk.post("directory_upkeep_staff.contacts_apart", contact_id=jo.id, other_id=other.id)
    page = desk.get("directory_upkeep_staff.likely_contacts")
    assert "Nobody seems to be in the directory twice." in page.words
    object_to(jo)
    with unit_of_work():
        actions.set_addresses(VISITOR, contact=other, reached=[Reached(Channel.EMAIL, "jo@penn.example")])
        actions.add_role(VISITOR, contact=other, organisation=make_organisation())
    jobs.run("ledger.seal")
    jobs.run("directory.doubles")
    with reading():
        assert db.session.scalars(select(ContactLikeness)).all() == []
    page = desk.get("directory_upkeep_staff.contact_doubles", contact_id=jo.id)
    assert "No other record looks like this person." in page.words


def test_an_officer_of_one_area_sees_pairs_of_it_only(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    near = make_contact("Jo Penn", email="jo@penn.example", areas=[vale])
    far = make_contact("Jo Penn", email="jo@penn.example")
    jobs.run("ledger.seal")
    jobs.run("directory.doubles")
    client.sign_in(make_account(roles=["officer"], area=vale))
    assert "Nobody seems to be" in client.get("directory_upkeep_staff.likely_contacts").words
    assert "No other record" in client.get("directory_upkeep_staff.contact_doubles", contact_id=near.id).words
    client.get("directory_upkeep_staff.merge_contact", contact_id=near.id, other_id=far.id, expect=404)
    client.post("directory_upkeep_staff.contacts_apart", contact_id=near.id, other_id=far.id, expect=404)


def test_two_records_become_one_with_what_was_chosen_and_can_be_taken_apart(desk):
    with unit_of_work():
        topic = add_topic(VISITOR, slug="births", name="Births")
    kept = make_contact("J. Penn", email="jo@penn.example", note="Mornings only.")
    double = make_contact(
        "Jo Penn", email="j.penn@work.example", note="Deaf in one ear.", format=Format.EASY_READ, topics=[topic]
    )
    with unit_of_work():
        actions.add_role(VISITOR, contact=double, organisation=make_organisation("Dale carers"), title="Chair")
    led = desk.get("directory_upkeep_staff.merge_contact", contact_id=kept.id, other_id=double.id, expect=303).location
    assert "More is known in the record that is kept than in the other." in desk.get(led).words
    page = desk.get("directory_upkeep_staff.merge_contact", contact_id=kept.id, other_id=double.id, keep=kept.id)
    assert "language" not in page.form()
    assert "What you do not choose here would go: name, format." in page.words
    assert page.form()["format"] == "double", "what somebody said, not what a record has from the beginning"
    sent = {**page.form(), "name": "double"}
    page = desk.post("directory_upkeep_staff.merge_contact", sent, contact_id=kept.id, other_id=double.id, follow=True)
    for said in ("Jo Penn is part of this record now.", "jo@penn.example; j.penn@work.example", "Chair", "Births"):
        assert said in page.words
    for said in ("Easy Read", "Mornings only. Deaf in one ear.", "Jo Penn became part of Jo Penn."):
        assert said in page.words
    assert desk.get("directory_staff.contact", contact_id=double.id, expect=303).location.endswith(f"/{kept.id}/")
    assert desk.get("directory_staff.edit_contact", contact_id=double.id, expect=303)
    typed = desk.get("directory_staff.edit_contact", contact_id=kept.id).form() | {"note": "Typed meanwhile."}
    page = desk.post("directory_staff.edit_contact", typed, contact_id=double.id, expect=422)
    assert "has become part of another one since you opened it" in page.words
    assert page.form()["note"] == "Typed meanwhile."
    assert desk.get("directory_upkeep_staff.merge_contact", contact_id=kept.id, other_id=double.id, expect=303)
    assert len(desk.get("directory_staff.contacts", q="penn").select("tbody tr")) == 1
    undo = desk.get("directory_upkeep_staff.contact_doubles", contact_id=kept.id).select("form[action$='/undo/']")[0]
    assert "Jo Penn is a record of its own again." in desk.post(undo.get("action"), follow=True).words
    page = desk.get("directory_staff.contact", contact_id=kept.id)
    assert "J. Penn" in page.words
    for gone in ("j.penn@work.example", "Deaf", "Chair", "Births", "Easy Read"):
        assert gone not in page.select("dl")[0].text_content()
    assert "Chair" in desk.get("directory_staff.contact", contact_id=double.id).words
    desk.post(undo.get("action"), expect=404)


@pytest.mark.parametrize("first", ["kept", "double"])
def test_an_objection_in_either_record_holds_for_the_one_that_is_kept(site, first):
    kept, double = make_contact("Jo Penn"), make_contact("Jo Penn")
    object_to({"kept": kept, "double": double}[first])
    object_to({"kept": double, "double": kept}[first], agreed=True)
    merge = merged(kept, double)
    assert not may_be_invited(kept)
    undone(merge)
    assert may_be_invited(kept) is (first == "double")
    assert may_be_invited(double) is (first == "kept")


def test_what_was_objected_to_since_holds_for_both(site):
    kept, double = make_contact("Jo Penn"), make_contact("Jo Penn")
    merge = merged(kept, double)
    assert may_be_invited(kept)
    object_to(kept)
    undone(merge)
    assert not may_be_invited(kept)
    assert not may_be_invited(double)


def test_an_objection_of_an_earlier_day_that_came_in_since_holds_for_both(site):
    kept, double = make_contact("Jo Penn"), make_contact("Jo Penn")
    merge = merged(kept, double)
    object_to(kept, on=date(2020, 1, 1))
    undone(merge)
    assert not may_be_invited(kept)
    assert not may_be_invited(double)


def test_what_is_recorded_from_a_page_that_was_open_goes_to_the_one_that_is_kept(desk):
    kept, double = make_contact("Jo Penn"), make_contact("Jo Penn")
    make_organisation("Dale carers", slug="dale-carers")
    merged(kept, double)
    said = {"purpose": "invitations", "agreed": "no", "basis": "consent", "said": "On the telephone"}
    desk.post("directory_staff.record_permission", said, contact_id=double.id)
    desk.post("directory_staff.add_role", {"organisation": "dale-carers", "title": "Chair"}, contact_id=double.id)
    assert not may_be_invited(kept)
    assert "Chair" in desk.get("directory_staff.contact", contact_id=kept.id).words


def test_who_is_in_one_list_still_is_not_closed_with_the_other(desk):
    kept, double = make_contact("Jo Penn"), make_contact("Jo Penn", source="the panel’s list")
    closed = datetime(2025, 3, 1, 12, tzinfo=UTC)
    with unit_of_work():
        queries.contact(kept.id).closed_at = closed
    led = desk.get("directory_upkeep_staff.merge_contact", contact_id=kept.id, other_id=double.id, expect=303).location
    assert led.endswith(f"/contacts/{double.id}/doubles/{kept.id}/"), "the one that is not closed is proposed"
    own = {"contact_id": kept.id, "other_id": double.id}
    page = desk.get("directory_upkeep_staff.merge_contact", keep=kept.id, **own)
    assert "Closed on 1 March 2025" in page.words
    assert page.form()["closed_at"] == "double"
    desk.post("directory_upkeep_staff.merge_contact", page.form(), **own)
    look_again()
    with reading():
        found = queries.contact(kept.id)
        assert (found.closed_at, found.source) == (None, "the panel’s list")
    undo = desk.get("directory_upkeep_staff.contact_doubles", contact_id=kept.id).select("form[action$='/undo/']")[0]
    desk.post(undo.get("action"))
    look_again()
    with reading():
        found = queries.contact(kept.id)
        assert (found.closed_at, found.source) == (closed, "")


def test_an_officer_of_one_area_reads_no_name_of_another_in_a_history(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
    kept, double = make_contact("Jo Penn", areas=[vale]), make_contact("Josephine Pennington")
    merge = merged(kept, double)
    client.sign_in(make_account(roles=["officer"], area=vale))
    page = client.get("directory_staff.contact", contact_id=kept.id)
    assert "Josephine Pennington became part of Jo Penn." in page.words
    undone(merge)
    page = client.get("directory_staff.contact", contact_id=kept.id)
    assert "Another record was taken apart again from Jo Penn." in page.words
    assert "Josephine" not in page.words


def test_engagements_name_the_one_that_is_kept_once(site):
    kept, double = make_contact("Jo Penn"), make_contact("Joe Pen")
    both, one = make_engagement(), make_engagement()
    with unit_of_work():
        for engagement, contact in ((both, kept), (both, double), (one, double)):
            add_party(VISITOR, engagement=engagement, kind="contact", subject_id=contact.id)
    merged(kept, double)
    with reading():
        found = parties_of([both.id, one.id])
    assert [party.name for party in found[both.id]] == ["Jo Penn"]
    assert [party.subject_id for party in found[one.id]] == [kept.id]


def test_what_cannot_be_one_person_is_refused(site):
    one, two, three = (make_contact(f"Person {number}") for number in range(3))
    merged(one, two)
    for kept, double in ((two, three), (three, two), (three, three)):
        with pytest.raises(Refused):
            merged(kept, double)
    mine, theirs = make_account(), make_account()
    with unit_of_work():
        queries.contact(one.id).account_id = mine.id
        queries.contact(three.id).account_id = theirs.id
    with pytest.raises(Refused, match="two people"):
        merged(one, three)


def test_a_chain_is_taken_apart_step_by_step(site):
    one, two, three = (make_contact(f"Person {number}") for number in range(3))
    first = merged(one, two)
    second = merged(three, one)
    with reading():
        assert list(queries.contact_ids_of(three.id)) == [one.id, two.id, three.id]
    with pytest.raises(Refused):
        undone(first)
    undone(second)
    undone(first)
    with reading():
        assert all(queries.contact(each.id).merged_into_id is None for each in (one, two, three))
        assert [each.value for each in people.addresses_of(two.id)]
