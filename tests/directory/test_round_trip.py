"""What leaves the directory as a table comes back as it was: nobody is changed, doubled or brought back."""

import csv

import pytest
from click.testing import CliRunner

from engage.commands import main
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions
from engage.directory.actions.contacts import Reached
from engage.directory.actions.erasing import erase_contact
from engage.directory.actions.taking_in import close_contacts
from engage.directory.models import Channel, Contact, Format
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.arranging import merge_topic
from engage.taxonomy.models import AreaKind
from tests.support.directory import make_contact, make_list, make_organisation


@pytest.fixture
def run(site, tmp_path):
    def command(group, about, *line):
        given = [str(tmp_path / part) if part.endswith((".csv", ".xlsx")) else part for part in line]
        return CliRunner().invoke(main.commands[group].commands[about], given, obj=lambda **_: site)

    return command


@pytest.fixture
def people(site):
    """Everybody who is hard to know again."""
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        twin = add_area(VISITOR, code="N2", name="North", kind=AreaKind.PLACE, parent=north)
        births, carers = (add_topic(VISITOR, slug=slug, name=slug.title()) for slug in ("births", "carers"))
        old = add_topic(VISITOR, slug="mothers", name="Mothers")
    group, other = make_organisation("Dale carers"), make_organisation("Dale carers")
    jo = make_contact("Jo Penn", organisation=group, title="Chair", topics=[births, old], areas=[north, twin])
    with unit_of_work():
        jo = db.session.get(Contact, jo.id)
        reached = [Reached(Channel.EMAIL, "jo@dale.example"), Reached(Channel.PHONE, "+44 1632 960001, ext 4")]
        reached += [Reached(Channel.POST, "1 High Street\nDale, North"), Reached(Channel.POST, "2 Low Street\nDale")]
        actions.set_addresses(VISITOR, contact=jo, reached=reached)
        actions.add_role(VISITOR, contact=jo, organisation=other, title="Founder")
        merge_topic(VISITOR, topic=db.session.get(type(old), old.id), into=db.session.get(type(carers), carers.id))
    make_contact("Al Mote", email="shared@home.example", note="- speaks Welsh\n- no calls", language="pl")
    make_contact("Bea Mote", email="shared@home.example", format=Format.EASY_READ)
    make_contact("Sam Smith", email="")
    make_contact("Sam Smith", email="")
    make_contact("=cmd()", email="", agreed=False)
    gone = make_contact("Gone Away", source="Assembly")
    with unit_of_work():
        close_contacts(VISITOR, contact_ids=[gone.id])
    return jo


def test_people_come_back_as_they_were(run, people, tmp_path):
    assert run("export", "contacts", "people.csv").stdout.startswith("7 people written to ")
    back = run("import", "contacts", "people.csv", "--source", "A file")
    assert back.stdout.splitlines()[-1] == "0 added, 0 changed, 7 unchanged, 0 closed, 0 refused"


def test_what_was_mended_in_the_file_is_changed_for_that_person_alone(run, people, tmp_path):
    run("export", "contacts", "people.csv")
    file = tmp_path / "people.csv"
    file.write_text(file.read_text().replace("Bea Mote", "Bee Mote"))
    back = run("import", "contacts", "people.csv", "--source", "A file")
    assert back.stdout.splitlines()[-1] == "0 added, 1 changed, 6 unchanged, 0 closed, 0 refused"


def test_who_was_erased_meanwhile_is_not_brought_back(run, people, tmp_path):
    run("export", "contacts", "people.csv")
    with unit_of_work():
        erase_contact(VISITOR, contact=db.session.get(Contact, people.id), never_again=False)
    back = run("import", "contacts", "people.csv", "--source", "A file")
    assert f"nobody in the directory has the number {people.id}" in back.stderr
    assert back.stdout.splitlines()[-1] == "0 added, 0 changed, 6 unchanged, 0 closed, 1 refused"


@pytest.mark.parametrize(("number", "fault"), [("x1", "not a directory number"), ("1", "that of somebody else")])
def test_a_number_alone_proves_nobody(run, people, tmp_path, number, fault):
    (tmp_path / "people.csv").write_text(f"Name,Directory number\nAnn Other,{number}\n")
    back = run("import", "contacts", "people.csv", "--source", "A file")
    assert fault in back.stderr
    assert back.stdout.splitlines()[-1] == "0 added, 0 changed, 0 unchanged, 0 closed, 1 refused"


def test_a_list_and_some_columns_can_be_named(run, people, tmp_path):
    make_list("The Motes", words="mote")
    done = run("export", "contacts", "motes.csv", "--list", "The Motes", "--columns", "name,email")
    assert done.exit_code == 0, done.output
    rows = list(csv.reader((tmp_path / "motes.csv").read_text("utf-8-sig").splitlines()))
    assert rows == [
        ["Name", "Email address"],
        ["Al Mote", "shared@home.example"],
        ["Bea Mote", "shared@home.example"],
    ]
    assert run("export", "organisations", "all.xlsx").stdout.startswith("2 organisations written")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["people.csv", "--list", "None"], "There is no saved list “None”."),
        (["people.csv", "--columns", "shoe"], "There is no column shoe."),
        (["people"], "Say with --format what kind of file"),
    ],
)
def test_what_cannot_be_done_is_said(run, people, line, said):
    done = run("export", "contacts", *line)
    assert done.exit_code == 1
    assert said in done.stderr
