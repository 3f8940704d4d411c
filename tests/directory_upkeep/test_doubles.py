"""Doubles: found by what speaks for them, made one record, and taken apart again."""

from datetime import date

import pytest

from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.models import FormerName, Merge, OrganisationStatus
from engage.directory.queries import contacts as people
from engage.directory.queries.saying import said_of_organisation
from engage.directory_upkeep.actions.merging import merge_organisations, undo_merge
from engage.directory_upkeep.queries.doubles import likely_doubles
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_organisation


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


def names(organisation):
    with reading():
        return [each.organisation.name for each in likely_doubles(queries.organisation(organisation.id))]


def test_likely_doubles_are_found_by_name_and_address_and_no_others(site):
    one = make_organisation("St. Mary's Carers Group", email="hello@marys.example")
    make_organisation("Carers' Group St Mary’s")
    make_organisation("Office of the carers", email="HELLO@marys.example")
    make_organisation("Carers of the coast")
    make_organisation("St Mary’s School")
    assert names(one) == ["Office of the carers", "Carers' Group St Mary’s"]


def test_the_number_of_statements_does_not_grow_with_the_directory(desk):
    one = make_organisation("The Surgery of Ashby")
    make_organisation("The Surgery of Ashby")
    few = len(desk.get("directory_upkeep_staff.doubles", organisation_id=one.id).statements)
    with unit_of_work():
        for number in range(60):
            actions.add_organisation(VISITOR, slug=f"surgery-{number}", name="The Surgery of Ashby")
    page = desk.get("directory_upkeep_staff.doubles", organisation_id=one.id)
    assert len(page.select("tbody tr")) == 20
    assert len(page.statements) <= few + 3


def test_a_double_becomes_part_of_the_record_and_can_be_taken_apart(desk):
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        topic = add_topic(VISITOR, slug="births", name="Births")
    kept = make_organisation("Dale carers", slug="dale-carers", areas=[north])
    double = make_organisation("Dale carers circle", slug="circle", areas=[north], topics=[topic])
    jo = make_contact("Jo Penn", organisation=double)
    page = desk.get("directory_upkeep_staff.doubles", organisation_id=kept.id)
    assert "Dale carers circle" in page.words
    own = {"organisation_id": kept.id, "other_id": double.id}
    compared = desk.get("directory_upkeep_staff.compare", **own, keep=kept.id)
    page = desk.post("directory_upkeep_staff.merge", compared.form("/merge/"), **own, follow=True)
    assert "Dale carers circle is part of Dale carers now." in page.words
    assert desk.get("/organisations/circle/", expect=301).location.endswith("/organisations/dale-carers/")
    desk.get("directory_staff.one", organisation_id=double.id, expect=303)
    assert "Jo Penn" in desk.get("directory_staff.one", organisation_id=kept.id).words
    with reading():
        assert [each.slug for each in queries.topics_of(kept.id)] == ["births"]
        assert [each.name for each in queries.listed_organisations(words="circle")] == ["Dale carers"]
        assert list(queries.ids_of(kept.id)) == [kept.id, double.id]
    page = desk.get("directory_upkeep_staff.doubles", organisation_id=kept.id)
    undo = page.select("form[action$='/undo/']")[0].get("action")
    assert "a record of its own again" in desk.post(undo, follow=True).words
    with reading():
        assert [organisation.slug for _, organisation in people.roles_of(jo.id)] == ["circle"]
        assert queries.topics_of(kept.id) == []
        assert [each.code for each in queries.areas_of(kept.id)] == ["N"]
        assert [each.slug for each in queries.listed_organisations(words="circle")] == ["circle"]
    desk.post(undo, expect=404)


