"""An officer knows who is silent while there is time: from the register to the invitation, all in a browser."""

import csv
import re

import pytest
from sqlalchemy import select

from engage.core.database import db, unit_of_work
from engage.core.permissions import Role
from engage.directory.models import Organisation
from engage.submissions.models import Respondent
from tests.journeys.conftest import link_in, text_of
from tests.journeys.launching import press, rehearse
from tests.journeys.walking import look
from tests.support.accounts import PASSWORD, make_account
from tests.support.consultations import make_consultation
from tests.support.publishing import make_plan
from tests.support.submissions import make_submission

OFFICER = "olive@x.example"
NEIGHBOUR = "gordon@people.example"
NUMBER = 12


def register(path):
    """A file of trusts as the register publishes it: 27 columns, no header; one line says no date."""
    with path.open("w", newline="") as file:
        for number in range(1, NUMBER + 1):
            row = [""] * 27
            row[0], row[1], row[4], row[9], row[10] = (
                f"RX{chr(ord('A') + number)}",
                f"VALE TRUST {number}",
                "1 HIGH STREET",
                "NV1 1AA",
                "20010401",
            )
            csv.writer(file).writerow(row)
        csv.writer(file).writerow(["RYZ", "LOST TRUST", *[""] * 8, "31 June", *[""] * 16])
    return path


def neighbours(path):
    """A table of people as a colleague keeps it, with headings of her own and one line that cannot be right."""
    path.write_text(f"Who,Write to,Speaks\nGordon Pike,{NEIGHBOUR},English\nAda Nye,ada at home,English\n")
    return path


@pytest.fixture
def desk(town):
    """A site that runs, with a plan and an officer."""
    with town.app.app_context():
        make_account(OFFICER, "Olive Marsh", [Role.OFFICER], password=PASSWORD)
        town.plan = make_plan("Care closer to home", body="One team for each neighbourhood.")
    return town.start()


def upload(page, town, kind, source, file):
    page.goto(f"{town.address}/staff/directory/imports/")
    page.get_by_label(kind).check()
    page.get_by_label("Where is it from?").fill(source)
    page.get_by_label("File", exact=True).set_input_files(str(file))
    press(page, "Upload")


def look_until(page, heading):
    """Look again, as the page offers, until the worker is done."""
    done, again = page.get_by_role("heading", name=heading), page.get_by_role("link", name="Look again")
    for _ in range(100):
        done.or_(again).first.wait_for()
        if done.count():
            return
        page.wait_for_timeout(200)
        with page.expect_navigation():
            again.click()
    raise AssertionError(page.get_by_role("main").inner_text())


def counted(page):
    """What the page says became of the lines."""
    figures = page.locator(".figures__item").all_inner_texts()
    return dict(figure.rsplit("\n", 1) for figure in figures)


def take_the_register_in(page, town, file):
    """The line that is wrong is told, and the others go in."""
    upload(page, town, "Organisations: an official register", "", file)
    press(page, "Check the file")
    look_until(page, "What taking it in would do")
    assert "“31 June” is no date" in page.get_by_role("region", name="Lines that are refused").inner_text()
    press(page, "Take in the lines that hold")
    look_until(page, "What was done")
    assert (counted(page)["New"], counted(page)["Refused"]) == (str(NUMBER), "1")


def take_people_in(page, town, file):
    """Columns are named once; what would be done is seen before anything is."""
    upload(page, town, "People: a table of contacts", "Street meeting", file)
    page.get_by_label("Name", exact=True).select_option(label="Who")
    page.get_by_label("Email addresses").select_option(label="Write to")
    page.get_by_label("Language").select_option(label="Speaks")
    page.get_by_label("On which lawful basis may they be asked").select_option(label="Consent")
    page.get_by_label("How and when did they agree?").fill("Signed the sheet in the street.")
    press(page, "Check the file")
    look_until(page, "What taking it in would do")
    assert "“ada at home” is not an email address" in page.get_by_role("main").inner_text()
    press(page, "Take in the lines that hold")
    look_until(page, "What was done")
    assert (counted(page)["New"], counted(page)["Refused"]) == ("1", "1")


def give_addresses(town):
    """The register has no email addresses."""
    with town.app.app_context(), unit_of_work():
        for each in db.session.scalars(select(Organisation).where(Organisation.name.icontains("vale trust"))):
            each.email = f"board{each.id}@trust.example"


