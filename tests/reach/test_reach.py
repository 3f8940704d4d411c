"""Reach: who was told and by which route, who spoke, who is silent, and what is not shown."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from engage.core import clock, jobs, tokens
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_member
from engage.reach.actions.mapping import set_populations
from engage.reach.models import Invitation, InvitationWords
from engage.reach.queries.inviting import OBJECTS
from engage.submissions.models import Respondent
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import mails, make_account
from tests.support.comments import make_comment
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.directory import make_organisation
from tests.support.engagements import make_engagement
from tests.support.publishing import make_plan
from tests.support.reach import count, place
from tests.support.submissions import make_draft, make_submission


@pytest.fixture
def asked(client):
    plan = make_plan("One stroke unit")
    client.sign_in(make_account("officer@northvale.example", roles=["officer"]))
    return make_consultation("A new place for blood tests", publications=[plan]), plan


def seen(client, **which):
    """The page of a consultation, or of a plan, once everything is counted."""
    count()
    kind = "consultation" if "consultation_id" in which else "plan"
    return client.get(f"reach_staff.{kind}", **which)


def groups(number, **facts):
    return [make_organisation(email=f"group{n}@people.example", **facts) for n in range(number)]


def formal(consultation, organisation):
    return make_submission(consultation, respondent=Respondent.ORGANISATION, organisation=organisation, channel="email")


def line(page, caption, name):
    table = next(t for t in page.select("table") if caption in t.cssselect("caption")[0].text_content())
    row = next(r for r in table.cssselect("tbody tr") if r.cssselect("th")[0].text_content().strip() == name)
    return [cell.text_content().strip() for cell in row.cssselect("td")]


def test_who_spoke_is_counted_and_the_silent_stand_by_weight(client, asked):
    consultation, plan = asked
    found = groups(24)
    for each in found[:6]:
        formal(consultation, each)
    person = make_account()
    with unit_of_work():
        add_member(VISITOR, organisation=found[6], account=person)
    make_comment(plan, account=person)
    make_draft(consultation, respondent=Respondent.ORGANISATION, organisation=found[8])
    place(plan, found[20], 5, 4)
    place(plan, found[0], 5, 5)
    make_engagement(others=f"{found[9].name}", publications=[make_plan("Another plan"), plan])
    page = seen(client, consultation_id=consultation.id)
    assert line(page, "Organisations by kind", "All") == ["24", "Not shown", "0", "Not shown", "6", "Not shown"]
    names = [row.cssselect("th a")[0].text_content() for row in page.select("#silent ~ form tbody tr")]
    assert names[0] == found[20].name
    assert "Matters most" in page.select("#silent ~ form tbody tr")[0].text_content()
    assert not {found[0].name, found[6].name} & set(names)
    assert len(names) == 17
    drafting = next(row for row in page.select("tbody tr") if found[8].name in row.text_content())
    assert "Drafting" in drafting.text_content()


def test_reach_changes_as_responses_arrive(client, asked):
    consultation, _ = asked
    found = groups(12)
    counted = []
    for each in found:
        page = seen(client, consultation_id=consultation.id)
        counted.append(line(page, "Organisations by kind", "All")[4])
        formal(consultation, each)
    assert counted == ["0", *["Not shown"] * 4, *[str(n) for n in range(5, 12)]]
    assert "Everybody" in seen(client, consultation_id=consultation.id).words


def test_the_silent_are_invited_once(client, asked):
    consultation, _ = asked
    found = groups(3)
    mute = make_organisation("No address")
    page = seen(client, consultation_id=consultation.id)
    assert len(page.select("input[name=who]")) == 3
    who = [f"o{one.id}" for one in (found[0], found[1], mute)]
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=who)
    assert "No address: No email address is known." in page.words
    assert "As " + found[0].name in page.words
    words = {**page.form(), "body": "Please tell us.\n\nIt matters.", "act": "preview"}
    looked = client.post("reach_staff.invite", words, consultation_id=consultation.id).headers["Location"]
    page = client.get(looked)
    assert "It matters." in page.select("pre")[0].text_content()
    assert page.form()["body"].split() == words["body"].split()
    for said in ("2 are invited.", "Nobody was left to invite."):
        page = client.post("reach_staff.invite", {**words, "act": "send"}, consultation_id=consultation.id, follow=True)
        assert said in page.words
    assert len(mails("group0@people.example")) == 1
    assert "Please tell us." in mails("group0@people.example")[0].text
    assert not mails("group2@people.example")
    assert client.get(looked).words.count("Invited already.") == 2
    again = seen(client, consultation_id=consultation.id)
    assert again.words.count("Invited already.") == 2
    with reading():
        assert len(db.session.scalars(select(Invitation)).all()) == 2


def test_what_was_written_and_not_sent_is_forgotten_after_a_month(client, asked):
    consultation, _ = asked
    words = {"subject": "Come", "body": "Please come.", "chosen": f"o{groups(1)[0].id}", "act": "preview"}
    for body in ("Please come.", "Please do come."):
        client.post("reach_staff.invite", {**words, "body": body}, consultation_id=consultation.id)
    for days, kept in ((29, ["Please do come."]), (31, [])):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            jobs.run("reach.sweep")
        look_again()
        with reading():
            assert db.session.scalars(select(InvitationWords.body)).all() == kept


def test_two_groups_of_one_address_get_one_mail(client, asked):
    consultation, _ = asked
    both = [make_organisation(email="hub@people.example"), make_organisation(email="Hub@people.example")]
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{one.id}" for one in both])
    client.post("reach_staff.invite", {**page.form(), "act": "send"}, consultation_id=consultation.id)
    client.post("reach_staff.invite", {**page.form(), "act": "send"}, consultation_id=consultation.id)
    assert len(mails("hub@people.example")) == 1


def test_who_objects_by_the_link_is_not_invited_again(client, another_client, asked):
    consultation, plan = asked
    group = groups(1)[0]
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{group.id}"])
    client.post("reach_staff.invite", {**page.form(), "act": "send"}, consultation_id=consultation.id)
    where = next(word for word in mails("group0@people.example")[0].text.split() if "/subscriptions/object/" in word)
    where = where.partition("8000")[2]
    other = make_consultation(publications=[plan])
    assert "Stop these messages" in another_client.get(where).words
    assert OBJECTS not in seen(client, consultation_id=other.id).words
    another_client.post(where, expect=200)
    assert OBJECTS in seen(client, consultation_id=other.id).words
    other_page = client.get("reach_staff.invite", consultation_id=other.id, who=[f"o{group.id}"])
    assert f"{group.name}: {OBJECTS}" in other_page.words


def test_the_link_of_an_earlier_invitation_objects_in_the_same_way(client, another_client, asked):
    consultation, _ = asked
    groups(1)
    where = f"/invitations/{tokens.sign('invitation-refusal', {'e': 'group0@people.example', 'c': 1})}/"
    assert "Stop invitations" in another_client.get(where).words
    assert OBJECTS not in seen(client, consultation_id=consultation.id).words
    for _ in range(2):
        page = another_client.post(where, expect=200)
        assert "not be invited again" in page.words
    assert OBJECTS in seen(client, consultation_id=consultation.id).words
    choices = another_client.get(page.select("main a")[0].get("href"))
    assert "consultations" in choices.form()["kinds"]
    another_client.get(where[:-3] + "x/", expect=410)


def test_nobody_is_invited_to_what_is_closed(client, asked):
    _, plan = asked
    group = groups(1)[0]
    closed = make_consultation(publications=[plan], closes_at=clock.now() - timedelta(days=1))
    assert not seen(client, consultation_id=closed.id).select("input[name=who]")
    looked = client.get("reach_staff.invite", consultation_id=closed.id, who=[f"o{group.id}"])
    assert "Nobody can be invited now" in looked.words
    assert not looked.select("button[value=send]")
    words = {"subject": "Come", "body": "Please", "chosen": f"o{group.id}", "act": "send"}
    page = client.post("reach_staff.invite", words, consultation_id=closed.id, expect=422)
    assert "takes no answers now" in page.words
    wrong = {**words, "body": "", "act": "preview"}
    client.post("reach_staff.invite", wrong, consultation_id=closed.id, expect=422)


def test_people_stand_beside_the_population(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        town = add_area(VISITOR, code="TW", name="Tarnwick", kind=AreaKind.PLACE, parent=vale)
        hill = add_area(VISITOR, code="UH", name="Upper Hallow", kind=AreaKind.PLACE, parent=vale)
        mart = add_area(VISITOR, code="MA", name="Martley", kind=AreaKind.PLACE, parent=vale)
    client.sign_in(make_account(roles=["administrator"]))
    page = client.post("reach_staff.populations", {"lines": "TW, 20000\nUH; 3,000\nXX, 1"}, expect=422)
    assert "Line 3" in page.words
    client.post("reach_staff.populations", {"lines": "TW, 20000\nUH; 3,000\nMA\t4000", "source": "The census"})
    consultation = make_consultation(publications=[make_plan(areas=[vale])])
    for area in [town] * 6 + [hill] * 2 + [mart] * 3:
        make_submission(consultation, area_id=area.id)
    page = seen(client, consultation_id=consultation.id)
    assert line(page, "People who answered", "Tarnwick") == ["20,000", "6", "3.0"]
    assert line(page, "People who answered", "Upper Hallow") == ["3,000", "Not shown", ""]
    assert line(page, "People who answered", "All")[1] == "11"


def test_the_file_shows_no_more_than_the_page(client, asked):
    consultation, plan = asked
    for each in groups(9)[:2]:
        formal(consultation, each)
    count()
    for answer in (
        client.get("reach_staff.consultation_table", consultation_id=consultation.id),
        client.get("reach_staff.plan_table", plan_id=plan.id),
    ):
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        line = next(row for row in rows if row[:3] == ["Organisations", "Kind", "All"])
        assert line[3] == "9"
        assert line[7] == "Not shown"


def rows_of_file(answer):
    return {(row["Whom"], row["Table"], row["Group"]): row for row in csv.DictReader(io.StringIO(answer.text[1:]))}


def test_the_file_holds_all_figures_of_the_page(client, asked):
    consultation, plan = asked
    with unit_of_work():
        town = add_area(VISITOR, code="TW", name="Tarnwick", kind=AreaKind.PLACE)
        set_populations(VISITOR, lines="TW, 20000", source="")
    found = groups(7)
    make_engagement(others="\n".join(each.name for each in found[:6]), publications=[plan])
    for _ in range(6):
        make_submission(consultation, area_id=town.id)
    count()
    rows = rows_of_file(client.get("reach_staff.consultation_table", consultation_id=consultation.id))
    told = rows["Organisations", "How they were told", "In a meeting, call, letter or visit"]
    assert told["Told"] == "6"
    assert rows["Organisations", "How they were told", "By a letter to those who prefer letters"]["Told"] == "0"
    answered = rows["Responses from people", "Area", "Tarnwick"]
    assert [answered[name] for name in ("Responded", "People who live there", "Responses per 10,000")] == [
        "6",
        "20000",
        "3.0",
    ]
    assert rows["Responses from people", "Area", "All"]["Responded"] == "6"


def test_the_page_says_when_something_has_happened_since_it_was_counted(client, asked):
    consultation, _ = asked
    assert "counted again whenever something happens" in seen(client, consultation_id=consultation.id).words
    groups(1)
    jobs.run("ledger.seal")
    page = client.get("reach_staff.consultation", consultation_id=consultation.id)
    assert "it is being counted again" in page.words
    assert "it is being counted again" not in seen(client, consultation_id=consultation.id).words


def test_where_a_consultation_stands_is_said_beside_its_reach(client, asked):
    _, plan = asked
    closed = make_consultation("Closed one", publications=[plan], closes_at=clock.now() - timedelta(days=1))
    coming = make_consultation("Coming one", publications=[plan], opens_at=clock.now() + timedelta(days=3))
    words = client.get("reach_staff.index").words
    assert "Closed one Closed Closed on" in words
    assert "Coming one Coming Opens on" in words
    for which in (closed, coming):
        assert "can be invited only while it takes answers" in seen(client, consultation_id=which.id).words


def test_who_was_chosen_and_cannot_be_found_is_told(client, asked):
    consultation, _ = asked
    found = groups(2)
    formal(consultation, found[1])
    count()
    who = [f"o{found[0].id}", f"o{found[1].id}", "o99999", "nonsense"]
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=who)
    assert "3 more who were chosen are not on the list of those not heard" in page.words
    assert "The link to stop such mails is made for each reader" in page.words
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=["o99999"])
    assert "One more who was chosen is not on the list" in page.words
    page = client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{found[0].id}"])
    assert "not on the list" not in page.words


@pytest.mark.parametrize("role", ["analyst", "editor"])
def test_who_may_see_figures_only_cannot_count_the_names_of_the_silent(another_client, asked, role):
    consultation, plan = asked
    found = groups(14)
    make_comment(plan, account=commenting_for(found[0]))
    another_client.sign_in(make_account(roles=[role]))
    for which in ({"consultation_id": consultation.id}, {"plan_id": plan.id}):
        page = seen(another_client, **which)
        assert line(page, "Organisations by kind", "All")[-1] == "Not shown"
        assert "shown by name to officers only" in page.words
        assert not [each.name for each in found if each.name in page.words]


def commenting_for(organisation):
    account = make_account()
    with unit_of_work():
        add_member(VISITOR, organisation=organisation, account=account)
    return account


def test_a_meeting_that_is_still_to_come_told_nobody_anything(client, asked):
    consultation, plan = asked
    found = groups(8)
    make_engagement(days_ago=-0.04, others="\n".join(each.name for each in found), publications=[plan])
    page = seen(client, consultation_id=consultation.id)
    assert line(page, "Organisations by kind", "All")[:2] == ["8", "0"]
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        page = seen(client, consultation_id=consultation.id)
    assert line(page, "Organisations by kind", "All")[:2] == ["8", "8"]


def test_the_page_needs_as_many_statements_for_many_as_for_few(client, asked):
    consultation, plan = asked
    groups(2)
    few = seen(client, consultation_id=consultation.id).statements
    for each in groups(45):
        place(plan, each, 3, 3)
    many = seen(client, consultation_id=consultation.id).statements
    assert len(many) == len(few) <= 15
    assert len(seen(client, plan_id=plan.id).statements) <= 15


def test_the_silent_are_paged(client, asked):
    consultation, _ = asked
    groups(52)
    page = seen(client, consultation_id=consultation.id)
    page = client.get(page.select(".pagination__older")[0].get("href"))
    assert len(page.select("input[name=who]")) == 2
    client.get("reach_staff.consultation", consultation_id=consultation.id, after="nonsense", expect=404)


def test_reach_of_another_area_is_not_there(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    plan = make_plan(areas=[coast])
    consultation = make_consultation(publications=[plan])
    client.sign_in(make_account(roles=["officer"], area=vale))
    client.get("reach_staff.plan", plan_id=plan.id, expect=404)
    client.get("reach_staff.plan_map", plan_id=plan.id, expect=404)
    client.get("reach_staff.consultation", consultation_id=consultation.id, expect=404)
    client.get("reach_staff.invite", consultation_id=consultation.id, expect=404)
    assert plan.title not in client.get("reach_staff.index").words


def test_only_what_concerns_them_counts(client):
    with unit_of_work():
        vale = add_area(VISITOR, code="NV", name="North Vale", kind=AreaKind.SYSTEM)
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    near = make_organisation("Near", areas=[vale])
    far = make_organisation("Far", areas=[coast])
    placed_far = make_organisation("Far and placed", areas=[coast])
    plan = make_plan(areas=[vale])
    place(plan, placed_far)
    client.sign_in(make_account(roles=["officer"]))
    words = seen(client, plan_id=plan.id).words
    assert near.name in words
    assert placed_far.name in words
    assert "Far " not in words.replace(placed_far.name, "")
    assert far.name


def test_where_nobody_can_be_invited_nothing_offers_it(client, asked):
    consultation, _ = asked
    make_organisation("No address")
    page = seen(client, consultation_id=consultation.id)
    assert "Invite those chosen" not in page.words
    assert "Nobody listed here can be invited by email now" in page.words
    assert "No email address is known." in page.words
    assert "Invite" not in [head.text_content() for head in page.select("thead th")]
