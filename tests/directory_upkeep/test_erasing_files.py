"""A person is erased: no file that was taken in or made to be taken away names her any more."""

import pytest

from engage.core import jobs
from engage.core.database import db, reading
from engage.core.files import StoredFile
from engage.directory.models import Contact
from tests.directory_data.test_exports import ask
from tests.directory_data.test_imports import PEOPLE, checked, take_in, upload
from tests.support.accounts import make_account


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=["officer"]))


def erase(desk, name):
    with reading():
        found = db.session.query(Contact).filter_by(name=name).one()
    where = desk.get("directory_upkeep_staff.erase", contact_id=found.id)
    desk.post("directory_upkeep_staff.erase", {"never_again": "y"}, contact_id=found.id)
    return where


def stored():
    with reading():
        return db.session.query(StoredFile).count()


def test_what_was_uploaded_names_nobody_who_is_erased(desk):
    unsettled = upload(desk, PEOPLE).location
    looked_at, page = checked(desk, PEOPLE + "Jo Penn,jo@penn.example\nEd,nobody\n", column_name="Who")
    assert "jo@penn.example" in desk.get(unsettled).words
    done, _ = checked(desk, PEOPLE + "Jo Penn,jo@penn.example\nEd,nobody\n", column_name="Who")
    take_in(desk, done)
    assert stored() == 3
    assert "every file of people" in erase(desk, "Jo Penn").words
    assert stored() == 0
    for path in (unsettled, looked_at, done):
        page = desk.get(path)
        assert "Penn" not in page.text
        assert "jo@penn.example" not in page.text
    assert "Upload it again without that person." in desk.get(unsettled).words
    assert "nobody" in desk.get(done).words, "what was wrong with the lines of others stays"


def test_what_was_made_to_be_taken_away_is_gone_at_once(desk):
    take_in(desk, checked(desk, PEOPLE, column_name="Who")[0])
    ask(desk)
    jobs.run("directory.export")
    file = desk.get("directory_data_staff.exports").select("a[href*='/directory/exports/'][href*='-']")[0].get("href")
    assert b"jo@penn.example" in desk.http.get(file, buffered=True).data
    erase(desk, "Jo Penn")
    desk.get(file, expect=404)
    assert not desk.get("directory_data_staff.exports").select("a[href*='/directory/exports/'][href*='-']")


def test_a_file_that_is_under_way_is_named_with_the_day_on_which_it_goes(desk):
    take_in(desk, checked(desk, PEOPLE, column_name="Who")[0])
    here, _ = checked(desk, PEOPLE + "Ed Moor,ed@moor.example\n", column_name="Who")
    desk.post(here + "take-in/")
    page = erase(desk, "Jo Penn")
    assert "people.csv; it is deleted by" in page.words
    jobs.run("directory.imports")
    assert "What was done" in desk.get(here).words
