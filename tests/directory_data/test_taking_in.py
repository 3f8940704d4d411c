"""`engage import contacts`: people from CSV and Excel, an update and never a double."""

import io

import openpyxl
import pytest
from click.testing import CliRunner

from engage.commands import main
from engage.core.database import reading, unit_of_work
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.directory import queries
from engage.directory.queries import contacts as people
from engage.directory.queries.filtering import Filter
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.directory import make_contact, make_organisation

HEAD = "Who,E-mail,Telephone,Group,Job title,Interests,Area,Format\n"
JO = "Jo Penn,JO@penn.example,01632 960001,Dale carers,Chair,Births;carers,N,Easy Read\n"
AL = "Al Mote,,01632 960002,dale-carers,,,,\n"


@pytest.fixture
def ground(site):
    with unit_of_work():
        add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        add_topic(VISITOR, slug="births", name="Births")
        add_topic(VISITOR, slug="carers", name="Carers")
    return make_organisation("Dale carers", slug="dale-carers")


@pytest.fixture
def run(ground, site, tmp_path):
    def take(content, *more, name="people.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        line = [str(file), "--source", "Assembly", "--map", "name=Who", *more]
        return CliRunner().invoke(main.commands["import"].commands["contacts"], line, obj=lambda **_: site)

    return take


def everybody():
    officer = Viewer(grants=(Grant(Role.ADMINISTRATOR),))
    with reading():
        return list(queries.listed_contacts(officer, wanted=Filter()))


def test_people_are_taken_in_once_and_an_update_is_no_double(run, ground):
    assert "2 added, 0 changed, 0 unchanged, 0 closed, 0 refused" in run(HEAD + JO + AL, "--dry-run").stdout
    assert run(HEAD + JO + AL, "--basis", "consent", "--said", "Signed").stdout.splitlines()[-1].startswith("2 added")
    again = run(HEAD + JO + AL)
    assert "Nothing was written: the site says all of this already." in again.stdout
    assert again.stdout.splitlines()[-1] == "0 added, 0 changed, 2 unchanged, 0 closed, 0 refused"
    changed = run(HEAD + JO.replace("Jo Penn", "Jo Pen").replace("960001", "960009") + AL)
    assert changed.stdout == "0 added, 1 changed, 1 unchanged, 0 closed, 0 refused\n"
    al, jo = everybody()
    assert (al.name, jo.name, jo.format.label, jo.source) == ("Al Mote", "Jo Pen", "Easy Read", "Assembly")
    with reading():
        assert [each.value for each in people.addresses_of(jo.id)] == [
            "jo@penn.example",
            "01632 960001",
            "01632 960009",
        ]
        assert [(role.title, at.name) for role, at in people.roles_of(jo.id)] == [("Chair", "Dale carers")]
        assert [topic.slug for topic in people.topics_of_contact(jo.id)] == ["births", "carers"]
        assert [(each.agreed, each.said) for each in people.permissions_of(jo.id)] == [(True, "Signed")]


def test_an_objection_is_never_overwritten(run):
    jo = make_contact("Jo Penn", email="jo@penn.example", agreed=False)
    run(HEAD + JO, "--basis", "public_task", "--said", "A list")
    with reading():
        assert [each.agreed for each in people.permissions_of(jo.id)] == [False]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (",x@penn.example,,,,,,\n", "it has no name"),
        ("Ed,nobody,,,,,,\n", "“nobody” is not an email address"),
        ("Ed,,12,,,,,\n", "“12” is not a telephone number"),
        ("Ed,,1632960001,,,,,\n", "“1632960001” has lost its first 0"),
        ("Ed,,1.63296E+09,,,,,\n", "“1.63296E+09” is not a telephone number"),
        ("Ed,,1000000000000000000000,,,,,\n", "is not a telephone number"),
        ("Ed,,,Nowhere,,,,\n", "no organisation in the directory is called “Nowhere”"),
        ("Ed,,,,,Nothing,,\n", "there is no topic or area “Nothing”"),
        ("Ed,,,,,,,Opera\n", "“opera” is not a format"),
        ("Ed,jo@penn.example,,,,,,\n", "its address jo@penn.example came before, on line 2"),
        ("Ed,,,,,,,,,,more\n", "cells and the headings are 8"),
    ],
)
def test_a_wrong_line_is_named_and_the_good_ones_are_in(run, wrong, said):
    strict = run(HEAD + JO + wrong, "--strict")
    assert strict.exit_code == 1
    assert everybody() == []
    result = run(HEAD + JO + wrong)
    assert result.stdout == "1 added, 0 changed, 0 unchanged, 0 closed, 1 refused\n"
    assert f"line 3 was refused: {said}" in result.stderr or said in result.stderr
    assert result.exit_code == 1
    assert [each.name for each in everybody()] == ["Jo Penn"]


def test_a_workbook_is_read_as_well(run):
    book = openpyxl.Workbook()
    for row in ([*HEAD.strip().split(",")], [*JO.strip().split(",")]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert run(out.getvalue(), name="people.xlsx").stdout == "1 added, 0 changed, 0 unchanged, 0 closed, 0 refused\n"
    assert "no Excel workbook" in run(b"nothing", name="people.xlsx").stderr


def test_columns_that_are_not_there_are_said(run):
    assert "has no column Nobody" in run(HEAD + JO, "--map", "name=Nobody").stderr
    assert "is not FIELD=COLUMN" in run(HEAD + JO, "--map", "nothing").stderr
    assert "--said" in run(HEAD + JO, "--basis", "consent").stderr


def test_a_name_that_is_a_formula_without_a_result_is_told_by_its_cell(run, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Who", "E-mail"], ["Jo Penn", "jo@penn.example"], ["=A2", "al@mote.example"]):
        book.active.append(row)
    book.save(tmp_path / "formulas.xlsx")
    done = run((tmp_path / "formulas.xlsx").read_bytes(), name="formulas.xlsx")
    assert "line 3 was refused: its cell A3 holds a formula without a result" in done.stderr
    assert done.stdout.splitlines()[-1] == "1 added, 0 changed, 0 unchanged, 0 closed, 1 refused"