def sign_in(page, town):
    page.goto(f"{town.address}/account/sign-in/?next=/staff/engagements/")
    page.get_by_label("Email").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def log_a_meeting(page):
    """In one form, as on a phone."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("link", name="Log one").click()
    page.get_by_label("What it was about").fill("Night transport")
    page.get_by_label("Who took part").fill("Vale Trust 3\nGordon Pike")
    page.get_by_role("checkbox", name="Care closer to home").check()
    page.get_by_label("What was said").fill("Nobody can get home after eight.")
    page.get_by_text("Something was promised").click()
    page.get_by_label("What was promised").fill("Send the bus times")
    page.get_by_label("By when").fill("2031-01-08")
    press(page, "Save")
    page.get_by_role("heading", name="Night transport").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})


def place_ten(page, town):
    """Each is found by name and placed with a reason."""
    for number in range(1, 11):
        page.goto(f"{town.address}/staff/reach/plans/{town.plan.id}/map/?who=trust+{number}")
        page.get_by_role("list", name="Found").get_by_role(
            "link", name=re.compile(f"trust {number}$", re.IGNORECASE)
        ).click()
        group = page.get_by_role("group", name="Interest")
        group.get_by_label(str(number % 5 + 1)).check()
        page.get_by_role("group", name="Influence").get_by_label(str((number + 2) % 5 + 1)).check()
        page.get_by_label("Why").fill("It runs the wards.")
        press(page, "Save")
        page.get_by_text("is on the map.").wait_for()
    assert page.locator("svg circle").count() == 10


def place_a_person(page, town):
    """Beside the organisations."""
    page.goto(f"{town.address}/staff/reach/plans/{town.plan.id}/map/?who=gordon")
    page.get_by_role("list", name="Found").get_by_role("link", name="Gordon Pike").click()
    page.get_by_role("group", name="Interest").get_by_label("5").check()
    page.get_by_role("group", name="Influence").get_by_label("5").check()
    page.get_by_label("Why").fill("Everybody in the street asks him.")
    press(page, "Save")
    page.get_by_text("Gordon Pike is on the map.").wait_for()
    assert page.locator("svg circle").count() == 11


def open_a_consultation(page, town):
    """From this moment on nobody has answered it."""
    with town.app.app_context():
        draft = make_consultation("Where should clinics be?", publications=[town.plan], open=False)
    town.consultation = draft
    page.goto(f"{town.address}/staff/consultations/{draft.id}/rehearsal/")
    rehearse(page)
    press(page, "Launch it")
    page.get_by_text("It is launched.").wait_for()


def reach(page, town, expected):
    """Look until the page shows that so many organisations have responded: the worker counts without being asked."""
    shown = page.get_by_role("region", name="Organisations by kind").get_by_role("row").last.get_by_role("cell").nth(4)
    for _ in range(200):
        page.goto(f"{town.address}/staff/reach/consultations/{town.consultation.id}/")
        if shown.count() and shown.inner_text() == expected:
            return
        page.wait_for_timeout(500)
    raise AssertionError(shown.inner_text())


def answer(town, organisation_ids):
    with town.app.app_context():
        for each in organisation_ids:
            organisation = db.session.get(Organisation, each)
            make_submission(
                town.consultation, respondent=Respondent.ORGANISATION, organisation=organisation, channel="email"
            )


def invite_two(page, mailbox):
    """A person and an organisation, who are written to."""
    boxes = page.get_by_role("checkbox", name=re.compile("^Invite"))
    assert boxes.count() == NUMBER + 1
    boxes.nth(0).check()
    first = boxes.nth(1).get_attribute("value").removeprefix("o")
    boxes.nth(1).check()
    press(page, "Invite those chosen")
    page.get_by_role("heading", name=re.compile("will read it")).wait_for()
    press(page, "Send to 2")
    page.get_by_text("2 are invited.").wait_for()
    assert "Where should clinics be?" in text_of(mailbox.wait_for(NEIGHBOUR, "your view is needed"))
    message = mailbox.wait_for(f"board{first}@trust.example", "your view is needed")
    assert "Where should clinics be?" in text_of(message)
    assert link_in(message, "/consultations/")


def test_silence_is_seen_while_there_is_time(page, desk, mailbox, tmp_path):
    sign_in(page, desk)
    take_the_register_in(page, desk, register(tmp_path / "etr.csv"))
    take_people_in(page, desk, neighbours(tmp_path / "street.csv"))
    give_addresses(desk)
    page.goto(f"{desk.address}/staff/engagements/")
    log_a_meeting(page)
    page.goto(f"{desk.address}/staff/engagements/promises/")
    page.get_by_text("Send the bus times").wait_for()
    place_ten(page, desk)
    place_a_person(page, desk)
    open_a_consultation(page, desk)
    reach(page, desk, "0")
    invite_two(page, mailbox)
    with desk.app.app_context():
        everybody = db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all()
    answer(desk, everybody[:3])
    reach(page, desk, "Not shown")
    answer(desk, everybody[3:7])
    reach(page, desk, "7")
    for path in (
        "directory/imports/",
        "directory/imports/2/",
        "directory/exports/",
        "directory/exports/contacts/",
        "engagements/",
        "engagements/new/",
        "engagements/1/",
        "engagements/promises/",
        "reach/",
        f"reach/plans/{desk.plan.id}/map/",
        f"reach/consultations/{desk.consultation.id}/",
    ):
        assert look(page, f"{desk.address}/staff/{path}") == []
