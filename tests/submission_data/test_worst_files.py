"""The worst files that other systems write: each row that cannot be taken is named with its line and why."""

import io

import pytest

from engage.core import jobs
from engage.core.database import db, reading
from engage.core.importing import ImportState
from engage.core.permissions import Role
from engage.submission_data.models import SubmissionImport
from engage.submissions import queries as submissions
from engage.submissions.models import Submission, SubmissionState
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation

HEADINGS = "id,name,area,uses,agree,believe,whynot"
WORST = (
    ("1,Ada,,No,2,yes,fine", ""),
    ("2,Ada,,No,2,yes", "it has 6 cells and the headings are 7"),
    ("3,Ada,,No,2,yes,too,many", "it has 8 cells and the headings are 7"),
    ('4,Ada,,No,2,yes,"She said ""no"" twice"', ""),
    ('5,Ada,,No,2,yes,"She said "no" once"', "a quotation mark inside a cell is not doubled"),
    ("1,Ada,,No,2,yes,again", "the key 1 came before"),
    ("7,Ada,,No,2,yes,=HYPERLINK(1)", ""),
    ("8,Ada,,No,2,yes," + "x" * 9_990_000, "“What would have to change?”: "),
    ("9," + "y" * 301 + ",,No,2,yes,", "“Name” has 301 characters and may have 300"),
    ("10,Ada,,No,2,yes,a \x00 in it", "it holds a NUL byte, which no text has"),
    ("11,Ada,E99,No,2,yes,", "there is no area with the code E99"),
    ("12,José,,No,2,yes,naïve", ""),
)


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


def page_of_check(desk, data):
    consultation = make_consultation()
    file = {"file": (io.BytesIO(data), "worst.csv")}
    here = desk.post("submission_data_staff.imports", file, consultation_id=consultation.id, expect=303).location
    desk.post(here, desk.get(here).form("/imports/"))
    jobs.run("consultations.import")
    return here, desk.get(here)


def taken_in(desk, here):
    desk.post(here + "take-in/")
    jobs.run("consultations.import")
    with reading():
        return db.session.query(Submission).filter(Submission.state == SubmissionState.SENT).order_by("id").all()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_each_row_that_cannot_be_taken_is_named_and_all_others_are_taken_in(desk, encoding):
    here, page = page_of_check(desk, "\r\n".join([HEADINGS, *(row for row, _ in WORST)]).encode(encoding))
    said = {row[0].text_content(): row[1].text_content() for row in page.select("table tbody tr")}
    for line, (_, why) in enumerate(WORST, 2):
        assert (why in said[str(line)]) if why else (str(line) not in said), line
    good = taken_in(desk, here)
    assert [each.name for each in good] == ["Ada", "Ada", "Ada", "José"]
    with reading():
        words = [submissions.answers_of(each)["whynot"] for each in good]
        assert db.session.query(SubmissionImport).one().state is ImportState.DONE
    assert words == ["fine", 'She said "no" twice', "=HYPERLINK(1)", "naïve"]


def test_what_is_no_text_is_refused_whatever_its_name(desk):
    file = {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), "worst.csv")}
    page = desk.post("submission_data_staff.imports", file, consultation_id=make_consultation().id, expect=422)
    assert page.select("#file-error")
