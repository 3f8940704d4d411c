"""The desk on which a consultation is built: its list, its details, its notice and its documents."""

import io

import pytest

from engage.consultations import actions, queries
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.moderation import make_area
from tests.support.publishing import make_plan


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


def test_an_officer_begins_a_consultation_about_a_plan(officer):
    plan = make_plan("Care closer to home")
    page = officer.post("consultations_staff.new", {"title": "Your care", "publications": str(plan.id), "copied": "0"})
    shown = officer.get(page.location)
    assert shown.heading == "Your care"
    made = queries.consultation_by_slug("your-care")
    assert [each.title for each in queries.publications_of(made)] == ["Care closer to home"]
    assert "Your care" in officer.get("consultations_staff.index", q="care", state="draft").words


def test_a_title_is_asked_for(officer):
    assert "Enter a title." in officer.post("consultations_staff.new", {"copied": "0"}, expect=422).words


def test_a_new_one_can_begin_with_what_an_earlier_one_had(officer):
    earlier = make_consultation("Last year", to_decide="The same thing")
    officer.get("consultations_staff.new")
    officer.post("consultations_staff.new", {"title": "This year", "copied": str(earlier.id)})
    made = queries.consultation_by_slug("this-year")
    assert (made.to_decide, made.closes_at) == ("The same thing", None)
    assert queries.definition_of(made) == queries.definition_of(earlier)
    assert queries.notice_of(made).body == queries.notice_of(earlier).body


def test_details_are_saved_with_their_dates(officer):
    it = make_consultation(open=False)
    form = officer.get("consultations_staff.edit", consultation_id=it.id).form()
    sent = {**form, "to_decide": "Whether to build.", "closes_on": "2027-03-01", "closes_time": "17:00"}
    officer.post("consultations_staff.edit", sent, consultation_id=it.id)
    look_again()
    assert queries.consultation_by_slug(it.slug).closes_at.isoformat() == "2027-03-01T17:00:00+00:00"


def test_a_date_without_a_time_is_refused_and_keeps_what_was_typed(officer):
    it = make_consultation(open=False)
    form = officer.get("consultations_staff.edit", consultation_id=it.id).form()
    sent = {**form, "summary": "Mine", "opens_on": "2027-01-04", "opens_time": ""}
    page = officer.post("consultations_staff.edit", sent, consultation_id=it.id, expect=422)
    assert "Enter a time" in page.words
    assert page.form()["summary"] == "Mine"


def test_two_officers_keep_both_texts(officer):
    it = make_consultation(open=False)
    form = officer.get("consultations_staff.edit", consultation_id=it.id).form()
    with unit_of_work():
        actions.set_details(VISITOR, consultation=it, summary="Theirs")
    page = officer.post("consultations_staff.edit", {**form, "summary": "Mine"}, consultation_id=it.id, expect=422)
    assert "Somebody else changed these details" in page.words
    assert "Theirs" in page.words
    assert page.form()["summary"] == "Mine"
    officer.post("consultations_staff.edit", page.form(), consultation_id=it.id)
    look_again()
    assert queries.consultation_by_slug(it.slug).summary == "Mine"


def test_the_notice_is_saved_as_versions(officer):
    it = make_consultation(open=False)
    page = officer.get("consultations_staff.notice", consultation_id=it.id)
    assert page.form()["body"]
    officer.post("consultations_staff.notice", {"body": "New words."}, consultation_id=it.id)
    assert "Version 2" in officer.get("consultations_staff.notice", consultation_id=it.id).words
    officer.post("consultations_staff.notice", {"body": " "}, consultation_id=it.id, expect=422)


def test_documents_are_added_once_and_removed(officer):
    it = make_consultation(open=False)
    for _ in range(2):
        upload = {"file": (io.BytesIO(b"year,visits\n2026,1\n"), "figures.csv"), "title": "Figures"}
        officer.post("consultations_staff.materials", upload, consultation_id=it.id)
    ((row, _),) = queries.materials_of(it)
    assert "Figures" in officer.get("consultations_staff.materials", consultation_id=it.id).words
    officer.post("consultations_staff.remove_material", {}, consultation_id=it.id, material_id=row.id)
    look_again()
    assert queries.materials_of(it) == []
    officer.post("consultations_staff.materials", {"title": "Nothing"}, consultation_id=it.id, expect=422)


def test_who_looks_after_an_area_builds_for_it_alone(client):
    area = make_area()
    mine, other = make_plan("Mine", areas=[area]), make_plan("Theirs")
    client.sign_in(make_account(roles=[Role.OFFICER], area=area))
    elsewhere = make_consultation(open=False, publications=[other])
    client.get("consultations_staff.edit", consultation_id=elsewhere.id, expect=404)
    assert elsewhere.title not in client.get("consultations_staff.index").words
    page = client.post("consultations_staff.new", {"title": "Ours", "copied": "0"}, expect=422)
    assert "Choose at least one plan" in page.words
    assert "Theirs" not in page.words
    client.post("consultations_staff.new", {"title": "Ours", "copied": "0", "publications": str(mine.id)})
    assert "Ours" in client.get("consultations_staff.index").words
