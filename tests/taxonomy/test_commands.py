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
    assert run(kind, text).stdout == "0 added, 0 changed, 2 unchanged, 0 closed, 0 refused\n"
    changed = run(kind, text.replace("Ashby", "Ashby and Moor").replace("Minds", "Mental health"))
    assert changed.stdout == "0 added, 1 changed, 1 unchanged, 0 closed, 0 refused\n"
    assert count() == 2


def test_areas_keep_their_tree(run):
    run("areas", AREAS)
    with reading():
        place = queries.area_by_code("NV-01")
        assert queries.area(place.parent_id).code == "NV"
    moved = run("areas", AREAS.replace("place,NV", "place,"))
    assert moved.exit_code == 1
    assert "lies elsewhere on the site" in moved.stderr


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("areas", "code,name\nNV,North Vale\n", "no column kind"),
        ("areas", "code,name,kind,parent\nNV,North Vale,moon,\n", "must be one of nation, region, system, place"),
        ("areas", "code,name,kind,parent\nNV,North Vale,system,XX\n", "line 2 was refused: there is no area XX"),
        ("topics", "slug,name,description\nBeds!,Beds,\n", "small letters"),
        ("topics", "slug,name\nbeds\n", "Enter a name"),
        ("topics", b"slug,name\nbeds,Caf\xe9\n", "CSV UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(run, kind, text, said):
    done = run(kind, text)
    assert done.exit_code == 1
    assert said in done.stderr
