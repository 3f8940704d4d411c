"""Files that leave the directory: whole, the same whatever happens on the way, and only for those who may have them."""

import csv
import io
import json
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from engage.accounts.actions import revoke_role
from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.core import clock, jobs
from engage.core.claiming import LEASE
from engage.core.database import db, reading, unit_of_work
from engage.core.exporting import MOST_TRIES, ExportFormat, ExportState, claim
from engage.core.growing import Growing, location
from engage.core.making import Making
from engage.core.permissions import VISITOR, Role
from engage.directory import actions
from engage.directory.actions.contacts import Reached
from engage.directory.actions.records import Parts, set_parts
from engage.directory.models import Channel, Contact, Format, ListWhom, Organisation, OrganisationStatus
from engage.directory.queries.filtering import Filter, Standing
from engage.directory_data.actions import exporting
from engage.directory_data.actions.exporting import Wish
from engage.directory_data.models import DirectoryExport, ExportAbout, ExportPurpose
from engage.directory_data.outgoing import COLUMNS, Wanted
from tests.support.accounts import mails, make_account
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.moderation import make_area


@pytest.fixture
def officer(site):
    return make_account("officer@northvale.example", roles=[Role.OFFICER])


@pytest.fixture
def desk(client, officer):
    return client.sign_in(officer)


def ask(desk, about="contacts", *, kind="csv", columns=None, purpose="checking", note="", query=None, **options):
    columns = columns or list(COLUMNS[ExportAbout(about)])
    fields = {"purpose": purpose, "note": note, "format": kind, "columns": columns}
    return desk.post("directory_data_staff.new_export", fields, about=about, **(query or {}), **options)


def made(desk):
    """The newest file, downloaded."""
    jobs.run("directory.export")
    link = desk.get("directory_data_staff.exports").select("a[href*='/directory/exports/'][href*='-']")[0].get("href")
    return desk.http.get(link, buffered=True).data


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode().removeprefix("\ufeff"), newline="")))


def begun(account, *, about=ExportAbout.CONTACTS, file_format=ExportFormat.CSV):
    with unit_of_work():
        wish = Wish(about, file_format, list(COLUMNS[about]), Filter(standing=Standing.ALL), ExportPurpose.REPORTING)
        exporting.ask_export(viewer_for(account), wish)
        return claim(DirectoryExport)


def test_people_leave_with_all_that_is_known_of_them(desk, officer):
    group = make_organisation("Dale carers")
    jo = make_contact("Jo Penn", email="jo@dale.example", organisation=group, title="Chair", format=Format.EASY_READ)
    with unit_of_work():
        reached = [Reached(Channel.EMAIL, "jo@dale.example"), Reached(Channel.EMAIL, "jp@home.example")]
        reached += [Reached(Channel.PHONE, "+44 1632 960001"), Reached(Channel.POST, "1 High Street\nDale")]
        actions.set_addresses(VISITOR, contact=db.session.get(Contact, jo.id), reached=reached)
    ask(desk, follow=True)
    (row,) = rows_of(made(desk))
    assert row["Email address"] == "jo@dale.example; jp@home.example"
    assert row["Telephone"] == "'+44 1632 960001"
    assert (row["Organisation"], row["Role"], row["Format"]) == ("Dale carers", "Chair", "Easy Read")
    assert row["Being asked to take part"].startswith("agreed ")
    assert row["Being asked to take part"].endswith(", consent")
    assert "It has 1 row." in mails(officer.email)[-1].text


def test_organisations_leave_with_all_that_is_known_of_them(desk):
    north = make_area("N", "North")
    parent = make_organisation("Northvale Council")
    group = make_organisation("Dale carers", slug="dale-carers", areas=[north], kind="local group")
    new = make_organisation("Dale together")
    with unit_of_work():
        set_parts(
            VISITOR,
            organisation=db.session.get(Organisation, group.id),
            parts=Parts(
                "01632 960001",
                OrganisationStatus.CLOSED,
                True,
                ["Dale helpers"],
                [("ods", "X99"), ("charity", "123")],
                ["1 High Street\nDale\nNV1 2AB"],
                ["dalecarers.example"],
                parent,
                [new],
            ),
        )
    ask(desk, "organisations", follow=True)
    row = next(row for row in rows_of(made(desk)) if row["Name"] == "Dale carers")
    assert row["Former names"] == "Dale helpers"
    assert row["Codes"] == "charity 123; ods X99" or row["Codes"] == "ods X99; charity 123"
    assert row["Addresses"] == "1 High Street\nDale\nNV1 2AB"
    assert (row["Areas served"], row["Parent"], row["Replaced by"]) == ("North", "Northvale Council", "Dale together")
    assert (row["Status"], row["Closed"]) == ("closed", str(clock.now().date()))
    assert row["Domains"] == "dalecarers.example"


