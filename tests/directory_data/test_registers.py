"""`engage import organisations`: the official files, whatever is wrong with them."""

import csv
import io

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from engage.commands import main
from engage.core.database import db, reading, unit_of_work
from engage.core.ledger import Entry
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.models import Organisation, OrganisationAddress, OrganisationCode
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind


def line(code, name, *, opened="20120401", closed="", status="", parent="", left="", phone="", area="QOP", setting=""):
    cells = [
        code,
        name,
        "Y62",
        area,
        "COBBETT HOUSE",
        "OXFORD ROAD",
        "",
        "ASHBY",
        "",
        "M13 9WL",
        opened,
        closed,
        status,
    ]
    return [*cells, "", parent, "", left, phone, "", "", "", "0", "", "B", "", setting, ""]


TRUST = line("R0A", "NORTH VALE UNIVERSITY NHS FOUNDATION TRUST", phone="01632 960000")
OTHER = line("R0B", "ST MARY'S AND O'BRIEN HOSPITAL OF THE DALE")


def written(*lines):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(lines)
    return out.getvalue()


@pytest.fixture
def run(site, tmp_path):
    def take(content, *more):
        file = tmp_path / "etr.csv"
        text = content if isinstance(content, str | bytes) else written(*content)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        command = main.commands["import"].commands["organisations"]
        return CliRunner().invoke(command, [str(file), "--format", "ods", *more], obj=lambda **_: site)

    return take


def counts(result):
    return result.stdout.splitlines()[-1]


def one(code):
    with reading():
        return db.session.scalars(
            select(Organisation)
            .join(OrganisationCode, OrganisationCode.organisation_id == Organisation.id)
            .where(OrganisationCode.code == code)
            .execution_options(populate_existing=True)
        ).first()


def entries():
    with reading():
        return db.session.scalar(select(func.count()).select_from(Entry))


def test_a_register_is_taken_in_as_people_write_it(run):
    with unit_of_work():
        area = add_area(VISITOR, code="QOP", name="North Vale", kind=AreaKind.SYSTEM)
    result = run([TRUST, OTHER])
    assert counts(result) == "2 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    assert result.exit_code == 0
    found = one("R0A")
    assert (found.name, found.telephone) == ("North Vale University NHS Foundation Trust", "01632 960000")
    assert one("R0B").name == "St Mary's and O'Brien Hospital of the Dale"
    assert not found.is_public
    with reading():
        assert queries.kinds_by_id()[found.kind_id].slug == "trust"
        assert [each.id for each in queries.areas_of(found.id)] == [area.id]
        address = db.session.scalars(select(OrganisationAddress)).first()
        assert [each.name for each in queries.listed_organisations(words="obrien dale")] == [one("R0B").name]
    assert (address.lines, address.postcode) == ("Cobbett House\nOxford Road\nAshby", "M13 9WL")


def test_the_same_file_again_writes_nothing_and_says_so(run):
    assert "2 added" in run([TRUST, OTHER], "--dry-run").stdout
    assert one("R0A") is None
    run([TRUST, OTHER])
    before = entries()
    again = run([TRUST, OTHER])
    assert "Nothing was written" in again.stdout
    assert counts(again) == "0 added, 0 changed, 2 unchanged, 0 closed, 0 refused"
    assert entries() == before


