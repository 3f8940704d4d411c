"""The copy of what is held of one person: complete, readable, and nobody else's."""

import json
import zipfile

import pytest
from click.testing import CliRunner
from lxml import html

from engage.commands import main
from engage.core import person
from tests.support.everything import ADDRESS, NAME, Everything, declared_columns, person_now

UNFINDABLE = {
    ("equality_answer", "answers"): "no key leads to anybody",
    ("erased_objection", "address_hash"): "a keyed hash",
}


@pytest.fixture
def engage(site):
    def run(*line, typed=None):
        return CliRunner().invoke(main.commands["person"], line, obj=lambda: site, input=typed)

    return run


@pytest.fixture
def copy(engage, tmp_path):
    def made(address=ADDRESS):
        out = tmp_path / "copy.zip"
        answer = engage("export", address, "--out", str(out))
        assert answer.exit_code == 0, answer.output
        return zipfile.ZipFile(out)

    return made


def test_every_column_that_holds_a_person_is_really_filled_by_these_tests(site):
    missing = declared_columns() - Everything().exercised - set(UNFINDABLE)
    assert not missing, f"{sorted(missing)}: teach tests/support/everything.py to fill them"


def test_a_copy_gives_every_mark_that_it_does_not_say_it_leaves_out(copy):
    everything = Everything()
    with copy() as archive:
        pages = "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html"))
        facts = "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
    for mark, (table, name, holding) in everything.marks.items():
        given = name not in holding.unseen
        assert (mark in facts) is given, f"{table}.{name}"
        assert (mark in pages) is given, f"{table}.{name}"
    assert NAME in pages
    assert ADDRESS in facts


def test_a_copy_is_pages_that_read_well_and_json_that_parses(copy):
    Everything()
    with copy() as archive:
        index = html.fromstring(archive.read("index.html"))
        for link in index.cssselect("ul a"):
            assert link.get("href") in archive.namelist()
        for name in archive.namelist():
            if name.endswith(".json"):
                assert json.loads(archive.read(name)), name
            if name.endswith(".html"):
                assert len(html.fromstring(archive.read(name)).cssselect("h1")) == 1


def test_a_copy_gives_nothing_of_anybody_else(copy):
    everything = Everything()
    with copy() as archive:
        told = "\n".join(archive.read(name).decode() for name in archive.namelist() if not name.startswith("files/"))
    assert "admin@people.example" not in told
    assert "other@people.example" not in told
    assert everything.answered.body not in told
    assert everything.account.password_hash == "" or everything.account.password_hash not in told


def test_an_address_of_which_nothing_is_held_is_said_to_be_one(engage, tmp_path):
    out = tmp_path / "copy.zip"
    answer = engage("export", "nobody@people.example", "--out", str(out))
    assert answer.exit_code == 1
    assert "Nothing is held" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_person_is_known_again_by_what_was_written_down(site):
    Everything()
    found = person_now()
    assert person.Person.from_json(found.as_json()) == found
