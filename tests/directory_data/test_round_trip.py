"""What leaves the directory as a table comes back as it was: nobody is changed, doubled or brought back."""

import csv

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from engage.commands import main
from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions
from engage.directory.actions.contacts import Reached
from engage.directory.actions.erasing import erase_contact
from engage.directory.actions.records import Parts, set_parts
from engage.directory.models import Channel, Contact, Format, Organisation, OrganisationStatus
from engage.directory.queries.records import record
from engage.directory_data.actions.taking_in import close_contacts
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.arranging import merge_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
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


@pytest.fixture
def bodies(site):
    """Organisations with all that there is to be said of them."""
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        births = add_topic(VISITOR, slug="births", name="Births")
    council = make_organisation("Northvale Council", kind="council", is_public=False)
    new = make_organisation("Dale together", kind="local group")
    told = {"short_name": "DC", "website": "https://dale.example", "email": "office@dale.example"}
    old = make_organisation(
        "Dale carers", areas=[north], topics=[births], kind="local group", description="- meets\n- listens", **told
    )
    parts = Parts(
        "+44 1632 960001",
        OrganisationStatus.CLOSED,
        True,
        ["Dale helpers", "Carers of the dale"],
        [("ods", "X99"), ("charity", "123")],
        ["1 High Street\nDale, North\nNV1 2AB", "2 Low Street\nDale"],
        ["dale.example"],
        council,
        [new],
    )
    with unit_of_work():
        set_parts(VISITOR, organisation=db.session.get(Organisation, old.id), parts=parts)
    make_organisation("Dale carers", slug="other-dale-carers")
    return old


def last(done):
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("file", ["all.csv", "all.xlsx"])
def test_organisations_come_back_as_they_were(run, bodies, file):
    assert run("export", "organisations", file).stdout.startswith("4 organisations written to ")
    back = run("import", "organisations", file, "--format", "table")
    assert last(back) == "0 added, 0 changed, 4 unchanged, 0 closed, 0 refused"
    assert "Nothing was written" in back.stdout


def test_what_was_mended_in_the_file_of_organisations_is_changed(run, bodies, tmp_path):
    run("export", "organisations", "all.csv")
    file = tmp_path / "all.csv"
    text = file.read_text().replace("office@dale.example", "hello@dale.example")
    file.write_text(text.replace("charity 123", "charity 124"))
    checked = run("import", "organisations", "all.csv", "--format", "table", "--dry-run")
    assert last(checked) == "0 added, 1 changed, 3 unchanged, 0 closed, 0 refused"
    assert last(run("import", "organisations", "all.csv", "--format", "table")) == last(checked)
    again = run("import", "organisations", "all.csv", "--format", "table")
    assert last(again) == "0 added, 0 changed, 4 unchanged, 0 closed, 0 refused"
    db.session.expunge_all()
    with reading():
        found = record(db.session.get(Organisation, bodies.id))
    assert found.organisation.email == "hello@dale.example"
    assert {(code.scheme, code.code) for code in found.codes} == {("ods", "X99"), ("charity", "124")}
    assert [each.lines for each in found.addresses] == ["1 High Street\nDale, North", "2 Low Street\nDale"]


ROWS = """Name,Kind,Areas served,Parent,Status,Directory number
Dale juniors,local group,North,Dale seniors,open,
Dale seniors,local group,North,,open,
Dale wizards,coven,North,,open,
Dale nowhere,local group,Narnia,,open,
Dale sleeping,local group,North,,asleep,
Dale orphans,local group,North,Nobody,open,
Somebody else,,,,,{number}
Nobody at all,,,,,999
"""


def test_new_ones_are_added_and_each_wrong_line_is_told(run, bodies, tmp_path):
    (tmp_path / "new.csv").write_text(ROWS.format(number=bodies.id))
    done = run("import", "organisations", "new.csv", "--format", "table")
    for said in (
        "line 4 was refused: there is no kind “coven”",
        "line 5 was refused: there is no area “Narnia”",
        "line 6 was refused: “asleep” is not a status",
        "line 7 was refused: no organisation in the directory is called “Nobody”",
        f"line 8 was refused: the number {bodies.id} is that of another organisation",
        "line 9 was refused: no organisation in the directory has the number 999",
    ):
        assert said in done.stderr
    with reading():
        juniors = db.session.scalars(select(Organisation).where(Organisation.slug == "dale-juniors")).one()
        assert record(juniors).parent.name == "Dale seniors"
    (tmp_path / "no.csv").write_text("Who,What\na,b\n")
    assert "no column Name" in run("import", "organisations", "no.csv", "--format", "table").stderr


def test_a_file_of_organisations_is_taken_in_at_the_desk(run, bodies, client, tmp_path):
    run("export", "organisations", "all.csv")
    client.sign_in(make_account("officer@northvale.example", roles=["officer"]))
    with (tmp_path / "all.csv").open("rb") as file:
        upload = {"kind": "organisations", "source": "", "file": (file, "all.csv")}
        client.post("directory_data_staff.imports", upload)
    form = client.get("directory_data_staff.import_file", import_id=1).form()
    client.post("directory_data_staff.import_file", form, import_id=1)
    jobs.run("directory.imports")
    page = client.get("directory_data_staff.import_file", import_id=1)
    assert "the directory says all of this already" in page.words
