"""People of the directory on maps, in figures, among the silent, and invited; and what is not told of them."""

import pytest

from engage.accounts.session import viewer_for
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR
from engage.directory.actions import record_permission
from engage.directory.actions.erasing import erase_contact
from engage.directory.models import Basis, Contact, ListWhom, Purpose
from engage.directory_upkeep.actions.merging_contacts import merge_contacts
from engage.mail.dispatch import RUNNER
from engage.reach.queries import maps
from engage.submissions.models import Respondent
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import mails, make_account
from tests.support.comments import make_comment
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.engagements import make_engagement
from tests.support.mail import in_outbox
from tests.support.publishing import make_plan
from tests.support.reach import count, place, whom
from tests.support.submissions import make_draft, make_submission

WHERE = {"across": "5", "up": "2", "reason": "Cares for two neighbours."}


@pytest.fixture
def asked(client):
    plan = make_plan("One stroke unit")
    client.sign_in(make_account(name="Rita Amis", roles=["officer"]))
    return make_consultation("A new place for blood tests", publications=[plan]), plan


def link(contact, account):
    """As a person agrees to have it linked."""
    with unit_of_work():
        db.session.get_one(Contact, contact.id).account_id = account.id


def cells(page, caption, name="All"):
    table = next(t for t in page.select("table") if caption in t.cssselect("caption")[0].text_content())
    row = next(r for r in table.cssselect("tbody tr") if r.cssselect("th")[0].text_content().strip() == name)
    return [cell.text_content().strip() for cell in row.cssselect("td")]


# In a form where somebody can be invited, else without one.
SILENT = "#silent ~ form tbody tr, #silent ~ .table-wrap tbody tr"


def silent_names(page):
    return [row.cssselect("th a")[0].text_content() for row in page.select(SILENT)]


def test_a_person_is_found_and_placed_and_taken_off(client, asked):
    _, plan = asked
    person = make_contact("Ada Nye", organisation=make_organisation("Vale Carers"))
    page = client.get("reach_staff.plan_map", plan_id=plan.id, who="nye")
    page = client.post(page.select("[aria-label=Found] a")[0].get("href"), WHERE, follow=True)
    assert "Ada Nye is on the map." in page.words
    assert "Person Vale Carers" in " ".join(page.select("tbody th")[0].text_content().split())
    here = {"plan_id": plan.id, "contact_id": person.id}
    client.post("reach_staff.place", {**WHERE, "up": "5"}, **here)
    page = client.get("reach_staff.place", **here)
    assert len(page.select("tbody tr")) == 2
    client.post("reach_staff.take_off", **here)
    assert "Nobody stands on this map yet" in client.get("reach_staff.plan_map", plan_id=plan.id).words
    look_again()
    assert len(maps.history_of(plan.id, whom(person))) == 3


def test_a_list_is_placed_in_one_go_and_who_stands_stays(client, asked):
    _, plan = asked
    first, *_ = [make_organisation(f"Vale group {n}") for n in range(3)]
    make_contact("Vale Person")
    place(plan, first, 1, 1)
    chosen = make_list("All of the vale", whom=ListWhom.BOTH, words="vale")
    page = client.get("reach_staff.plan_map", plan_id=plan.id)
    where = page.select("[aria-label=Lists] a")[0].get("href")
    page = client.get(where)
    assert "3 are placed in the same spot" in page.words
    assert "1 of the list stands on the map already" in page.words
    client.post(where, {**WHERE, "reason": " "}, expect=422)
    assert "3 are placed." in client.post(where, WHERE, follow=True).words
    assert "nobody is on it" in client.get(where).words
    look_again()
    placed = {one.name: (one.across, one.up) for one in maps.placed_on(plan.id, [])}
    assert placed.pop("Vale group 0") == (1, 1)
    assert set(placed.values()) == {(5, 2)}
    client.get("reach_staff.place_list", plan_id=plan.id, list_id=chosen.id + 1, expect=404)


def test_a_map_of_very_many_is_drawn_as_heaps_and_read_in_pages(client, asked):
    _, plan = asked
    for number in range(104):
        place(plan, make_organisation(f"Group {number:03}"), 5 if number < 101 else 1, 5)
    page = client.get("reach_staff.plan_map", plan_id=plan.id)
    assert sorted(dot.text_content() for dot in page.select("svg .map__number")) == ["101", "3"]
    assert len(page.select("tbody tr")) == 100
    assert "and 89 more" in page.words
    page = client.get(page.select(".pagination__older")[0].get("href"))
    assert len(page.select("tbody tr")) == 4
    page = client.get("reach_staff.plan_map", plan_id=plan.id, quarter=2)
    assert [row.cssselect("th a")[0].text_content() for row in page.select("tbody tr")] == [
        f"Group {number}" for number in (101, 102, 103)
    ]
    client.get("reach_staff.plan_map", plan_id=plan.id, after="bm9uc2Vuc2U=", expect=404)