def test_only_the_columns_that_were_ticked_are_in_the_file(desk):
    make_contact("Jo Penn")
    ask(desk, columns=["email", "name"], follow=True)
    assert list(rows_of(made(desk))[0]) == ["Name", "Email address"]


def test_a_workbook_has_texts_that_stay_texts(desk):
    make_contact("=HYPERLINK(1)", email="jo@dale.example")
    ask(desk, kind="xlsx", columns=["number", "name"], follow=True)
    book = openpyxl.load_workbook(io.BytesIO(made(desk)))
    assert [[cell.data_type for cell in row] for row in book["People"].iter_rows()] == [["s", "s"], ["n", "s"]]


def test_no_cell_of_a_table_is_run_by_a_spreadsheet(desk):
    make_contact("=HYPERLINK(1)")
    ask(desk, columns=["name"], follow=True)
    assert rows_of(made(desk))[0]["Name"] == "'=HYPERLINK(1)"


def test_what_narrows_the_list_narrows_the_file(desk):
    make_contact("Jo Penn")
    make_contact("Al Mote")
    page = desk.get("directory_staff.contacts", q="penn")
    link = next(a for a in page.select("a") if "Take away as a file" in a.text)
    assert "Words of the name: penn" in desk.get(link.get("href")).text
    ask(desk, query={"q": "penn"}, follow=True)
    assert [row["Name"] for row in rows_of(made(desk))] == ["Jo Penn"]


def test_a_saved_list_leaves_as_who_would_be_written_to_or_as_people(desk):
    make_contact("Jo Penn", agreed=False)
    make_organisation("Dale carers", email="office@dale.example")
    found = make_list("Everybody")
    page = desk.get("lists_staff.list_file", list_id=found.id, kind="csv", expect=303)
    assert "The list “Everybody”" in desk.get(page.headers["Location"]).text
    ask(desk, "mailing", query={"list": found.id}, follow=True)
    said = [(row["Name"], row["Would be written to"]) for row in rows_of(made(desk))]
    assert said == [("Dale carers", "yes"), ("Jo Penn", "no")]
    only = make_list("People", whom=ListWhom.CONTACTS)
    ask(desk, "contacts", query={"list": only.id}, follow=True)
    assert [row["Name"] for row in rows_of(made(desk))] == ["Jo Penn"]
    assert "List: People" in desk.get("directory_data_staff.exports").text


def test_an_officer_of_an_area_takes_away_the_people_of_that_area(client):
    north, south = make_area("N", "North"), make_area("S", "South")
    make_contact("Jo Penn", areas=[north])
    make_contact("Al Mote", areas=[south])
    desk = client.sign_in(make_account("north@northvale.example", roles=[Role.OFFICER], area=north))
    assert "of your areas only" in desk.get("directory_data_staff.new_export", about="contacts").text
    ask(desk, follow=True)
    assert [row["Name"] for row in rows_of(made(desk))] == ["Jo Penn"]
    ask(desk, "mailing", query={"list": make_list().id}, follow=True)
    assert [row["Name"] for row in rows_of(made(desk))] == ["Jo Penn"]


def test_who_loses_the_right_gets_no_file_any_more(desk, officer):
    make_contact("Jo Penn")
    ask(desk, follow=True)
    with unit_of_work():
        revoke_role(VISITOR, account=db.session.get(Account, officer.id), role=Role.OFFICER)
    jobs.run("directory.export")
    with reading():
        export = db.session.scalars(select(DirectoryExport)).one()
    assert export.state is ExportState.FAILED
    assert "may not see the people" in export.fault


