"""Files of submissions: whole, the same whatever happens on the way, and only for those who may have them."""

import csv
import io
import json
from datetime import timedelta

import openpyxl
import pytest

from engage.accounts.session import viewer_for
from engage.core import clock, jobs
from engage.core.claiming import LEASE
from engage.core.database import db, reading, unit_of_work
from engage.core.exporting import KEPT, ExportFormat, ExportState, claim
from engage.core.growing import Growing
from engage.core.making import Making
from engage.core.permissions import Role
from engage.submission_data import queries
from engage.submission_data.actions import exporting
from engage.submission_data.export_table import Table
from engage.submission_data.models import ExportContent, SubmissionExport
from engage.submissions.models import EqualityAnswer, Submission, SubmissionState, SubmissionVersion
from tests.support.accounts import mails, make_account
from tests.support.bulk_submissions import fill
from tests.support.consultations import make_consultation, make_definition
from tests.support.moderation import make_area


@pytest.fixture
def consultation(site):
    found = make_consultation()
    fill(found, make_definition(), 7)
    return found


@pytest.fixture
def officer(site):
    return make_account("officer@northvale.example", roles=[Role.OFFICER])


@pytest.fixture
def desk(client, officer):
    return client.sign_in(officer)


def ask(desk, consultation, content="answers", kind="csv"):
    desk.post(
        "submission_data_staff.exports",
        {"content": content, "format": kind},
        consultation_id=consultation.id,
        follow=True,
    )


def made(desk, consultation):
    """The newest file, downloaded: as text, or the bytes of what is none."""
    jobs.run("consultations.export")
    page = desk.get("submission_data_staff.exports", consultation_id=consultation.id)
    link = page.select("a[href*='/consultations/exports/']")[0].get("href")
    return desk.http.get(link, buffered=True).data if link.endswith(".xlsx") else desk.get(link).text


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cut_short(site, consultation, officer):
    """An export whose worker died behind its first batch, with more of the second in the file than was noted."""
    with unit_of_work():
        viewer = viewer_for(officer)
        exporting.ask_export(
            viewer, consultation=consultation, file_format=ExportFormat.CSV, content=ExportContent.ANSWERS
        )
        export = claim(SubmissionExport)
    with reading():
        table = Table.of(export)
        rows = queries.sent_rows(consultation.id, after=0, until=export.until_id, limit=3)
    with Growing(export, table.names) as file:
        file.add(table.cells(row) for row in rows)
        Making(export).note(str(rows[-1].id) if rows else "", len(rows), file.size)
        file.add([["BULK-00000004", "half a line"]])
    return export


def test_a_csv_file_has_a_row_for_each_and_a_mail_says_so(desk, consultation, officer):
    ask(desk, consultation)
    rows = rows_of(made(desk, consultation))
    assert [row["reference"] for row in rows] == [f"BULK-{n:08d}" for n in range(1, 8)]
    assert "name" not in rows[0]
    assert "It has 7 rows" in mails(officer.email)[-1].text


def test_names_are_only_in_the_file_with_people(desk, consultation):
    ask(desk, consultation, "answers_and_people")
    rows = rows_of(made(desk, consultation))
    assert {row["name"] for row in rows} <= {"Ada Nye", "Gordon Pike", ""}
    assert "q4_email" in rows[0] or any(name.endswith("_email") for name in rows[0])


def test_json_lines_hold_the_answers_by_their_keys(desk, consultation):
    ask(desk, consultation, kind="jsonl")
    lines = made(desk, consultation).decode().splitlines()
    assert len(lines) == 7
    assert set(json.loads(lines[0])["answers"]) <= {question.key for question in make_definition().questions()}


def test_a_workbook_has_texts_that_stay_texts_and_a_codebook(desk, consultation):
    with unit_of_work():
        version = db.session.get(SubmissionVersion, (1, 1))
        version.answers = json.dumps({"whynot": "=HYPERLINK(1)", "agree": 3})
    ask(desk, consultation, kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(made(desk, consultation)))
    cells = [cell for row in book["Submissions"].iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells if cell.data_type == "s"]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["Submissions"].max_row == 8
    assert "How far do you agree?" in [row[1].value for row in book["Codebook"].iter_rows()]
    book.close()


def test_equality_answers_lead_to_nobody(desk, consultation):
    with unit_of_work():
        for number in (7, 900, 31):
            db.session.add(
                EqualityAnswer(id=number, consultation_id=consultation.id, answers='{"agegroup": {"choice": "older"}}')
            )
    ask(desk, consultation, "equality")
    rows = rows_of(made(desk, consultation))
    assert len(rows) == 3
    assert set(rows[0]) == {"area", "e1", "e2"}
    assert {row["e1"] for row in rows} == {"65 or over"}


def test_another_worker_goes_on_where_one_died(site, desk, consultation, officer, time_machine):
    export = cut_short(site, consultation, officer)
    jobs.run("consultations.export")
    with reading():
        assert queries.export_by_key(export.key).state is ExportState.WORKING, "its lease still holds"
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    rows = rows_of(made(desk, consultation))
    assert [row["reference"] for row in rows] == [f"BULK-{n:08d}" for n in range(1, 8)]


def test_a_file_that_lost_a_row_meanwhile_is_made_anew(site, desk, consultation, officer, time_machine):
    cut_short(site, consultation, officer)
    with unit_of_work():
        db.session.get(Submission, 2).state = SubmissionState.WITHDRAWN
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    rows = rows_of(made(desk, consultation))
    assert [row["reference"] for row in rows] == [f"BULK-{n:08d}" for n in (1, 3, 4, 5, 6, 7)]


def test_asking_twice_makes_one_file(desk, consultation):
    ask(desk, consultation)
    ask(desk, consultation)
    page = desk.get("submission_data_staff.exports", consultation_id=consultation.id)
    assert len(page.select("tbody tr")) == 1


def test_after_a_week_the_file_is_gone(desk, consultation, time_machine):
    ask(desk, consultation)
    made(desk, consultation)
    page = desk.get("submission_data_staff.exports", consultation_id=consultation.id)
    link = page.select("a[href*='/consultations/exports/']")[0].get("href")
    time_machine.move_to(clock.now() + KEPT + timedelta(seconds=1))
    jobs.run("consultations.sweep_exports")
    desk.get(link, expect=404)
    again = desk.get("submission_data_staff.exports", consultation_id=consultation.id)
    assert "Taken away after seven days" in again.words


def test_a_form_without_a_choice_is_refused(desk, consultation):
    page = desk.post("submission_data_staff.exports", {"content": "all"}, consultation_id=consultation.id, expect=422)
    assert "There is a problem" in page.words


def test_the_codebook_says_what_each_column_means(desk, consultation):
    rows = rows_of(desk.get("submission_data_staff.codebook", consultation_id=consultation.id).text)
    assert {"column": "reference", "question": "", "kind": ""}.items() <= rows[0].items()
    assert any(row["shows"] == "It takes too long" for row in rows)


def test_an_officer_of_elsewhere_gets_nothing(client, consultation):
    other = make_account(roles=[Role.OFFICER], area=make_area("Elsewhere"))
    client.sign_in(other).get("submission_data_staff.exports", consultation_id=consultation.id, expect=404)