def test_another_record_is_named_compared_and_gives_its_name(desk):
    kept = make_organisation("Dale carers", slug="dale-carers")
    double = make_organisation("Northvale family support", slug="family-support")
    make_contact("Jo Penn", organisation=double)
    own = {"organisation_id": kept.id}
    for typed in ("family northvale", str(double.id)):
        page = desk.get("directory_upkeep_staff.doubles", same=typed, **own)
        assert "Northvale family support" in page.words
    assert "No other record that you may change" in desk.get("directory_upkeep_staff.doubles", same="dale", **own).words
    assert page.select(f"a[href$='/doubles/{double.id}/']")
    page = desk.get("directory_upkeep_staff.compare", other_id=double.id, keep=kept.id, **own)
    assert "To Dale carers: roles of people 1" in page.words
    sent = {**page.form("/merge/"), "name": "double"}
    page = desk.post("directory_upkeep_staff.merge", sent, other_id=double.id, follow=True, **own)
    assert "The two are one record now, called Northvale family support." in page.words
    with reading():
        for words in ("dale", "family"):
            assert [each.id for each in queries.listed_organisations(words=words)] == [kept.id]
    assert desk.get("directory_staff.one", **own).heading == "Northvale family support"
    desk.post(page.select("form[action$='/undo/']")[0].get("action"))
    assert desk.get("directory_staff.one", **own).heading == "Dale carers"
    with reading():
        assert [each.id for each in queries.listed_organisations(words="dale")] == [kept.id]
        assert [each.id for each in queries.listed_organisations(words="family")] == [double.id]


def said(organisation):
    with reading():
        found = queries.organisation(organisation.id)
        return {**said_of_organisation(found), "key": found.name_key}, queries.areas_of(found.id)


def changed(organisation, **facts):
    with unit_of_work():
        found = queries.organisation(organisation.id)
        for name, value in facts.items():
            setattr(found, name, value)


@pytest.fixture
def full_and_bare(site):
    """A record that says a lot and has a page, and one that says little."""
    above = make_organisation("North Vale Council")
    full = make_organisation(
        "Dale carers", slug="dale", kind="local group", description="Tea on Mondays", website="https://dale.example/"
    )
    bare = make_organisation("Dale carers circle", slug="circle", email="hello@circle.example", is_public=False)
    facts = {"opened_on": date(1999, 5, 1), "email": "hello@dale.example", "parent_id": above.id}
    changed(full, **facts, status=OrganisationStatus.CLOSED, closed_on=date(2020, 1, 31))
    return full, bare


def test_what_only_the_double_says_is_taken_and_goes_back(full_and_bare):
    full, bare = full_and_bare
    before, other = said(bare), said(full)
    with unit_of_work():
        merge = merge_organisations(VISITOR, kept=queries.organisation(bare.id), double=queries.organisation(full.id))
    one = said(bare)[0]
    for name in ("kind_id", "description", "website", "opened_on", "parent_id"):
        assert one[name] == other[0][name]
    assert (one["email"], one["status"], one["is_public"]) == ("hello@circle.example", OrganisationStatus.OPEN, False)
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    assert (said(bare), said(full)) == (before, other)


def test_what_is_chosen_of_the_double_goes_back_but_for_what_was_changed_since(full_and_bare):
    full, bare = full_and_bare
    before, other = said(bare)[0], said(full)[0]
    with unit_of_work():
        merge = merge_organisations(
            VISITOR,
            kept=queries.organisation(bare.id),
            double=queries.organisation(full.id),
            from_double=["name", "email", "status", "is_public"],
        )
    one = said(bare)[0]
    for name in ("name", "email", "status", "closed_on", "is_public"):
        assert one[name] == other[name]
    assert one["former_names"] == ["Dale carers circle"]
    changed(bare, website="https://new.example/")
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    assert said(bare)[0] == {**before, "website": "https://new.example/"}


def test_two_records_of_which_one_belonged_to_the_other_make_no_circle(site):
    above, kept, double, between = (make_organisation(name) for name in ("Council", "Kept", "Double", "Between"))
    changed(double, parent_id=above.id)
    changed(between, parent_id=double.id)
    changed(kept, parent_id=between.id)
    with unit_of_work():
        merge = merge_organisations(VISITOR, kept=queries.organisation(kept.id), double=queries.organisation(double.id))
    assert (said(kept)[0]["parent_id"], said(between)[0]["parent_id"]) == (above.id, kept.id)
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    assert (said(kept)[0]["parent_id"], said(between)[0]["parent_id"]) == (between.id, double.id)


