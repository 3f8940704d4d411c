"""Whatever people wrote, a file that leaves the directory and is taken in again as it is changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.accounts.session import viewer_for
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.exporting import ExportFormat
from engage.core.growing import location
from engage.core.importing import Tally
from engage.core.incoming import read_any
from engage.core.permissions import VISITOR, Role, Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory.actions.contacts import Reached
from engage.directory.actions.records import Parts, set_parts
from engage.directory.models import Channel, Organisation, OrganisationStatus
from engage.directory.queries.filtering import Filter, Standing
from engage.directory_data.actions import exporting
from engage.directory_data.actions.exporting import Wish
from engage.directory_data.contact_plan import Origin
from engage.directory_data.contact_work import People, columns_of
from engage.directory_data.models import DirectoryExport, ExportAbout, ExportPurpose
from engage.directory_data.organisation_work import Organisations
from engage.directory_data.outgoing import COLUMNS
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_organisation

# JSON Lines is written for other programs and not taken in.
TAKEN_IN = (ExportFormat.CSV, ExportFormat.XLSX)
ODD = st.sampled_from(
    [
        "'",
        "=",
        "+",
        "-",
        "@",
        '"',
        ",",
        ";",
        "|",
        "\t",
        "\n",
        "\n\n",
        "  ",
        "_x000D_",
        "_x0041_",
        "007",
        "é",
        "👩🏽‍⚕️",
        "\u2028",
        "<b>",
    ]
)
TEXTS = st.lists(ODD | st.text(max_size=8), max_size=12).map("".join)
LINES = TEXTS.map(clean_line).map(lambda text: text[:100].strip())
NOTES = TEXTS.map(clean_text).map(str.strip)
NAMES = LINES.filter(lambda text: not is_blank(text))
PHONES = st.from_regex(r"(\+44 |0)[1-9][0-9]{2,3} [0-9]{6}( ext [0-9]{1,3})?", fullmatch=True)
PEOPLE = st.fixed_dictionaries({"name": NAMES, "note": NOTES, "phone": PHONES, "post": NOTES, "title": LINES})
GROUPS = st.fixed_dictionaries(
    {"name": NAMES, "description": NOTES, "phone": PHONES, "former": NAMES, "post": NOTES, "code": st.just("00X")}
)


@pytest.fixture
def officer(site):
    return viewer_for(make_account(roles=[Role.OFFICER]))


def exported(officer: Viewer, about: ExportAbout, file_format: ExportFormat) -> tuple[str, bytes]:
    """A file of all of them with all columns, as an officer gets it."""
    wish = Wish(about, file_format, list(COLUMNS[about]), Filter(standing=Standing.ALL), ExportPurpose.REPORTING)
    with unit_of_work():
        asked = exporting.ask_export(officer, wish).id
    jobs.run("directory.export")
    db.session.expire_all()
    run = db.session.get_one(DirectoryExport, asked)
    return f"people.{file_format}", location(run).read_bytes()


def unchanged(officer: Viewer, about: ExportAbout, file_format: ExportFormat) -> None:
    """Ask for the file and take it in again, with nothing to change and nothing to refuse."""
    name, data = exported(officer, about, file_format)
    sheet = read_any(name, data)
    is_people = about is ExportAbout.CONTACTS
    table = People(sheet, columns_of(sheet, {}), Origin("")) if is_people else Organisations(sheet)
    report = table.check()
    assert not report.faults
    assert report.tally == Tally(unchanged=table.total())
    assert table.write(VISITOR, lambda _rows, _tally: None).tally == report.tally


def add_person(name, note, phone, post, title):
    group = make_organisation() if title else None
    reached = [Reached(Channel.PHONE, phone), *([Reached(Channel.POST, post)] if post else [])]
    make_contact(name, note=note, reached=reached, organisation=group, title=title)


def add_group(*, name, description, phone, former, post, code):
    made = make_organisation(name, description=description)
    codes, addresses = [("ods", f"{code}{made.id}")], [post] if post else []
    parts = Parts(phone, OrganisationStatus.OPEN, True, [former], codes, addresses, [], None, [])
    with unit_of_work():
        set_parts(VISITOR, organisation=db.session.get_one(Organisation, made.id), parts=parts)


@pytest.mark.parametrize("file_format", TAKEN_IN)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(PEOPLE, min_size=4, max_size=6))
def test_people_come_back_as_they_left(officer, file_format, people):
    for person in people:
        add_person(**person)
    unchanged(officer, ExportAbout.CONTACTS, file_format)


@pytest.mark.parametrize("file_format", TAKEN_IN)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(GROUPS, min_size=4, max_size=6))
def test_organisations_come_back_as_they_left(officer, file_format, groups):
    for group in groups:
        add_group(**group)
    unchanged(officer, ExportAbout.ORGANISATIONS, file_format)


@pytest.mark.parametrize("file_format", TAKEN_IN)
def test_lines_zeros_and_what_looks_like_a_formula_come_back(officer, file_format):
    add_person("'=Jo Penn", "Two\n\nlines\tand a tab\n'-1", "01632 960001", "1 High Street\nDale", "=Chair")
    words = {"name": "+Dale", "description": "-first\n=second", "former": "'@former"}
    add_group(**words, phone="01632 960002", post="2 High Street\nDale", code="007")
    for about in (ExportAbout.CONTACTS, ExportAbout.ORGANISATIONS):
        unchanged(officer, about, file_format)


def test_a_cell_that_is_too_long_for_excel_is_refused_and_takes_nothing_away(officer):
    make_organisation("Dale carers", description="🙂" * 16_000 + " and that was all of it, once more and again" * 40)
    name, data = exported(officer, ExportAbout.ORGANISATIONS, ExportFormat.XLSX)
    report = Organisations(read_any(name, data)).check()
    assert report.tally == Tally(refused=1)
    assert report.faults == [(2, "its cell S2 was too long for Excel and is cut: take in the CSV file instead")]
    unchanged(officer, ExportAbout.ORGANISATIONS, ExportFormat.CSV)