def test_people_are_counted_by_what_they_agreed_to_have_known(client, asked):
    consultation, plan = asked
    people = [make_contact(f"Person {n:02}") for n in range(20)]
    accounts = [make_account(f"person{n}@x.example") for n in range(20)]
    for person, account in zip(people[:12], accounts, strict=False):
        link(person, account)
    for account in (*accounts[:6], *accounts[12:18]):
        make_submission(consultation, actor=viewer_for(account))
    for account in accounts[3:9]:
        make_comment(plan, account=account)
    make_draft(consultation, actor=viewer_for(accounts[10]))
    make_engagement(others="\n".join(one.name for one in people[5:12]), publications=[plan])
    count()
    page = client.get("reach_staff.consultation", consultation_id=consultation.id)
    assert cells(page, "People by kind") == ["20", "7", "0", "Not shown", "6", "6"]
    assert not {f"Person {n:02}" for n in range(9)} & set(silent_names(page))
    assert {"Person 10", "Person 12"} <= set(silent_names(page))
    assert "Drafting" not in " ".join(row.text_content() for row in page.select(SILENT))


def test_the_tables_of_people_stand_by_kind_area_and_topic(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    plan = make_plan(areas=[vale])
    near, far = make_organisation("Near", areas=[vale]), make_organisation("Far", areas=[coast])
    for number in range(6):
        make_contact(f"Works near {number}", organisation=near)
        make_contact(f"Lives near {number}", areas=[vale])
        make_contact(f"Far away {number}", organisation=far)
    client.sign_in(make_account(roles=["officer"]))
    count()
    page = client.get("reach_staff.plan", plan_id=plan.id)
    assert cells(page, "People by area", "North Vale")[0] == "12"
    assert cells(page, "People by kind", "At no organisation, or at one of no kind yet")[0] == "12"
    assert "Far away" not in page.words


def test_who_answered_is_told_to_those_alone_who_read_the_answers(client, asked):
    consultation, plan = asked
    make_contact("Ada Nye")
    place(plan, make_contact("Gordon Pike"))
    make_organisation("Vale Carers")
    count()
    assert {"Ada Nye", "Gordon Pike"} <= set(
        silent_names(client.get("reach_staff.consultation", consultation_id=consultation.id))
    )
    for role in ("editor", "analyst"):
        client.sign_in(make_account(roles=[role]))
        page = client.get("reach_staff.consultation", consultation_id=consultation.id)
        assert "Vale Carers" not in page.words
        for name in ("Ada Nye", "Gordon Pike"):
            assert name not in page.words
            assert name not in client.get("reach_staff.plan_map", plan_id=plan.id, who=name).words


def test_people_of_other_areas_stand_on_no_map_of_an_officer_of_one(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    plan = make_plan(areas=[vale])
    near, far = make_contact("Near Person", areas=[vale]), make_contact("Far Person", areas=[coast])
    place(plan, near)
    place(plan, far)
    make_list("Everybody", whom=ListWhom.CONTACTS)
    client.sign_in(make_account(roles=["officer"], area=vale))
    page = client.get("reach_staff.plan_map", plan_id=plan.id, who="person")
    assert "Near Person" in page.words
    assert "Far Person" not in page.words
    client.get("reach_staff.place", plan_id=plan.id, contact_id=far.id, expect=404)
    count()
    assert "Far Person" not in client.get("reach_staff.plan", plan_id=plan.id, whom="people").words


def test_a_person_is_invited_once_by_whatever_route(client, asked):
    consultation, _ = asked
    group = make_organisation("Vale Carers", email="hub@people.example")
    ada = make_contact("Ada Nye", email="ADA@people.example")
    same = make_contact("Ben Nye", email="hub@people.example")
    silent = make_contact("Cyd Nye", agreed=None)
    refuses = make_contact("Dot Nye", agreed=False)
    people = (ada, same, silent, refuses)
    who = [f"o{group.id}", *(f"c{one.id}" for one in people), "c0", "x1"]
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=who)
    assert "Cyd Nye: Nobody has recorded on which basis" in page.words
    assert "Dot Nye: Objected to being asked to take part." in page.words
    assert "Ben Nye: Has the same address as Vale Carers, which is written to." in page.words
    assert "Send to 2" in page.words
    words = {**page.form(), "act": "send"}
    assert (
        "2 are invited." in client.post("reach_staff.invite", words, consultation_id=consultation.id, follow=True).words
    )
    assert len(mails("hub@people.example")) == len(mails("ada@people.example")) == 1
    assert "you are in our directory" in mails("ada@people.example")[0].text
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=who)
    assert "Ada Nye: Invited already." in page.words
    assert "Ben Nye: Invited already, at the same address." in page.words
    client.post("reach_staff.invite", words, consultation_id=consultation.id)
    assert len(mails("hub@people.example")) == 1