def test_former_names_go_along_and_the_same_name_is_no_former_one(site):
    kept, double = make_organisation("Dale carers"), make_organisation("Dale carers")
    with unit_of_work():
        db.session.add(FormerName(organisation_id=double.id, said="Carers of old", until=date(2001, 1, 1)))
    with unit_of_work():
        merge = merge_organisations(VISITOR, kept=queries.organisation(kept.id), double=queries.organisation(double.id))
    assert said(kept)[0]["former_names"] == ["Carers of old"]
    with reading():
        assert [each.id for each in queries.listed_organisations(words="old")] == [kept.id]
    with unit_of_work():
        undo_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    assert (said(kept)[0]["former_names"], said(double)[0]["former_names"]) == ([], ["Carers of old"])


def test_the_fuller_record_and_its_page_are_proposed_and_what_would_go_is_said(desk, full_and_bare):
    full, bare = full_and_bare
    changed(full, status=OrganisationStatus.OPEN, closed_on=None)
    led = desk.get("directory_upkeep_staff.compare", organisation_id=bare.id, other_id=full.id, expect=303).location
    assert led.endswith(f"/organisations/{full.id}/doubles/{bare.id}/")
    page = desk.get(led)
    assert "The record that is kept says more than the other." in page.words
    assert "What you do not choose here would go: email address, has a page" in page.words
    page = desk.get(page.select("a[href*='keep=']")[0].get("href"))
    assert page.form("/merge/").items() >= {"name": "kept", "is_public": "double", "email": "kept"}.items()
    page = desk.post(page.select("form[action$='/merge/']")[0].get("action"), page.form("/merge/"), follow=True)
    assert "Dale carers is part of Dale carers circle now." in page.words
    assert desk.get("/organisations/dale/", expect=301).location.endswith("/organisations/circle/")
    assert "Tea on Mondays" in desk.get("/organisations/circle/").words


def test_the_number_of_a_record_outside_of_ones_areas_finds_nothing(client, site):
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        south = add_area(VISITOR, code="S", name="South", kind=AreaKind.SYSTEM)
    near, far = make_organisation("Near", areas=[north]), make_organisation("Far away", areas=[south])
    jo, al = make_contact("Jo Penn", areas=[north]), make_contact("Al Mote", email="al@mote.example", areas=[south])
    client.sign_in(make_account(roles=["officer"], area=north))
    for typed in (str(far.id), "far away"):
        page = client.get("directory_upkeep_staff.doubles", organisation_id=near.id, same=typed)
        assert not page.select(f"a[href$='/doubles/{far.id}/']")
    for typed in (str(al.id), "mote", "al@mote.example"):
        page = client.get("directory_upkeep_staff.contact_doubles", contact_id=jo.id, same=typed)
        assert not page.select(f"a[href$='/doubles/{al.id}/']")


@pytest.mark.parametrize("typed", ["mote", "AL@mote.example"])
def test_another_person_is_named_and_compared(desk, typed):
    jo, al = make_contact("Jo Penn"), make_contact("Al Mote", email="al@mote.example")
    page = desk.get("directory_upkeep_staff.contact_doubles", contact_id=jo.id, same=typed)
    page = desk.get(page.select(f"a[href$='/doubles/{al.id}/']")[0].get("href"))
    assert "Are these two one person?" in page.words


def test_those_told_apart_are_not_shown_again(desk):
    one, other = make_organisation("Dale carers"), make_organisation("Dale carers")
    page = desk.post("directory_upkeep_staff.apart", organisation_id=one.id, other_id=other.id, follow=True)
    assert "No other record looks like this one." in page.words
    assert names(other) == []


def test_a_record_that_is_part_of_another_is_merged_no_further(site):
    one, two, three = (make_organisation(f"Group {number}") for number in range(3))
    with unit_of_work():
        merge = merge_organisations(VISITOR, kept=one, double=two)
    with unit_of_work(), pytest.raises(Refused):
        merge_organisations(VISITOR, kept=two, double=three)
    with unit_of_work(), pytest.raises(Refused):
        merge_organisations(VISITOR, kept=three, double=three)
    with unit_of_work():
        merge_organisations(VISITOR, kept=three, double=one)
    with reading():
        assert list(queries.ids_of(three.id)) == [one.id, two.id, three.id]
    with unit_of_work(), pytest.raises(Refused, match="part of another record"):
        undo_merge(VISITOR, merge=merge)


