"""The columns of a table of submissions, and cells that no spreadsheet runs."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from engage.core import tables
from engage.core.tables import formula_proof
from engage.submission_data.exports import columns_of, row_of
from tests.support.consultations import make_definition, option, question

EVERYTHING = {
    "uses": {"choice": "yesx"},
    "postcode": {"postcode": "NV1 2AB", "area": "E99"},
    "contact": {"name": "Ada", "email": "ada@example.org"},
    "agree": 4,
    "reasons": {"choices": ["timex", "othr"], "other": "=SUM(A1)"},
    "means": {"busx": "daily", "carx": "never"},
    "order": ["fast", "near"],
    "minutes": "12.5",
    "since": "2025-01-31",
    "believe": True,
}


def columns():
    return columns_of([list(make_definition().questions())])


def test_the_same_columns_whatever_was_answered():
    names = [column.name for column in columns()]
    assert len(names) == len(set(names))
    for answers in ({}, EVERYTHING, {"agree": 1}):
        assert len(row_of(columns(), answers)) == len(names)


def test_each_kind_is_shown_as_people_would_read_it():
    row = dict(zip([(c.question.key, c.says) for c in columns()], row_of(columns(), EVERYTHING), strict=True))
    assert row["uses", "Have you used the service in the last year?"] == "Yes"
    assert row["reasons", "It takes too long"] == 1
    assert row["reasons", "It is too far"] == 0
    assert row["reasons", "In their own words"] == "=SUM(A1)"
    assert row["order", "Rank of: Fast"] == 1
    assert row["order", "Rank of: Kind"] is None
    assert row["means", "Busx"] == "Daily"
    assert row["minutes", "How many minutes does it take?"] == 12.5
    assert row["believe", "I have read how my answers are used"] == 1
    assert row["contact", "How can we reach you?: email"] == "ada@example.org"


def test_what_a_correction_took_out_keeps_its_column():
    old = [question("aaaa", label="Old one"), question("bbbb", "one_choice", options=(option("gone"), option("stay")))]
    new = [question("bbbb", "one_choice", options=(option("stay"), option("more"))), question("cccc")]
    found = columns_of([new, old])
    assert [column.question.key for column in found] == ["bbbb", "cccc", "aaaa"]
    assert row_of(found, {"bbbb": {"choice": "gone"}, "aaaa": "words"}) == ["Gone", None, "words"]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1, max_size=5))
def test_csv_gives_back_what_was_said_and_no_formula(rows):
    read = list(csv.reader(io.StringIO(tables.csv_lines(rows).decode(), newline="")))
    assert [[cell.removeprefix("'") if cell.startswith("'") else cell for cell in row] for row in read] == [
        [cell.removeprefix("'") if cell.startswith("'") else cell for cell in row] for row in rows
    ]
    assert not [cell for row in read for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_numbers_stay_numbers():
    assert formula_proof(-3) == "-3"
    assert formula_proof("-3") == "'-3"