def test_who_was_invited_under_a_double_is_not_invited_again(client, asked):
    consultation, _ = asked
    ada = make_contact("Ada Nye", email="ada@work.example")
    double = make_contact("Ada Nye", email="ada@people.example")
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"c{double.id}"])
    client.post("reach_staff.invite", {**page.form(), "act": "send"}, consultation_id=consultation.id)
    assert len(mails("ada@people.example")) == 1
    with unit_of_work():
        kept, other = (db.session.get_one(Contact, one.id) for one in (ada, double))
        merge_contacts(VISITOR, kept=kept, double=other, from_double={})
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"c{ada.id}"])
    assert "Ada Nye: Invited already." in page.words


def test_who_answers_before_the_button_is_pressed_is_not_asked(client, asked):
    consultation, _ = asked
    group, ada = make_organisation(email="hub@people.example"), make_contact(email="ada@people.example")
    account = make_account()
    link(ada, account)
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{group.id}", f"c{ada.id}"])
    make_submission(consultation, respondent=Respondent.ORGANISATION, organisation=group, channel="email")
    make_submission(consultation, actor=viewer_for(account))
    words = {**page.form(), "act": "send"}
    page = client.post("reach_staff.invite", words, consultation_id=consultation.id, follow=True)
    assert "Nobody was left to invite." in page.words
    assert not mails("hub@people.example")
    assert not mails("ada@people.example")


def test_the_address_of_a_group_whose_person_refused_is_not_invited(client, asked):
    consultation, _ = asked
    group = make_organisation("Vale Carers", email="ada@people.example")
    make_contact("Ada Nye", email="ada@people.example", agreed=False)
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{group.id}"])
    assert "Vale Carers: Objected to being asked to take part." in page.words


def test_what_somebody_said_before_being_erased_holds_for_the_address(client, asked):
    consultation, _ = asked
    group = make_organisation("Vale Carers", email="ada@people.example")
    ada = make_contact("Ada Nye", email="ada@people.example")
    with unit_of_work():
        erase_contact(VISITOR, contact=db.session.get_one(Contact, ada.id), never_again=True)
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{group.id}"])
    assert "Vale Carers: Objected to being asked to take part." in page.words


def test_a_no_that_comes_before_the_mail_leaves_holds(client, asked):
    consultation, _ = asked
    ada = make_contact("Ada Nye", email="ada@people.example")
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"c{ada.id}"])
    client.post("reach_staff.invite", {**page.form(), "act": "send"}, consultation_id=consultation.id)
    with unit_of_work():
        said = {"contact": db.session.get_one(Contact, ada.id), "purpose": Purpose.INVITATIONS, "agreed": False}
        record_permission(VISITOR, **said, basis=Basis.CONSENT)
    RUNNER.run()
    (row,) = in_outbox(name="invitation")
    assert row.state is OutboxState.SUPPRESSED


def test_lists_of_the_silent_are_for_one_sort_or_both(client, asked):
    consultation, _ = asked
    for number in range(30):
        make_organisation(f"Group {number:02}")
        make_contact(f"Person {number:02}")
    count()
    here = {"consultation_id": consultation.id}
    page = client.get("reach_staff.consultation", **here)
    names = silent_names(page) + silent_names(client.get(page.select(".pagination__older")[0].get("href")))
    assert names == [f"Group {n:02}" for n in range(30)] + [f"Person {n:02}" for n in range(30)]
    assert len(silent_names(client.get("reach_staff.consultation", **here, whom="people"))) == 30
    assert silent_names(client.get("reach_staff.consultation", **here, whom="organisations"))[0] == "Group 00"