def test_the_public_directory_shows_those_that_agreed(client):
    make_organisation("Dale carers", slug="dale", kind="local group")
    hidden = make_organisation("Quiet group", slug="quiet", kind="local group")
    with unit_of_work():
        queries.organisation(hidden.id).is_public = False
    page = client.get("site.organisations")
    assert "Dale carers" in page.words
    assert "Quiet group" not in page.words
    assert "Dale carers" in client.get("site.organisations", q="carer", kind="voluntary-group").words
    assert "No organisation is like this." in client.get("site.organisations", q="nobody").words
    assert "Respond on behalf of it" in client.get("/organisations/dale/").words
    client.get("/organisations/quiet/", expect=404)


@pytest.mark.parametrize("page", ["edit", "edit_record", "interests"])
def test_what_is_typed_for_a_record_that_was_merged_meanwhile_is_kept_on_the_page(desk, page):
    with unit_of_work():
        births = add_topic(VISITOR, slug="maternity", name="Maternity")
    kept, double = make_organisation("Dale carers"), make_organisation("Carers of the dale")
    typed = {"edit": {"name": "Typed"}, "edit_record": {"telephone": "01632 960111"}}.get(page, {})
    form = {**desk.get(f"directory_staff.{page}", organisation_id=double.id).form(), **typed}
    if page == "interests":
        form["topics"] = [str(births.id)]
    with unit_of_work():
        merge_organisations(VISITOR, kept=kept, double=double)
    refused = desk.post(f"directory_staff.{page}", form, organisation_id=double.id, expect=422)
    assert "has become part of another one since you opened it" in refused.words
    assert refused.form().items() >= typed.items()
    desk.get(f"directory_staff.{page}", organisation_id=double.id, expect=303)
    shown = desk.get(f"directory_staff.{page}", organisation_id=kept.id)
    assert "Carers of the dale is part of this record now." in shown.words
    with reading():
        assert queries.organisation(double.id).name == "Carers of the dale"
    desk.post("directory_staff.confirm_record", organisation_id=double.id)
    with reading():
        assert queries.organisation(kept.id).last_confirmed_at is not None


def test_who_may_act_for_a_record_that_was_merged_meanwhile_is_set_on_the_one_that_is_kept(client):
    staff = client.sign_in(make_account(roles=["administrator"]))
    kept, double = make_organisation("Dale carers"), make_organisation("Carers of the dale")
    first, second = make_account("al@mote.example", name="Al Mote"), make_account("jo@penn.example", name="Jo Penn")
    staff.post("directory_staff.add_member", {"email": "al@mote.example"}, organisation_id=double.id)
    with unit_of_work():
        merge_organisations(VISITOR, kept=queries.organisation(kept.id), double=queries.organisation(double.id))
    page = staff.post("directory_staff.add_member", {"email": "no@body.example"}, organisation_id=double.id, expect=422)
    assert page.heading == "Dale carers"
    assert page.select("input[name=email]")[0].get("value") == "no@body.example"
    sent = {"email": "jo@penn.example"}
    page = staff.post("directory_staff.add_member", sent, organisation_id=double.id, follow=True)
    for said in ("Carers of the dale is part of Dale carers now.", "Jo Penn may act for Dale carers.", "Al Mote"):
        assert said in page.words
    assert "An account was empowered to act for an organisation. Jo Penn" in page.words
    with reading():
        assert list(queries.organisations_of(second.id)) == [kept.id]
    page = staff.post("directory_staff.add_member", {"email": "al@mote.example"}, organisation_id=kept.id, follow=True)
    with reading():
        assert list(queries.organisations_of(first.id)) == [double.id]
    staff.post("directory_staff.remove_member", organisation_id=kept.id, account_id=first.id)
    staff.post("directory_staff.remove_member", organisation_id=double.id, account_id=second.id)
    with reading():
        assert queries.organisations_of(first.id) == queries.organisations_of(second.id) == []
        assert queries.members_of(kept.id) == []
