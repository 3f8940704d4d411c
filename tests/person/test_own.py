"""What a person does about her own data, signed in."""

import io
import zipfile

import pytest
from sqlalchemy import select

from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.jobs import run
from engage.core.permissions import VISITOR
from engage.core.person import Wish, at_address
from engage.person import work
from engage.person.actions import copies, erasures
from engage.person.models import CopyState, PersonCopy, PersonErasure
from tests.person.test_erase import found_in, settle
from tests.support.accounts import PASSWORD, mails, make_account
from tests.support.comments import confirm, make_comment
from tests.support.databases import look_again
from tests.support.directory import make_contact
from tests.support.publishing import make_plan

ADDRESS, NAME = "nell@northvale.example", "Nell Tamworth"


@pytest.fixture
def me(site, client):
    made = make_account(email=ADDRESS, name=NAME, password=PASSWORD)
    client.sign_in(made)
    return made


def the_copy():
    look_again()
    return db.session.scalars(select(PersonCopy)).one()


def test_a_copy_is_asked_for_made_told_of_and_fetched_by_nobody_else(client, another_client, me):
    make_comment(make_plan(), "The bus stops at six.", account=me)
    client.post("/account/data/", expect=303)
    client.post("/account/data/", expect=303)
    assert "Being made" in client.get("/account/data/").words
    run(copies.WORK)
    copy = the_copy()
    assert copy.state is CopyState.READY
    assert [mail.name for mail in mails(ADDRESS)] == ["person_copy_ready"]
    where = f"/account/data/{copy.key}/your-data.zip"
    assert where in client.get("/account/data/").text
    with client.app.app_context():
        answer = client.http.get(where)
        data = answer.data
        answer.close()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "The bus stops at six." in told
    another_client.get(where, expect=303)
    another_client.sign_in(make_account(roles=["administrator"]))
    another_client.get(where, expect=404)


def test_what_may_speak_of_others_is_only_counted_in_ones_own_copy(client, me):
    make_contact(NAME, email=ADDRESS, note="Ask for her by telephone.")
    with unit_of_work():
        copies.ask_copy(VISITOR, email=ADDRESS)
    run(copies.WORK)
    with zipfile.ZipFile(work.location(the_copy().key)) as archive:
        assert "Ask for her by telephone." in "".join(archive.read(name).decode() for name in archive.namelist())
        assert not [name for name in archive.namelist() if "undo" in name]


def test_a_copy_goes_after_a_week_and_with_it_the_address(client, me):
    client.post("/account/data/", expect=303)
    run(copies.WORK)
    path = work.location(the_copy().key)
    assert path.exists()
    with clock.pretending(clock.now() + copies.KEPT * 2):
        run("person.sweep_copies")
    assert not path.exists()
    assert (the_copy().state, the_copy().email) == (CopyState.EXPIRED, "")
    client.get(f"/account/data/{the_copy().key}/your-data.zip", expect=404)


def test_a_copy_that_a_worker_left_is_made_by_the_next(site, me):
    with unit_of_work():
        copies.ask_copy(VISITOR, email=ADDRESS)
    with unit_of_work():
        left = copies.claim_copy()
    assert left is not None
    run(copies.WORK)
    assert the_copy().state is CopyState.WORKING
    with unit_of_work():
        copies_now = db.session.scalars(select(PersonCopy)).one()
        copies_now.leased_until = clock.now() - copies.KEPT
    run(copies.WORK)
    assert the_copy().state is CopyState.READY


@pytest.mark.parametrize(("choice", "stays"), [("stay", True), ("withdraw", False)])
def test_a_person_erases_herself_by_her_password_and_is_told(client, me, choice, stays):
    plan = make_plan()
    comment = make_comment(plan, "The bus stops at six.", account=me)
    make_comment(plan, parent=comment)
    settle()
    form = {"comments": choice, "present": PASSWORD}
    assert client.post("/account/data/erase/", form, expect=303).location.endswith("/account/data/erased/")
    assert "last mail" in client.get("/account/data/erased/").words
    client.get("/account/", expect=303)
    settle()
    text = client.get(f"/plans/{plan.slug}/").text
    assert NAME not in text
    assert ("The bus stops at six." in text) is stays
    settle()
    assert not found_in(ADDRESS)
    assert not found_in(NAME)
    assert db.session.scalars(select(PersonErasure.own)).one() is True


def test_nothing_is_erased_without_the_password_and_a_choice(client, me):
    wrong = client.post("/account/data/erase/", {"comments": "stay", "present": "not this one"}, expect=422)
    assert "not your present password" in wrong.words
    client.post("/account/data/erase/", {"present": PASSWORD}, expect=422)
    settle()
    assert ("account", "email") in found_in(ADDRESS)


def test_the_only_administrator_must_make_somebody_else_one_first(client):
    client.sign_in(make_account(email=ADDRESS, name=NAME, password=PASSWORD, roles=["administrator"]))
    refused = client.post("/account/data/erase/", {"comments": "stay", "present": PASSWORD}, expect=422)
    assert "only administrator" in refused.words
    assert db.session.scalars(select(PersonErasure)).all() == []


def test_what_staff_keep_in_the_directory_stays_when_somebody_erases_herself(client, me):
    make_contact(NAME, email=ADDRESS)
    client.post("/account/data/erase/", {"comments": "stay", "present": PASSWORD}, expect=303)
    settle()
    settle()
    assert {table for table, _ in found_in(ADDRESS)} == {"contact_address"}


def test_a_copy_that_lies_there_goes_with_its_person(client, me):
    client.post("/account/data/", expect=303)
    run(copies.WORK)
    path = work.location(the_copy().key)
    with unit_of_work():
        erasures.ask_erasure(VISITOR, person=at_address(ADDRESS), wish=Wish(withdraws=True), reason="Asked for")
    run(erasures.WORK)
    assert not path.exists()
    assert the_copy().state is CopyState.EXPIRED


def test_a_guest_is_found_by_the_address_alone(site):
    comment = confirm(make_comment(make_plan(), guest="guest@people.example"))
    assert at_address("Guest@People.example").ids("comment") == [comment.id]
