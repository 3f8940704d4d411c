"""Taking in submissions of other systems: each row's fault with its line, the good rows in, safe to repeat."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engage.consultations import queries as consultations
from engage.consultations.definition import box_name, boxes_of, read_value
from engage.core import clock, tables
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.importing import Tally
from engage.core.permissions import VISITOR
from engage.submission_data import import_work
from engage.submission_data import queries as submission_data
from engage.submission_data.export_table import Table
from engage.submission_data.imports import Row, guess, read_row, read_table, targets_of
from engage.submission_data.models import ExportContent
from engage.submissions import actions
from engage.submissions import queries as submissions
from engage.submissions.models import Submission, SubmissionState
from tests.support.comments import look_again
from tests.support.consultations import make_consultation, make_definition
from tests.support.submissions import ANSWERS, make_submission

GOOD = "id,uses,agree,believe,whynot,reasons\n1,No,2,yes,More buses,It takes too long; It is too far\n2,Yes,5,yes,,\n"


@pytest.fixture
def consultation(site):
    return make_consultation("One team")


def table(text, consultation, tmp_path, encoding="utf-8", **columns):
    path = tmp_path / "old.csv"
    path.write_bytes(text.encode(encoding))
    with reading():
        sheet = read_table(path.read_bytes())
        named = columns or guess(sheet.headings, consultations.definition_of(consultation))
        return import_work.opened(path, consultation, named)


def taken_in(work):
    tally = work.write(VISITOR, lambda _rows, _tally: None).tally
    look_again()
    return tally


def sent():
    with reading():
        return db.session.query(Submission).filter(Submission.state == SubmissionState.SENT).order_by("id").all()


def test_the_good_rows_come_in_and_again_changes_nothing(consultation, tmp_path):
    work = table(GOOD, consultation, tmp_path)
    assert work.check().tally == Tally(added=2)
    assert taken_in(work) == Tally(added=2)
    first, _second = sent()
    with reading():
        answers = submissions.answers_of(first)
    assert answers["whynot"] == "More buses"
    assert answers["reasons"]["choices"] == ["timex", "farx"]
    assert taken_in(work) == Tally(unchanged=2)
    with reading():
        assert db.session.get(type(consultation), consultation.id).sent_count == 2


def test_a_changed_row_is_a_new_version_of_the_same(consultation, tmp_path):
    taken_in(table(GOOD, consultation, tmp_path))
    assert taken_in(table(GOOD.replace("More buses", "Later buses"), consultation, tmp_path)).changed == 1
    first, _second = sent()
    assert first.version == 2
    with reading():
        assert submissions.answers_of(first)["whynot"] == "Later buses"


def test_each_fault_is_told_with_its_line(consultation, tmp_path):
    text = GOOD + '3,Perhaps,2,yes,,\n4,Yes,99,yes,,\n5,Yes,1,yes,"two\nlines",\n5,Yes,1,yes,,\n6,Yes\n'
    work = table(text, consultation, tmp_path)
    report = work.check()
    faults = report.faults
    assert (report.tally.added, report.tally.refused) == (3, 4)
    assert [line for line, _ in faults] == [4, 5, 8, 9]
    assert "“Perhaps” is not one of the answers" in faults[0][1]
    assert "came before" in faults[2][1]
    assert "it has 2 cells and the headings are 6" in faults[3][1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end_is_read(site, encoding, end):
    sheet = read_table(f"id;café{end}1;naïve{end}{end}2;“quoted”{end}".encode(encoding))
    assert sheet.headings == ["id", "café"]
    assert [row.cells for row in sheet.rows()] == [["1", "naïve"], ["2", "“quoted”"]]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b\n\x00\x01", bytes(range(256)), b"a,a\n1,2\n"])
def test_what_is_no_table_is_refused_in_a_sentence(site, data):
    with pytest.raises(Refused):
        read_table(data)


def test_a_column_that_is_not_there_is_named(consultation, tmp_path):
    with pytest.raises(Refused, match="The file has no column Verdict"):
        table(GOOD, consultation, tmp_path, Verdict="agree")


def test_mixed_line_ends_and_quotes_inside_quotes(consultation, tmp_path):
    text = 'id,agree,believe,uses,whynot\r\n1,1,yes,No,"She said ""no"""\n2,1,yes,No,plain\r'
    assert taken_in(table(text, consultation, tmp_path)).added == 2
    with reading():
        assert submissions.answers_of(sent()[0])["whynot"] == 'She said "no"'


def test_what_was_withdrawn_here_stays_withdrawn(consultation, tmp_path):
    taken_in(table(GOOD, consultation, tmp_path))
    with unit_of_work():
        actions.withdraw(VISITOR, submission=db.session.get(Submission, sent()[0].id))
    changed = table(GOOD.replace("More", "Other"), consultation, tmp_path)
    assert taken_in(changed) == Tally(unchanged=2)
    assert len(sent()) == 1


def test_a_file_of_our_own_comes_back_as_it_was(consultation, tmp_path):
    make_submission(consultation, answers=ANSWERS | {"agree": 1, "whynot": "=1+1"})
    with reading():
        shape = Table.of_consultation(consultation, ExportContent.ANSWERS)
        rows = submission_data.sent_rows(consultation.id, after=0, until=99, limit=9)
        data = tables.csv_head(shape.names) + tables.csv_lines(shape.cells(row) for row in rows)
    other = make_consultation("Another")
    assert taken_in(table(data.decode(), other, tmp_path)).added == 1
    with reading():
        assert submissions.answers_of(sent()[1]) == submissions.answers_of(sent()[0])


CELLS = st.one_of(st.text(max_size=20), st.sampled_from(["Yes", "No", "1", "x", "2020-01-31", "31/01/2020", ";", "5"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(targets_of(make_definition()))), CELLS))
def test_no_row_raises_and_what_is_taken_is_what_a_form_would_take(cells):
    definition = make_definition()
    targets = targets_of(definition)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([list(cells), list(cells.values())])
    found = read_row(definition, [targets[name] for name in cells], Row(2, list(cells.values())), clock.now().tzinfo)
    for question in definition.questions():
        value = found.answers.get(question.key)
        if value is not None:
            form = MultiDict(
                (box_name(question, part), text) for part, texts in boxes_of(question, value).items() for text in texts
            )
            assert read_value(question, form) == (value, None)
