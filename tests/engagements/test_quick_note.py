"""The quick note: about several plans, where it was, and names that are written nearly as in the directory."""

import pytest
from sqlalchemy import select

from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.engagements import queries
from engage.engagements.models import Engagement
from tests.engagements.test_log import log
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.engagements import make_engagement
from tests.support.publishing import make_plan


@pytest.fixture
def officer(client):
    client.sign_in(make_account("officer@northvale.example", name="Joanne Pellow", roles=["officer"]))
    return client


def only_one():
    """The one engagement that is logged."""
    look_again()
    return db.session.scalars(select(Engagement)).one()


def test_one_note_is_about_several_plans_and_says_where_it_was(officer):
    nights, days = make_plan("Nights", slug="nights"), make_plan("Days", slug="days")
    page = officer.get("engagements_staff.new", plan=days.id)
    assert page.form("/new/")["publications"] == str(days.id)
    page = log(officer, publications=[str(nights.id), str(days.id)], place="The Corn Hall")
    assert "The Corn Hall" in page.words
    assert [each.title for each in queries.publications_of(only_one().id)] == ["Days", "Nights"]
    assert "Days; Nights" in officer.get("engagements_staff.index").words
    for plan in (nights, days):
        assert "Night transport" in officer.get("engagements_staff.index", plan=plan.id).words


def test_a_change_of_the_place_is_in_the_history(officer):
    made = make_engagement("Tea", place="The Corn Hall")
    form = officer.get("engagements_staff.edit", engagement_id=made.id).form()
    assert form["place"] == "The Corn Hall"
    officer.post("engagements_staff.edit", {**form, "place": "The library"}, engagement_id=made.id)
    assert "The Corn Hall" in officer.get("engagements_staff.history", engagement_id=made.id).words


def test_a_misspelt_name_is_offered_as_whom_it_may_mean(officer):
    with unit_of_work():
        meant = add_organisation(VISITOR, slug="carers", name="Hallowby Carers’ Network")
        add_organisation(VISITOR, slug="bus", name="Bus Users of the Vale")
    page = log(officer, others="Hallowbey Carers Netwrok\nJoan Pellow\nSomebody Quite Else")
    assert "A name is not in the directory." in page.words
    assert "Bus Users" not in page.words
    offered = [form for form in page.select("form[action$='/parties/']") if form.cssselect("[name=line]")]
    assert len(offered) == 2, "the organisation and the colleague, and nobody for the third"
    fields = {field.get("name"): field.get("value") for field in offered[0].cssselect("input")}
    assert fields["subject"] == str(meant.id)
    for _ in range(2):
        page = officer.post("engagements_staff.add_party", fields, engagement_id=only_one().id, follow=True)
    assert only_one().other_names == ["Joan Pellow", "Somebody Quite Else"]
    assert only_one().revision == 2, "what was written first is kept"
    parties = queries.parties_of([only_one().id])[only_one().id]
    assert "Hallowby Carers’ Network" in [one.name for one in parties]


def test_looking_for_who_took_part_keeps_the_place_on_the_page(officer):
    made = make_engagement("Tea")
    page = officer.get("engagements_staff.one", engagement_id=made.id, who="joanne")
    form = page.select("form[role=search][action$='#found']")[0]
    assert page.select("#found[tabindex='-1'] form"), "the results take the focus"
    assert form.get("method") == "get"
    added = officer.post("engagements_staff.add_party", {"kind": "account", "subject": "1"}, engagement_id=made.id)
    assert added.location.endswith("#parties")
    assert page.select("#parties[tabindex='-1']")


def test_what_is_no_event_has_no_public_side_but_a_way_to_become_one(officer):
    made = make_engagement("Tea")
    page = officer.get("engagements_staff.event", engagement_id=made.id)
    assert "Only an event can be public. This is a meeting." in page.words
    assert not page.select("[name=summary]")
    assert page.select(f"main a[href$='/staff/engagements/{made.id}/edit/']")
