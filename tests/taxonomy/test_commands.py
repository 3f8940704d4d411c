"""`engage import areas` and `engage import topics`."""

import pytest
from click.testing import CliRunner

from engage.commands import main
from engage.core.database import reading
from engage.taxonomy import queries

AREAS = "code,name,kind,parent\nNV,North Vale,System,\nNV-01,Ashby,place,NV\n"
TOPICS = "slug,name,description\nbeds,Beds,Where people lie.\nminds,Minds,\n"


@pytest.fixture
def run(site, tmp_path):
    def take(kind, text, *more):
        file = tmp_path / f"{kind}.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(main.commands["import"].commands[kind], [str(file), *more], obj=lambda **_: site)

    return take


@pytest.mark.parametrize(("kind", "text"), [("areas", AREAS), ("topics", TOPICS)])
def test_an_import_can_be_rehearsed_and_repeated(run, kind, text):
    def count():
        with reading():
            return len(queries.all_areas() if kind == "areas" else queries.all_topics())

    rehearsed = run(kind, text, "--dry-run")
    assert "2 added, 0 changed, 0 unchanged, 0 closed, 0 refused" in rehearsed.stdout
    assert count() == 0
    assert run(kind, "\ufeff" + text).stdout == "2 added, 0 changed, 0 unchanged, 0 closed, 0 refused\n"
    assert run(kind, text).stdout.endswith("0 added, 0 changed, 2 unchanged, 0 closed, 0 refused\n")
    changed = run(kind, text.replace("Ashby", "Ashby and Moor").replace("Minds", "Mental health"))
    assert changed.stdout == "0 added, 1 changed, 1 unchanged, 0 closed, 0 refused\n"
    assert count() == 2


