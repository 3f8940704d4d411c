"""The parts of an organisation's record at the desk."""

import pytest

from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import domains, queries
from engage.directory.queries import records
from engage.taxonomy.actions import add_topic
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_organisation


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


PARTS = {
    "status": "open",
    "telephone": "01632 960000",
    "is_public": "y",
    "former_names": "The old board\nThe first board",
    "codes": "ods r0a\ncharity 123456",
    "addresses": "1 High Street\nAshby\nAB1 2CD\n\nThe Annexe\nMoor Lane",
    "domains": "www.northvale.example\n@vale.example",
    "parent": "",
    "successors": "",
}


def test_a_record_is_told_in_full_and_the_same_again_changes_nothing(desk):
    board = make_organisation("The board", slug="board")
    whole = make_organisation("The whole", slug="whole")
    sent = {**PARTS, "parent": "/organisations/whole/"}
    page = desk.post("directory_staff.edit_record", sent, organisation_id=board.id, follow=True)
    for said in (
        "The old board; The first board",
        "R0A",
        "1 High Street, Ashby, AB1 2CD",
        "northvale.example",
        "Belongs to",
    ):
        assert said in page.words
    history = len(page.select("table:last-of-type tbody tr"))
    form = desk.get("directory_staff.edit_record", organisation_id=board.id).form()
    page = desk.post("directory_staff.edit_record", form, organisation_id=board.id, follow=True)
    assert len(page.select("table:last-of-type tbody tr")) == history
    with reading():
        known = queries.domains_known(board.id)
        assert domains.proves("jo@vale.example", website="", email="", more=known)
        assert [each.name for each in queries.listed_organisations(words="first")] == ["The board"]
        assert [each.id for each in records.below(whole.id)] == [board.id]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"former_names": "x" * 201}, "Enter names of at most 200 characters."),
        ({"codes": "R0A"}, "Begin each line with one of"),
        ({"codes": "ods T4K"}, "The other has the code ods T4K already."),
        ({"domains": "gmail.com"}, "gmail.com proves nothing"),
        ({"parent": "nowhere"}, "No organisation has the name, the code or the address nowhere."),
        ({"parent": "board"}, "cannot belong to itself"),
        ({"successors": "board"}, "cannot take its own place"),
        ({"successors": "The"}, "More than one organisation has this in its name."),
        ({"codes": "ods <b>"}, "letters, digits, hyphens"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, wrong, said):
    board, other = make_organisation("The board", slug="board"), make_organisation("The other", slug="other")
    desk.post("directory_staff.edit_record", {**PARTS, "codes": "ods T4K"}, organisation_id=other.id)
    page = desk.post("directory_staff.edit_record", {**PARTS, **wrong}, organisation_id=board.id, expect=422)
    assert said in page.words
    assert page.form()["telephone"] == "01632 960000"
    with reading():
        assert queries.organisation(board.id).telephone == ""


def test_what_closed_leads_to_what_took_its_place(desk):
    old, new = make_organisation("The old trust"), make_organisation("The new trust", slug="new")
    sent = {**PARTS, "codes": "", "status": "closed", "successors": "new"}
    page = desk.post("directory_staff.edit_record", sent, organisation_id=old.id, follow=True)
    assert "It has closed on" in page.words
    assert "Its place was taken by The new trust." in page.words
    assert "Took the place of The old trust" in desk.get("directory_staff.one", organisation_id=new.id).words
    assert "The old trust" not in desk.get("directory_staff.index").words
    assert "The old trust" in desk.get("directory_staff.index", standing="closed").words


def test_a_record_is_confirmed_and_interests_are_set(desk):
    with unit_of_work():
        topic = add_topic(VISITOR, slug="births", name="Births")
    board = make_organisation("The board")
    make_contact("Jo Penn", organisation=board, title="Chair")
    page = desk.post("directory_staff.confirm_record", organisation_id=board.id, follow=True)
    assert "The record is confirmed." in page.words
    desk.get("directory_staff.interests", organisation_id=board.id)
    page = desk.post("directory_staff.interests", {"topics": [str(topic.id)]}, organisation_id=board.id, follow=True)
    assert "Births" in page.words
    assert "Jo Penn" in page.words
    assert "The board" in desk.get("directory_staff.index", topic="births").words
    assert "The board" not in desk.get("directory_staff.index", topic="nothing").words