def test_what_the_register_changes_is_changed_and_what_staff_wrote_stays(run):
    run([TRUST, OTHER])
    found = one("R0B")
    with unit_of_work():
        said = {"short_name": "", "kind": "trust", "description": "", "website": "", "email": "a@dale.example"}
        actions.change_organisation(VISITOR, organisation=found, name="St Mary’s", **said)
    renamed = [line("R0A", "NORTH VALE TRUST"), line("R0B", "ST MARYS", closed="20200131", phone="1")]
    result = run(renamed)
    assert counts(result) == "0 added, 1 changed, 0 unchanged, 1 closed, 0 refused"
    assert one("R0A").name == "North Vale Trust"
    assert one("R0A").telephone == ""
    assert (one("R0B").name, one("R0B").telephone, one("R0B").is_closed) == ("St Mary’s", "1", True)
    with reading():
        assert [each.id for each in queries.listed_organisations(words="university")] == [one("R0A").id]
    assert counts(run(renamed)) == "0 added, 0 changed, 2 unchanged, 0 closed, 0 refused"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (TRUST[:26], "it has 26 columns and there must be 27"),
        ([*TRUST, ""], "it has 28 columns"),
        (line("R1C", "SOLENT", opened="20120230"), "its open date “20120230” is no date"),
        (line("R1C", "SOLENT", closed="1.4.2012"), "its close date “1.4.2012” is no date"),
        (line("R1C", "SOLENT", opened="20120401", closed="20110401"), "before it opens"),
        (line("R0B", "TWICE"), "its code R0B came before, on line 1"),
        (line("", "NOBODY"), "it has no code"),
        (line("r!", "NOBODY"), "is not a code"),
        (line("R1C", ""), "it has no name"),
        (line("R1C", "SOLENT", status="Z"), "is not a status"),
        (line("R1C", "X" * 10_000_000), "column 2 has 10,000,000 characters"),
        (line("R1C", "SOLENT", parent="R1C"), "its parent R1C leads back to itself"),
    ],
)
def test_a_wrong_line_is_named_and_the_good_ones_are_in(run, wrong, said):
    text = written(OTHER, wrong, TRUST)
    result = run(text, "--strict")
    assert result.exit_code == 1
    assert "line 2 was refused: " in result.stderr
    assert said in result.stderr
    assert one("R0A") is None
    result = run(text)
    assert result.exit_code == 1
    assert counts(result) == "2 added, 0 changed, 0 unchanged, 0 closed, 1 refused"
    assert "line 2 was refused: " in result.stderr
    assert one("R0A").name.startswith("North Vale")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_any_usual_encoding_is_read(run, encoding):
    run(written(line("R0A", "ÉLODIE’S ’MAISON" if encoding == "cp1252" else "ÉLODIE'S MAISON")).encode(encoding))
    assert one("R0A").name.startswith("Élodie")
    assert "\ufeff" not in one("R0A").name


def test_quotes_inside_quotes_and_a_quote_that_never_closes(run):
    text = written(line("R0A", 'THE "OLD" HOSPITAL')) + '"R0B","NEVER CLOSED\n' + written(line("R0C", "AFTER"))
    result = run(text)
    assert one("R0A").name == 'The "Old" Hospital'
    assert one("R0C").name == "After"
    assert "line 2 was refused: a quotation mark is not closed" in result.stderr
    assert counts(result) == "2 added, 0 changed, 0 unchanged, 0 closed, 1 refused"


def test_parents_that_come_later_or_never_and_a_circle(run):
    late = [line("A00001", "PRACTICE", parent="Q00"), line("Q00", "BOARD"), line("A00002", "LOST", parent="X99")]
    result = run(late)
    assert counts(result) == "3 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    assert "line 3: its parent X99 is neither in the file nor in the directory" in result.stderr
    assert one("A00001").parent_id == one("Q00").id
    assert one("A00002").parent_id is None
    found = run([line("X99", "FOUND"), *late])
    assert counts(found) == "1 added, 1 changed, 2 unchanged, 0 closed, 0 refused"
    assert one("A00002").parent_id == one("X99").id
    circle = run(
        [line("B01", "ONE", parent="B02"), line("B02", "TWO", parent="B01"), line("B03", "THREE", parent="B01")]
    )
    assert counts(circle) == "1 added, 0 changed, 0 unchanged, 0 closed, 2 refused"
    assert "line 1 was refused: its parent B02 leads back to itself" in circle.stderr
    through = run([line("Q00", "BOARD", parent="A00001"), line("A00003", "GOOD")])
    assert "line 1 was refused" in through.stderr
    assert one("Q00").parent_id is None


def test_who_vanished_is_closed_only_when_asked_and_only_in_the_same_register(run):
    run([TRUST, OTHER, line("A00001", "PRACTICE", setting="4")])
    assert counts(run([TRUST])) == "0 added, 0 changed, 1 unchanged, 0 closed, 0 refused"
    assert not one("R0B").is_closed
    wrong = run([TRUST, line("R1C", "")], "--close-vanished")
    assert "Nobody was closed" in wrong.stderr
    assert counts(run([TRUST], "--close-vanished")) == "0 added, 0 changed, 1 unchanged, 1 closed, 0 refused"
    assert one("R0B").is_closed
    assert not one("A00001").is_closed


def test_a_file_that_is_no_text_or_empty_changes_nothing(run):
    assert run(b"\x00\x01" * 50).exit_code == 1
    assert run("").exit_code == 1
    assert one("R0A") is None


