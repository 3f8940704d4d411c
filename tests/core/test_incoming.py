"""Tables as other systems write them: whatever is wrong with one row spoils no other, and no file fills the memory."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core import incoming
from engage.core.errors import Refused
from engage.core.incoming import NOT_CLOSED, STRAY_MARK, read_table, read_workbook, unescaped
from engage.core.tables import formula_proof


def rows(text):
    sheet = read_table(text if isinstance(text, bytes) else text.encode())
    return [tuple(row[:3]) for row in sheet.rows()]


def workbook(*cells, first_empty=False):
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Table") if first_empty else book.active
    for place, value in cells:
        sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_have_the_line_on_which_they_begin():
    assert rows('\n\na,b\n1,2\n\n"two\nlines",4\n5,6\n') == [
        (4, ["1", "2"], ""),
        (6, ["two\nlines", "4"], ""),
        (8, ["5", "6"], ""),
    ]


def test_a_quotation_that_never_ends_spoils_one_row():
    assert rows('a,b\n"x""y",2\n"never,3\n4,5\n') == [
        (2, ['x"y', "2"], ""),
        (3, [], NOT_CLOSED),
        (4, ["4", "5"], ""),
    ]
    assert rows('a,b\n"x" "y",2\n') == [(2, [], STRAY_MARK)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_any_usual_encoding_is_read(encoding):
    assert rows("name;place\nÉlodie;Ashby\n".encode(encoding)) == [(2, ["Élodie", "Ashby"], "")]


def test_a_cell_of_ten_megabytes_is_one_row():
    assert [len(cells[0]) for _, cells, _ in rows("a,b\n" + "x" * 11_000_000 + ",1\n2,3\n")] == [11_000_000, 1]


def test_a_workbook_is_read_as_people_see_it():
    day, moment = datetime(2026, 1, 5), datetime(2026, 1, 5, 9, 30)  # noqa: DTZ001 - a workbook knows no zone
    cells = [("B2", "day"), ("C2", "number"), ("D2", "text"), ("B4", day), ("C4", 3.0), ("B5", moment), ("D5", "=1+1")]
    sheet = read_workbook(workbook(*cells, first_empty=True))
    assert sheet.headings == ["", "day", "number", "text"]
    assert [row.cells for row in sheet.rows()] == [["", "2026-01-05", "3"], ["", "2026-01-05 09:30:00", "", ""]]


def test_merged_cells_hold_what_stands_in_the_first():
    book = openpyxl.Workbook()
    for row in (["a", "b", "c"], ["1", "2", "3"]):
        book.active.append(row)
    book.active.merge_cells("A2:B2")
    out = io.BytesIO()
    book.save(out)
    assert [row.cells for row in read_workbook(out.getvalue()).rows()] == [["1", "", "3"]]


def test_a_workbook_that_holds_nothing_or_is_none():
    with pytest.raises(Refused, match="all of its sheets are empty"):
        read_workbook(workbook())
    for data in (b"a,b\n1,2\n", b"", workbook(("A1", "a"))[:400]):
        with pytest.raises(Refused, match="no Excel workbook"):
            read_workbook(data)


def test_what_would_unpack_to_more_than_memory_holds_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(incoming, "LARGEST_WORKBOOK", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 2_000_000)
    with pytest.raises(Refused, match="unpacks to more"):
        read_workbook(out.getvalue())


def test_a_last_row_far_below_the_others_fills_no_memory(monkeypatch):
    monkeypatch.setattr(incoming, "MOST_ROWS", 10)
    sheet = read_workbook(workbook(("A1", "a"), ("A2", "1"), ("A1000000", "x")))
    assert [row.cells for row in sheet.rows()] == [["1"]]
    with pytest.raises(Refused, match="it may have 10"):
        read_table(b"a\n" + b"1\n" * 11)


def test_what_our_own_files_protect_from_spreadsheets_is_read_plainly():
    assert [unescaped(cell) for cell in ("'+44 1632", "'=x", "it's", "'quoted'")] == [
        "+44 1632",
        "=x",
        "it's",
        "'quoted'",
    ]


@given(st.lists(st.sampled_from(["'", "=", "+", "-", "@", " ", "\n", "\t", "a"])).map("".join))
def test_every_text_is_read_as_it_was_before_it_was_protected(text):
    assert unescaped(formula_proof(text)) == text


def test_a_cell_of_a_workbook_keeps_its_lines_and_its_row_its_number():
    cells = [
        ("A1", "name"),
        ("B1", "a\nnote"),
        ("A2", "x"),
        ("B2", "one\r\ntwo_x000D_\n'=3"),
        ("A3", "y"),
        ("B3", "'=z"),
    ]
    sheet = read_workbook(workbook(*cells))
    assert sheet.headings == ["name", "a, note"]
    assert [(row.line, [unescaped(cell) for cell in row.cells]) for row in sheet.rows()] == [
        (2, ["x", "one\ntwo\n'=3"]),
        (3, ["y", "'=z"]),
    ]


def test_a_quotation_mark_that_is_not_doubled_spoils_its_line_only():
    sheet = read_table(b'a,b\n"The "old" place",1\n"two\nlines",2\nlast,3\n')
    assert [row[:3] for row in sheet.rows()] == [
        (2, [], STRAY_MARK),
        (3, ["two\nlines", "2"], ""),
        (5, ["last", "3"], ""),
    ]


def test_a_workbook_says_which_sheet_is_read():
    assert read_workbook(workbook(("A1", "name"), ("A2", "Jo"), first_empty=True)).note.startswith("The workbook has 2")
    assert read_workbook(workbook(("A1", "name"), ("A2", "Jo"))).note == ""


def test_a_formula_without_a_result_is_told_as_what_it_is():
    cells = [("A1", "name"), ("B1", "note"), ("A2", "Jo"), ("A3", '=CONCAT("A","l")'), ("B3", "x")]
    rows = list(read_workbook(workbook(*cells)).rows())
    assert [row.cells for row in rows] == [["Jo"], ["", "x"]]
    assert rows[1].fault_in([0]).startswith("its cell A3 holds a formula without a result")
    assert rows[1].fault_in([1]) == ""
    assert rows[0].fault_in([0]) == ""