def test_another_organisation_is_meant_by_its_name_or_a_code(desk):
    whole = make_organisation("Carers’ Voice of the Vale", slug="whole")
    part = make_organisation("The part", slug="part")
    desk.post("directory_staff.edit_record", {**PARTS, "codes": "ods T4K"}, organisation_id=whole.id)
    named = {**PARTS, "codes": "", "parent": "carers' voice of the vale", "successors": "ods t4k"}
    desk.post("directory_staff.edit_record", named, organisation_id=part.id)
    with reading():
        db.session.expire_all()
        assert queries.organisation(part.id).parent_id == whole.id
        assert [each.id for each in records.successors_of(part.id)] == [whole.id]
    person = make_contact("Ada Nye")
    page = desk.post("directory_staff.add_role", {"organisation": "T4K"}, contact_id=person.id, follow=True)
    assert "Carers’ Voice of the Vale" in page.words


def test_no_organisation_belongs_to_what_it_took_the_place_of(desk):
    old, new = make_organisation("The old", slug="old"), make_organisation("The new", slug="new")
    below = make_organisation("The part", slug="part")
    bare = {**PARTS, "codes": ""}
    desk.post("directory_staff.edit_record", {**bare, "successors": "new"}, organisation_id=old.id)
    page = desk.post("directory_staff.edit_record", {**bare, "parent": "old"}, organisation_id=new.id, expect=422)
    assert "The new took the place of The old, and cannot belong to it." in page.words
    desk.post("directory_staff.edit_record", {**bare, "parent": "new"}, organisation_id=below.id)
    page = desk.post("directory_staff.edit_record", {**bare, "successors": "part"}, organisation_id=new.id, expect=422)
    assert "The part belongs to The new. Say first what it belongs to now" in page.words


def test_no_organisation_takes_the_place_of_what_took_its_own(desk):
    old, new = make_organisation("The old", slug="old"), make_organisation("The new", slug="new")
    desk.post("directory_staff.edit_record", {**PARTS, "codes": "", "successors": "new"}, organisation_id=old.id)
    back = {**PARTS, "codes": "", "successors": "old"}
    page = desk.post("directory_staff.edit_record", back, organisation_id=new.id, expect=422)
    assert "The new took the place of one of these itself." in page.words


@pytest.mark.parametrize("number", ["javascript:alert(1)", "ring us", "12", "01632 960 001 or 2 at night"])
def test_a_number_that_cannot_be_dialled_is_refused(desk, number):
    board = make_organisation("The board", slug="board")
    sent = {**PARTS, "telephone": number}
    page = desk.post("directory_staff.edit_record", sent, organisation_id=board.id, expect=422)
    assert "Enter a telephone number, like 01632 960 001" in page.words
    assert page.form()["telephone"] == number


@pytest.mark.parametrize("number", ["111", "+44 (0)1632 960 001 ext. 12", "01632-960001 x3"])
def test_a_number_that_can_be_dialled_is_taken(desk, number):
    board = make_organisation("The board", slug="board")
    desk.post("directory_staff.edit_record", {**PARTS, "telephone": number}, organisation_id=board.id)


def test_one_that_is_called_otherwise_is_found_by_its_old_name_and_may_have_it_again(desk):
    board = make_organisation("Dale carers", slug="dale")

    def call(name):
        form = desk.get("directory_staff.edit", organisation_id=board.id).form()
        return desk.post("directory_staff.edit", {**form, "name": name}, organisation_id=board.id, follow=True).words

    said = call("Family support")
    assert "Former names Dale carers" in said
    assert "Details of an organisation were changed. Name, Former names" in said
    look_again()
    with reading():
        assert [each.name for each in queries.listed_organisations(words="carers")] == ["Family support"]
    assert "Former names Family support" in call("Dale carers")
    assert "Former names Family support What it does" in call("Dale Carers"), "only spelt otherwise"
