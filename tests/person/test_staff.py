"""The page of those who look after data protection."""

import io
import zipfile

import pytest
from sqlalchemy import select

from engage.core import ledger
from engage.core.database import db
from engage.core.jobs import run
from engage.person.actions import copies
from engage.person.models import PersonCopy, PersonErasure
from tests.person.test_erase import found_in, settle
from tests.support.accounts import make_account
from tests.support.comments import confirm, make_comment
from tests.support.databases import look_again
from tests.support.publishing import make_plan

ADDRESS = "guest@people.example"
REASON = "Asked for by letter of 3 May"


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=["administrator"]))


@pytest.fixture
def guest(site):
    return confirm(make_comment(make_plan(), "The bus stops at six.", guest=ADDRESS, name="Gwen Oldacre"))


def test_a_person_is_found_by_address_with_what_goes_and_what_stays(officer, guest):
    page = officer.post("/staff/people/", {"email": " Guest@people.example "}, expect=200)
    assert "Comments that you wrote" in page.words
    assert "Emptied" in page.words
    assert "Nothing is held" in officer.post("/staff/people/", {"email": "nobody@people.example"}, expect=200).words
    officer.post("/staff/people/", {"email": "no address"}, expect=422)


def test_staff_make_a_copy_with_a_reason_and_taking_it_is_on_record(officer, guest):
    refused = officer.post("/staff/people/copy/", {"email": ADDRESS, "reason": ""}, expect=422)
    assert "Say why" in refused.words
    officer.post("/staff/people/copy/", {"email": ADDRESS, "reason": f"{ADDRESS} asked"}, expect=422)
    officer.post("/staff/people/copy/", {"email": ADDRESS, "reason": REASON}, expect=303)
    run(copies.WORK)
    look_again()
    key = db.session.scalars(select(PersonCopy.key)).one()
    where = f"/staff/people/copies/{key}/person.zip"
    assert where in officer.get("/staff/people/").text
    token = officer.get("/staff/people/").form(where)["csrf_token"]
    with officer.app.app_context():
        answer = officer.http.post(where, data={"csrf_token": token})
        data = answer.data
        answer.close()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "The bus stops at six." in "".join(archive.read(name).decode() for name in archive.namelist())
    look_again()
    told = db.session.scalars(select(ledger.Entry.verb).where(ledger.Entry.subject_kind == "person_copy")).all()
    assert told == ["person_copy.asked", "person_copy.made", "person_copy.fetched"]


def test_staff_erase_with_a_reason_and_the_record_names_nobody(officer, guest):
    form = {"email": ADDRESS, "reason": REASON, "comments": "withdraw", "tell": "y"}
    officer.post("/staff/people/erase/", form, expect=422)
    officer.post("/staff/people/erase/", {**form, "sure": "y", "reason": ""}, expect=422)
    officer.post("/staff/people/erase/", {**form, "sure": "y"}, expect=303)
    assert "Waiting for the worker" in officer.get("/staff/people/").words
    settle()
    settle()
    assert "Done" in officer.get("/staff/people/").words
    assert not found_in(ADDRESS)
    assert not found_in("The bus stops at six.")
    assert db.session.scalars(select(PersonErasure.reason)).one() == REASON


@pytest.mark.parametrize("role", ["officer", "editor", "moderator"])
def test_others_do_not_come_in(client, role):
    client.sign_in(make_account(roles=[role]))
    client.get("/staff/people/", expect=403)
    client.post("/staff/people/copy/", {"email": ADDRESS, "reason": REASON}, expect=403)
    client.post("/staff/people/erase/", {"email": ADDRESS}, expect=403)
    client.post("/staff/people/copies/none/person.zip", expect=403)
