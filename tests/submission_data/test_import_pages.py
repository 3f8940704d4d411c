"""Taking in a file at the desk: nothing comes in before somebody has seen what would be done."""

import io

import pytest

from engage.core import jobs
from engage.core.database import db, reading
from engage.core.permissions import Role
from engage.submissions.models import Submission, SubmissionState
from tests.submission_data.test_importing import GOOD
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation

BYTES = GOOD.encode()


@pytest.fixture
def consultation(site):
    return make_consultation()


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


def upload(desk, consultation, data=BYTES, name="old.csv", expect=303):
    file = {"file": (io.BytesIO(data), name)}
    return desk.post("submission_data_staff.imports", file, consultation_id=consultation.id, expect=expect)


def sent():
    with reading():
        return db.session.query(Submission).filter(Submission.state == SubmissionState.SENT).count()


def test_from_the_upload_to_the_last_row(desk, consultation):
    page = desk.get(upload(desk, consultation, (GOOD + "3,Perhaps,2,yes,,\n").encode()).location)
    assert page.form("/imports/")["column_1"] == "uses", "known by the name of its question"
    desk.post(_here(desk, consultation), page.form("/imports/"))
    jobs.run("consultations.import")
    page = desk.get(_here(desk, consultation))
    assert "“Perhaps” is not one of the answers" in page.words
    assert sent() == 0, "a check takes nothing in"
    desk.post(_here(desk, consultation) + "take-in/")
    desk.post(_here(desk, consultation) + "take-in/")
    jobs.run("consultations.import")
    assert sent() == 2
    assert "What was done" in desk.get(_here(desk, consultation)).words
    assert "Taken in" in desk.get("submission_data_staff.imports", consultation_id=consultation.id).words


def _here(desk, consultation):
    page = desk.get("submission_data_staff.imports", consultation_id=consultation.id)
    return page.select("tbody th a")[0].get("href")


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "old.csv"), (b"\x00\x01,2", "old.csv"), (b"%PDF-1.4", "old.pdf"), (b"a,a\n", "old.csv")]
)
def test_what_is_no_table_is_refused_by_the_field(desk, consultation, data, name):
    page = upload(desk, consultation, data, name, expect=422)
    assert page.select("#file-error")


def test_two_columns_cannot_be_the_same(desk, consultation):
    page = desk.get(upload(desk, consultation).location)
    form = page.form("/imports/") | {"column_0": "agree", "column_2": "agree"}
    page = desk.post(_here(desk, consultation), form, expect=422)
    assert "Another column is said to be this too." in page.words


def test_nothing_is_taken_in_before_the_check(desk, consultation):
    upload(desk, consultation)
    desk.post(_here(desk, consultation) + "take-in/")
    jobs.run("consultations.import")
    assert sent() == 0
