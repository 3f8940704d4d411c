"""Files at the desk: uploaded, their columns named and remembered, checked, taken in by the worker in batches."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.i18n import local
from engage.core.permissions import VISITOR, Role
from engage.directory.actions.erasing import erase_contact
from engage.directory.models import Contact, Organisation, Purpose
from engage.directory.queries import contacts as people
from engage.directory.queries.erased import erased_objects
from engage.directory.queries.kinds import kinds_by_id
from engage.directory_data import contact_work
from engage.directory_data.models import DirectoryImport
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import Area, AreaKind, AreaPopulation
from tests.directory_data.test_registers import OTHER, TRUST, line, written
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_organisation

PEOPLE = "Who,Mail\nJo Penn,jo@penn.example\nAl Mote,al@mote.example\n"


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


def upload(desk, data, *, kind="contacts", source="Assembly", name="people.csv", expect=303):
    file = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    return desk.post(
        "directory_data_staff.imports", {"kind": kind, "source": source, "file": (file, name)}, expect=expect
    )


def checked(desk, data, **said):
    """The address of an uploaded file that the worker has checked with these wishes, and its page."""
    wishes = {name: said.pop(name) for name in list(said) if name not in ("kind", "source", "name")}
    here = upload(desk, data, **said).location
    desk.post(here, desk.get(here).form("/imports/") | wishes)
    jobs.run("directory.imports")
    return here, desk.get(here)


def take_in(desk, here):
    desk.post(here + "take-in/")
    jobs.run("directory.imports")
    return desk.get(here)


def names(**where):
    with reading():
        return list(db.session.scalars(select(Contact.name).filter_by(**where).order_by(Contact.id)))


def test_people_from_the_upload_to_the_last_row(desk):
    here = upload(desk, PEOPLE + "Ed,nobody\n").location
    page = desk.get(here)
    assert page.form("/imports/")["column_email"] == "Mail", "known by its heading"
    assert page.form("/imports/")["column_name"] == ""
    assert "Jo Penn" in page.words, "the first rows are shown"
    refused = desk.post(here, page.form("/imports/"), expect=422)
    assert "Choose the column." in refused.words
    desk.post(here, page.form("/imports/") | {"column_name": "Who", "basis": "consent", "said": "Signed"})
    jobs.run("directory.imports")
    page = desk.get(here)
    assert "“nobody” is not an email address" in page.words
    assert names() == [], "a check takes nothing in"
    desk.post(here + "take-in/")
    page = take_in(desk, here)
    assert "What was done" in page.words
    assert names() == ["Jo Penn", "Al Mote"]
    with reading():
        jo = db.session.scalars(select(Contact).where(Contact.name == "Jo Penn")).one()
        assert [(each.agreed, each.said) for each in people.permissions_of(jo.id)] == [(True, "Signed")]
        assert jo.source == "Assembly"
    assert "Taken in" in desk.get("directory_data_staff.imports").words


def test_the_columns_of_a_source_are_remembered(desk):
    checked(desk, PEOPLE, column_name="Who")
    again = desk.get(upload(desk, PEOPLE, source="ASSEMBLY").location)
    assert again.form("/imports/")["column_name"] == "Who"
    other = desk.get(upload(desk, PEOPLE, source="Another list").location)
    assert other.form("/imports/")["column_name"] == ""


def test_two_fields_cannot_be_one_column_and_agreement_needs_words(desk):
    here = upload(desk, PEOPLE).location
    form = desk.get(here).form("/imports/") | {"column_name": "Mail", "basis": "consent"}
    page = desk.post(here, form, expect=422)
    assert "Another field is said to be in this column too." in page.words
    assert "Say how and when they agreed." in page.words


def test_all_or_nothing_takes_nothing_in(desk):
    here, page = checked(desk, PEOPLE + ",x@penn.example\n", column_name="Who", strict="y")
    assert "you asked for all or nothing" in page.words
    desk.post(here + "take-in/")
    jobs.run("directory.imports")
    assert names() == []


def test_who_vanished_is_closed_only_when_asked_and_comes_back(desk):
    take_in(desk, checked(desk, PEOPLE, column_name="Who")[0])
    make_contact("Other Source", email="other@penn.example", source="Elsewhere")
    one = PEOPLE.replace("Al Mote,al@mote.example\n", "")
    take_in(desk, checked(desk, one)[0])
    assert names(closed_at=None) == ["Jo Penn", "Al Mote", "Other Source"]
    here, page = checked(desk, one + "Ed,nobody\n", close_vanished="y")
    assert "Nobody was closed for having vanished, because rows were refused." in page.words
    here, page = checked(desk, one, close_vanished="y")
    page = take_in(desk, here)
    assert names(closed_at=None) == ["Jo Penn", "Other Source"]
    assert "Al Mote" not in desk.get("directory_staff.contacts").words
    closed = desk.get("/staff/directory/contacts/?standing=closed")
    assert "Al Mote Closed" in closed.words
    al = closed.select("tbody th a")[0].get("href")
    assert "Assembly has this person no longer" in desk.get(al).words
    desk.post(al + "open/")
    desk.post(al + "open/")
    assert names(closed_at=None) == ["Jo Penn", "Al Mote", "Other Source"]
    take_in(desk, checked(desk, one, close_vanished="y")[0])
    take_in(desk, checked(desk, PEOPLE)[0])
    assert names(closed_at=None) == ["Jo Penn", "Al Mote", "Other Source"]


def test_a_table_of_nobody_closes_nobody(desk):
    take_in(desk, checked(desk, PEOPLE, column_name="Who")[0])
    _, page = checked(desk, "Who,Mail\n", close_vanished="y")
    assert "Nobody was closed for having vanished, because the file holds nobody." in page.words
    assert names(closed_at=None) == ["Jo Penn", "Al Mote"]


def test_what_is_said_while_the_worker_checks_is_checked_again(desk, monkeypatch):
    here = upload(desk, PEOPLE).location
    form = desk.get(here).form("/imports/") | {"column_name": "Mail", "column_email": ""}
    desk.post(here, form)
    looked = contact_work.People.total

    def says_otherwise(work):
        monkeypatch.setattr(contact_work.People, "total", looked)
        with unit_of_work():
            run = db.session.scalars(select(DirectoryImport)).one()
            run.columns = '{"name": "Who", "email": "Mail"}'
        return looked(work)

    monkeypatch.setattr(contact_work.People, "total", says_otherwise)
    jobs.run("directory.imports")
    take_in(desk, here)
    assert names() == ["Jo Penn", "Al Mote"]


def test_a_column_says_when_each_person_agreed(desk):
    rows = "Who,Mail,Agreed on\nJo Penn,jo@penn.example,4 May 2026\nAl Mote,al@mote.example,2926-01-01\n"
    here, page = checked(desk, rows, column_name="Who", basis="consent", said="Signed the sheet")
    assert "“2926-01-01” is not a day that has come" in page.words
    take_in(desk, here)
    with reading():
        [jo] = db.session.scalars(select(Contact))
        [line] = people.permissions_of(jo.id)
        assert local(line.at).date() == date(2026, 5, 4)


def test_an_objection_stays(desk):
    jo = make_contact("Jo Penn", email="jo@penn.example", agreed=False)
    take_in(desk, checked(desk, PEOPLE, column_name="Who", basis="public_task", said="A list")[0])
    with reading():
        assert [each.agreed for each in people.permissions_of(jo.id)] == [False]


def test_who_objected_and_was_erased_is_not_written_to_by_a_table(desk):
    jo = make_contact("Jo Penn", email="jo@penn.example", agreed=False)
    with unit_of_work():
        erase_contact(VISITOR, contact=db.session.merge(jo), never_again=True)
    take_in(desk, checked(desk, PEOPLE, column_name="Who", basis="public_task", said="A list")[0])
    with reading():
        ids = {each.name: each.id for each in db.session.scalars(select(Contact).where(Contact.erased_at.is_(None)))}
        assert [each.agreed for each in people.permissions_of(ids["Jo Penn"])] == []
        assert [each.agreed for each in people.permissions_of(ids["Al Mote"])] == [True]
        assert erased_objects("jo@penn.example", Purpose.INVITATIONS)


def test_a_worker_that_died_is_followed_at_the_last_batch(desk, monkeypatch):
    monkeypatch.setattr(contact_work, "AT_A_TIME", 1)
    here, _ = checked(desk, PEOPLE, column_name="Who")
    desk.post(here + "take-in/")
    written_so_far = contact_work.take_in_people

    def dies(*args, planned, **said):
        if planned[0].person.name == "Al Mote":
            raise RuntimeError("the machine stops")
        return written_so_far(*args, planned=planned, **said)

    monkeypatch.setattr(contact_work, "take_in_people", dies)
    with pytest.raises(RuntimeError):
        jobs.run("directory.imports")
    monkeypatch.setattr(contact_work, "take_in_people", written_so_far)
    with unit_of_work():
        run = db.session.scalars(select(DirectoryImport)).one()
        assert (run.done, run.added) == (1, 1)
        run.leased_until = None
    jobs.run("directory.imports")
    assert names() == ["Jo Penn", "Al Mote"]
    with reading():
        run = db.session.scalars(select(DirectoryImport).execution_options(populate_existing=True)).one()
        assert (run.done, run.added, run.unchanged) == (2, 2, 0)


def test_a_register_comes_in_without_a_shell(desk):
    here, page = checked(desk, written(TRUST, OTHER, [*TRUST[:26]]), kind="organisations", name="etr.csv", strict="y")
    assert "it has 26 columns and there must be 27" in page.words
    broken = written(TRUST, OTHER).replace("DALE", "DA\x00LE")
    here, page = checked(desk, broken, kind="organisations", name="etr.csv")
    assert "it holds a character that stands for nothing (NUL)" in page.words
    here, page = checked(desk, written(TRUST, OTHER), kind="organisations", name="etr.csv", is_public="y")
    assert "What taking it in would do" in page.words
    assert "What was done" in take_in(desk, here).words
    with reading():
        found = db.session.scalars(select(Organisation).order_by(Organisation.id)).all()
        assert [each.is_public for each in found] == [True, True]
    here, page = checked(desk, written(TRUST, OTHER), kind="organisations", name="etr.csv")
    assert "There is nothing to take in" in page.words


def test_areas_come_in_with_their_populations(desk):
    table = 'LAD24CD,LAD24NM,Population\nE06000001,Ashby,"92,300"\nE06000002,Moor,x\n'
    here, page = checked(desk, table, kind="areas", name="lad.csv", source="ONS")
    assert "“x” is not a number of people" in page.words
    take_in(desk, here)
    with reading():
        rows = db.session.execute(
            select(Area.code, Area.kind, AreaPopulation.people, AreaPopulation.source).join(
                AreaPopulation, AreaPopulation.area_id == Area.id
            )
        ).all()
    assert rows == [("E06000001", AreaKind.PLACE, 92300, "ONS")]


def test_an_officer_decides_about_codes_that_look_otherwise_than_most(desk):
    table = "code,name,kind\nQOP,Ashby,system\nQWE,Moor,system\nNV1,Fell,system\n"
    _, page = checked(desk, table, kind="areas", name="systems.csv")
    assert "“NV1” looks otherwise than most codes of the file, as QOP" in page.words
    here, page = checked(desk, table, kind="areas", name="systems.csv", any_code="y")
    assert "“NV1” looks otherwise than most codes of the file, as QOP; it is taken in all the same" in page.words
    take_in(desk, here)
    with reading():
        assert set(db.session.scalars(select(Area.code))) == {"QOP", "QWE", "NV1"}


@pytest.mark.parametrize(
    ("data", "name", "kind", "said"),
    [
        (b"", "a.csv", "contacts", "The file is empty"),
        (b"a,a\n1,2\n", "a.csv", "contacts", "Two columns have the same heading"),
        (b"a,b\n1,2\n", "a.xlsx", "contacts", "its content is something else"),
        (b"%PDF-1.4", "a.pdf", "contacts", "Upload a CSV file"),
        (b"\x00\x01", "a.csv", "contacts", "its content is something else"),
        (b"x", "a.docx", "contacts", "its content is something else"),
    ],
)
def test_what_is_no_table_is_refused_by_the_field(desk, data, name, kind, said):
    page = upload(desk, data, kind=kind, name=name, expect=422)
    assert page.select("#file-error")
    assert said in page.words


def test_a_file_of_people_says_where_it_is_from(desk):
    assert "Say where the file is from" in upload(desk, PEOPLE, source=" ", expect=422).words
    upload(desk, "code,name,kind\nN,North,system\n", kind="areas", source="")


def test_who_looks_after_one_area_takes_no_file_in(client):
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
    client.sign_in(make_account(roles=[Role.OFFICER], area=north))
    client.get("directory_data_staff.imports", expect=403)


def test_files_are_deleted_after_a_month(desk):
    here, _ = checked(desk, PEOPLE, column_name="Who")
    with unit_of_work():
        run = db.session.scalars(select(DirectoryImport)).one()
        run.asked_at = run.asked_at.replace(year=run.asked_at.year - 1)
    jobs.run("directory.imports.forget")
    page = desk.get(here)
    assert "is deleted" in page.words
    assert not page.select("form[action*=take-in]")


def test_a_workbook_with_days_and_numbers_and_an_empty_sheet_before_it(desk):
    make_organisation("Dale carers", slug="dale-carers")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("People")
    for row in (
        ["Name", "Email", "Phone", "Organisation"],
        ["Jo Penn", "jo@penn.example", 441632960001, "Dale carers"],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    take_in(desk, checked(desk, out.getvalue(), name="people.xlsx")[0])
    with reading():
        jo = db.session.scalars(select(Contact)).one()
        assert [each.value for each in people.addresses_of(jo.id)] == ["jo@penn.example", "441632960001"]
        assert [at.name for _, at in people.roles_of(jo.id)] == ["Dale carers"]


def register(start, many):
    return written(*(line(f"{start}{number:02}", f"{start} GROUP {number}") for number in range(many)))


def test_a_file_closes_only_those_of_its_own_source_and_names_them_first(desk):
    about = {"kind": "organisations", "name": "etr.csv", "close_vanished": "y"}
    take_in(desk, checked(desk, register("ZZ", 15), source="Test reg", **about)[0])
    _, page = checked(desk, register("ZZ", 1), source="Another register", **about)
    assert "Who would be closed" not in page.words
    _, page = checked(desk, register("ZZ", 1), **about | {"source": ""})
    assert "Who would be closed" not in page.words
    here, page = checked(desk, register("ZZ", 3), source="test REG", **about)
    assert "Who would be closed" in page.words
    assert "14ZZ14" in page.words.replace(" ", "")
    table = desk.get(here + "closing.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.text.count("Zz Group") == 12
    take_in(desk, here)
    with reading():
        closed = db.session.scalars(select(Organisation.name).where(Organisation.status == "closed")).all()
    assert len(closed) == 12
    assert "Who was closed" in desk.get(here).words


def test_people_who_would_be_closed_are_named_first(desk):
    take_in(desk, checked(desk, PEOPLE, column_name="Who")[0])
    here, page = checked(desk, "Who,Mail\nJo Penn,jo@penn.example\n", column_name="Who", close_vanished="y")
    assert "Who would be closed" in page.words
    assert "Al Mote" in desk.get(here + "closing.csv").text
    assert names(closed_at=None) == ["Jo Penn", "Al Mote"]


def test_every_kind_can_be_said_and_one_that_is_none_is_named(desk):
    here = upload(desk, written(TRUST), kind="organisations", name="etr.csv").location
    page = desk.post(here, desk.get(here).form("/imports/") | {"kind": "no-kind"}, expect=422)
    assert "Choose one of the options." in page.words
    desk.post(here, desk.get(here).form("/imports/") | {"kind": "gp-practice"})
    jobs.run("directory.imports")
    take_in(desk, here)
    with reading():
        kind_id = db.session.scalars(select(Organisation.kind_id)).one()
        assert kinds_by_id()[kind_id].slug == "gp-practice"


def test_a_file_that_was_taken_in_before_says_so_beside_what_is_refused(desk):
    about = {"kind": "organisations", "name": "etr.csv"}
    take_in(desk, checked(desk, written(TRUST, OTHER), **about)[0])
    _, page = checked(desk, written(TRUST, OTHER, line("", "NOBODY")), **about)
    assert "There is nothing to take in: 2 are as before and 1 was refused." in page.words
    assert "it has no code" in page.words
    _, page = checked(desk, written(line("", "NOBODY")), **about)
    assert "No line of the file can be taken in: the one that it has was refused." in page.words


def test_lines_with_a_note_stand_apart_from_those_that_are_refused(desk):
    lost = line("R0C", "LOST CHILD", parent="X99")
    _, page = checked(desk, written(lost, line("R0D", "")), kind="organisations", name="etr.csv")
    refused, _, taken = page.words.partition("Lines that are taken in, with something to know")
    assert "Lines that are refused" in refused
    assert "has none for now" in taken
    assert "has none for now" not in refused