def test_areas_keep_their_tree(run):
    run("areas", AREAS)
    with reading():
        place = queries.area_by_code("NV-01")
        assert queries.area(place.parent_id).code == "NV"
    left_out = run("areas", AREAS.replace("place,NV", "place,"))
    assert left_out.stdout.endswith("2 unchanged, 0 closed, 0 refused\n")
    moved = run("areas", AREAS.replace("place,NV", "place,SV") + "SV,South Vale,system,\n")
    assert moved.exit_code == 1
    assert "lies elsewhere on the site" in moved.stderr


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("areas", "code,kind\nNV,system\n", "no column name"),
        ("areas", "code,name\nNV,North Vale\n", "it does not say whether it is a nation, region, system or place"),
        ("areas", "code,name,kind,parent\nNV,North Vale,moon,\n", "must be one of nation, region, system, place"),
        ("topics", "slug,name,description\nBeds!,Beds,\n", "small letters"),
        ("topics", "slug,name\nbeds\n", "Enter a name"),
        ("topics", b"slug,name\nbeds,Caf\xe9\n", "CSV UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(run, kind, text, said):
    done = run(kind, text)
    assert done.exit_code == 1
    assert said in done.stderr


def everything():
    with reading():
        return {
            row.code: (row.name, row.kind.value, row.parent, row.population) for row in queries.known_areas().values()
        }


def test_official_files_tell_code_name_kind_and_population(run):
    lad = 'LAD24CD,LAD24NM,Population\nE06000001,Ashby,"92,300"\nE12000001,The north,\nW06000001,Dale,70100\n'
    assert run("areas", lad).stdout.endswith("3 added, 0 changed, 0 unchanged, 0 closed, 0 refused\n")
    assert everything() == {
        "E06000001": ("Ashby", "place", "", 92300),
        "E12000001": ("The north", "region", "", None),
        "W06000001": ("Dale", "place", "", 70100),
    }
    changed = run("areas", lad.replace("70100", "70200"))
    assert changed.stdout.endswith("0 added, 1 changed, 2 unchanged, 0 closed, 0 refused\n")
    mapped = run("areas", "A,B,C\nX1,Over,E12000001\n", "--map", "code=A,name=B,parent=C", "--kind", "system")
    assert mapped.stdout.endswith("1 added, 0 changed, 0 unchanged, 0 closed, 0 refused\n")
    assert everything()["X1"] == ("Over", "system", "E12000001", None)


def test_parents_that_come_later_or_never_and_a_circle(run):
    head = "code,name,kind,parent\n"
    late = head + "P,Place,place,S\nS,System,system,R\nL,Lost,place,X\n"
    result = run("areas", late + "R,Region,region,\n")
    assert result.stdout.endswith("4 added, 0 changed, 0 unchanged, 0 closed, 0 refused\n")
    assert "line 4: its parent X is neither in the file nor on the site" in result.stderr
    assert result.exit_code == 0
    found = run("areas", late + "X,Found,region,\n")
    assert found.stdout.endswith("1 added, 1 changed, 2 unchanged, 0 closed, 0 refused\n")
    assert everything()["L"][2] == "X"
    circle = run("areas", head + "A,One,place,B\nB,Two,place,A\nC,Three,place,A\nR,Region,region,P\n")
    assert circle.stdout.endswith("1 added, 0 changed, 0 unchanged, 0 closed, 3 refused\n")
    for line, parent in ((2, "B"), (3, "A"), (5, "P")):
        assert f"line {line} was refused: its parent {parent} leads back to itself" in circle.stderr
    assert "a region cannot lie in a place" in run("areas", head + "Q,Quo,region,P\n").stderr


def test_all_or_nothing(run):
    wrong = "code,name,kind,population\nA,One,place,5\nA,Twice,place,\nB!,Two,place,\nC,Three,place,few\n"
    strict = run("areas", wrong, "--strict")
    assert strict.exit_code == 1
    assert everything() == {}
    result = run("areas", wrong)
    assert result.stdout.endswith("1 added, 0 changed, 0 unchanged, 0 closed, 3 refused\n")
    for said in ("its code A came before, on line 2", "“B!” is not a code", "“few” is not a number of people"):
        assert said in result.stderr


def test_a_code_that_is_no_official_one_is_refused_among_official_ones(run):
    result = run("areas", "code,name\nE06000001,Ashby\nE06000002,Moor\nBAD,Nowhere\n")
    assert "line 4 was refused: “BAD” is not an official code (GSS)" in result.stderr
    assert result.stdout.endswith("2 added, 0 changed, 0 unchanged, 0 closed, 1 refused\n")
    taken = run("areas", "code,name,kind\nE06000001,Ashby,\nE06000002,Moor,\nNV,North Vale,system\n", "--any-code")
    assert "line 4: “NV” is not an official code (GSS)" in taken.stderr
    assert taken.stdout.endswith("1 added, 0 changed, 2 unchanged, 0 closed, 0 refused\n")


@pytest.mark.parametrize(
    ("codes", "odd"),
    [
        (["QOP", "QWE", "E06000001", "BAD"], {4: "looks otherwise than most codes of the file, as QOP"}),
        (["QOP", "QWE", "QO0", "Q0P"], {}),
        (["north-vale", "south-coast", "the-dales-east", "NV"], {}),
        (["north-vale", "south-coast", "west-fells", "NV"], {5: "looks otherwise than most codes of the file, as nor"}),
        (["A", "A1", "AA"], {}),
    ],
)
def test_a_code_that_looks_otherwise_than_most_is_refused_unless_it_is_meant(run, codes, odd):
    table = "code,name,kind\n" + "".join(f"{code},Place {code},place\n" for code in codes)
    result = run("areas", table)
    assert result.stdout.endswith(
        f"{len(codes) - len(odd)} added, 0 changed, 0 unchanged, 0 closed, {len(odd)} refused\n"
    )
    assert [line for line in result.stderr.splitlines() if "looks otherwise" in line] == [
        next(said for said in result.stderr.splitlines() if f"line {line} was refused" in said and why in said)
        for line, why in odd.items()
    ]
    taken = run("areas", table, "--any-code")
    assert taken.stdout.endswith(
        f"{len(odd)} added, 0 changed, {len(codes) - len(odd)} unchanged, 0 closed, 0 refused\n"
    )
    again = run("areas", table)
    assert again.stdout.endswith(f"0 added, 0 changed, {len(codes)} unchanged, 0 closed, 0 refused\n"), (
        "it is known now"
    )
