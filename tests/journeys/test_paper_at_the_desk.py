"""An officer types in what came on paper, by keyboard alone, and takes the answers out and in as files."""

import pytest

from engage.core.database import db
from engage.core.permissions import Role
from engage.submissions.models import Submission
from tests.journeys.walking import look
from tests.support.accounts import PASSWORD, make_account
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.submissions import answers_now


@pytest.fixture
def desk(town, page):
    """The browser of an officer at the desk of one open consultation."""
    with town.app.app_context():
        make_account("officer@x.example", "Rosalind Achebe", [Role.OFFICER], password=PASSWORD)
        town.consultation_id = make_consultation("A new place for blood tests").id
    town.start()
    page.goto(f"{town.address}/account/sign-in/?next=/staff/consultations/{town.consultation_id}/entry/")
    page.get_by_label("Email").fill("officer@x.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    page.get_by_role("heading", name="About you").wait_for()
    return page


def test_a_paper_is_typed_in_without_a_mouse(desk, town):
    desk.keyboard.press("1")
    to_box(desk, "q-uses")
    desk.keyboard.press("2")
    to_box(desk, "q-postcode")
    desk.keyboard.type("NE1 4ST")
    to_box(desk, "q-agree")
    desk.keyboard.press("4")
    to_box(desk, "q-short")
    desk.keyboard.type("Hopeful")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Entered as").wait_for()
    with town.app.app_context():
        look_again()
        (one,) = db.session.query(Submission).all()
        assert (one.channel.value, one.transcriber_id is not None) == ("paper", True)
        assert answers_now(one) == {
            "uses": {"choice": "noxx"},
            "postcode": {"postcode": "NE1 4ST"},
            "agree": 4,
            "short": "Hopeful",
        }


def to_box(page, name):
    """Tab until the box of this name has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement?.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {name}")


def test_nothing_is_wrong_with_the_pages_about_submissions(desk, town):
    pages = ("entry/", "submissions/", "exports/", "imports/")
    wrong = {
        part: found
        for part in pages
        if (found := look(desk, f"{town.address}/staff/consultations/{town.consultation_id}/{part}"))
    }
    assert wrong == {}