def test_practices_with_one_name_have_pages_of_their_own(run):
    run([line(f"A0000{number}", "THE SURGERY", setting="4") for number in range(3)])
    assert [one(f"A0000{number}").slug for number in range(3)] == [
        "the-surgery", "the-surgery-a00001", "the-surgery-a00002"
    ]  # fmt: skip


def test_a_kind_that_nobody_knows_is_refused_and_all_or_nothing_says_only_what_is_so(run):
    refused = run([line("R0A", "ASHBY TRUST")], "--kind", "nonsense")
    assert refused.exit_code == 1
    assert "There is no kind “nonsense”. There are ambulance-trust, business" in refused.stderr
    assert one("R0A") is None
    strict = run([line("R0A", "ASHBY TRUST"), line("R0B", "")], "--kind", "trust", "--strict")
    assert strict.exit_code == 1
    assert "Nothing was taken in" in strict.stderr
    assert "says all of this already" not in strict.stdout
    assert "stays as it is" not in strict.stderr


def test_a_line_break_in_quotes_belongs_to_the_cell_and_a_stray_quote_is_a_bad_line(run):
    text = written(line("R0A", "THE OLD\nHOSPITAL")) + written(line("R0B", "THE XX PLACE")).replace("XX", '"NEW"')
    result = run(text + written(line("R0C", "AFTER")) + '"R0D","NEVER CLOSED\n')
    assert one("R0A").name == "The Old Hospital"
    assert one("R0B") is None
    assert one("R0C").name == "After"
    assert "line 3 was refused: a quotation mark inside a cell is not doubled" in result.stderr
    assert "line 5 was refused: a quotation mark is not closed" in result.stderr


def test_a_register_of_another_source_closes_nobody_and_those_that_close_are_named(run):
    run([TRUST, OTHER], "--source", "The official register")
    assert ", 0 closed" in counts(run([TRUST], "--source", "Another", "--close-vanished"))
    told = run([TRUST], "--source", "the official Register", "--close-vanished", "--dry-run").stdout
    assert "(R0B) would be closed" in told
    assert one("R0B").status == "open"


def test_a_leave_date_before_the_join_date_is_named(run):
    wrong = line("R0C", "SOLENT", left="20100101")
    wrong[15] = "20120101"
    result = run([wrong])
    assert "line 1: it leaves its parent on 20100101, before it joins on 20120101" in result.stderr
    assert one("R0C") is not None


def test_a_line_with_a_nul_is_named_and_spoils_no_other(run):
    broken = line("R0C", "NUL HOSP\x00ITAL")
    result = run([TRUST, broken, OTHER])
    assert counts(result) == "2 added, 0 changed, 0 unchanged, 0 closed, 1 refused"
    assert "line 2 was refused: it holds a character that stands for nothing (NUL)" in result.stderr
    first = run([broken, TRUST])
    assert counts(first) == "0 added, 0 changed, 1 unchanged, 0 closed, 1 refused"
    assert "The file is not text." in run(written(TRUST).encode("utf-16")).stderr


def test_a_parent_that_never_comes_is_named_each_time_but_not_one_that_was_left(run):
    lost = line("Y00001", "NEW STREET SURGERY", parent="X99")
    left = line("Y00002", "OLD STREET SURGERY", parent="X98", left="20200101")
    for tally in ("2 added, 0 changed, 0 unchanged", "0 added, 0 changed, 2 unchanged"):
        result = run([lost, left])
        assert counts(result) == f"{tally}, 0 closed, 0 refused"
        assert "line 1: its parent X99 is neither in the file nor in the directory" in result.stderr
        assert "X98" not in result.stderr
    assert counts(run([lost], "--strict")) == "0 added, 0 changed, 0 unchanged, 0 closed, 1 refused"


def test_what_opens_in_a_thousand_years_is_noted_and_too_long_a_name_is_refused(run):
    long = line("R0D", "A" * 201)
    result = run([line("R0C", "FAR AWAY TRUST", opened="29991231"), long])
    assert counts(result) == "1 added, 0 changed, 0 unchanged, 0 closed, 1 refused"
    assert "line 1: it opens on 29991231, which is many years ahead" in result.stderr
    assert "line 2 was refused: its name has 201 characters and may have 200" in result.stderr