def test_somebody_elses_file_is_not_there(desk, client):
    make_contact("Jo Penn")
    ask(desk, follow=True)
    made(desk)
    with reading():
        export = db.session.scalars(select(DirectoryExport)).one()
    other = client.sign_in(make_account("other@northvale.example", roles=[Role.OFFICER]))
    other.get("directory_data_staff.export_file", key=export.key, name=export.name, expect=404)
    page = other.get("directory_data_staff.exports")
    assert "To check and correct" in page.text
    assert not page.select("a[href$='.csv']")


def test_something_else_must_be_said_in_words(desk):
    page = ask(desk, purpose="other", expect=422)
    assert "Say what you need the file for." in page.text
    assert "A neighbour asked" in ask(desk, purpose="other", note="A neighbour asked", follow=True).text


def test_asked_twice_it_is_one_file(desk):
    ask(desk, follow=True)
    ask(desk, follow=True)
    with reading():
        assert db.session.scalars(select(DirectoryExport)).one()


def cut_short(account, file_format):
    """A file whose worker died behind its second row, with more in the part file than was noted."""
    export = begun(account, file_format=file_format)
    with reading():
        batch = Wanted(export.about, Filter()).next_batch("")
    with Growing(export, list(COLUMNS[export.about].values())) as file:
        wanted = ordered(batch.rows[:2])
        file.add(wanted if file_format is ExportFormat.JSONL else [list(row.values()) for row in wanted])
        Making(export).note(str(batch.rows[1]["number"]), 2, file.size)
        file.add([["half a row"]])


def ordered(rows):
    return [{name: row[name] for name in COLUMNS[ExportAbout.CONTACTS]} for row in rows]


@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_another_worker_goes_on_where_one_died(desk, officer, time_machine, file_format):
    for number in range(5):
        make_contact(f"Person {number}")
    cut_short(officer, file_format)
    jobs.run("directory.export")
    assert "Being made" in desk.get("directory_data_staff.exports").text, "its lease still holds"
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    data = made(desk)
    if file_format is ExportFormat.CSV:
        names = [row["Name"] for row in rows_of(data)]
    elif file_format is ExportFormat.JSONL:
        names = [json.loads(line)["name"] for line in data.splitlines()]
    else:
        names = [row[1].value for row in openpyxl.load_workbook(io.BytesIO(data))["People"].iter_rows(min_row=2)]
    assert names == [f"Person {number}" for number in range(5)]


def test_a_file_that_was_begun_too_often_is_given_up(desk, officer, time_machine):
    begun(officer)
    for _ in range(MOST_TRIES):
        time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
        with unit_of_work():
            claim(DirectoryExport)
    assert "It was begun too often" in desk.get("directory_data_staff.exports").text


def test_files_are_taken_away_after_a_week(desk, time_machine):
    make_contact("Jo Penn")
    ask(desk, follow=True)
    made(desk)
    with reading():
        export = db.session.scalars(select(DirectoryExport)).one()
    assert location(export).exists()
    time_machine.move_to(clock.now() + timedelta(days=8), tick=False)
    jobs.run("directory.sweep_exports")
    assert not location(export).exists()
    assert "Taken away after seven days" in desk.get("directory_data_staff.exports").text


def test_no_file_of_who_is_written_to_is_without_who_is_not(desk):
    make_contact("Jo Penn", agreed=False)
    found = make_list("Everybody")
    form = desk.get("directory_data_staff.new_export", about="mailing", list=found.id).form("mailing")
    assert not {"written", "why_not"} & set(form.get("columns", []))
    ask(desk, "mailing", columns=["name", "email"], query={"list": found.id}, follow=True)
    row = next(iter(rows_of(made(desk))))
    assert list(row) == ["Name", "Email address", "Would be written to", "Why not"]
    assert row["Would be written to"] == "no"


def test_what_a_file_is_made_of_is_said_once(desk):
    make_contact("Jo Penn")
    ask(desk, follow=True)
    jobs.run("directory.export")
    link = desk.get("directory_data_staff.exports").select("a[href*='/directory/exports/'][href*='-']")[0].get("href")
    assert desk.http.get(link, buffered=True).headers["Content-Type"] == "text/csv; charset=utf-8"
