"""A patient answers without scripts, and is cut off at every page; with scripts, by the keyboard, nothing is wrong."""

import re

import pytest

from engage.core.database import db
from engage.submissions.models import Submission, SubmissionState
from tests.journeys.conftest import text_of
from tests.journeys.walking import look
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.submissions import ANSWERS, answers_now

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}")


@pytest.fixture
def place(town):
    """Where the answering begins."""
    with town.app.app_context():
        slug = make_consultation("A new place for blood tests").slug
    town.start()
    return f"{town.address}/consultations/{slug}/respond/"


@pytest.fixture
def person(new_context, place):
    """Somebody whose browser is closed whenever she wants to go on, and who has nothing but her code."""

    class Person:
        def __init__(self):
            self.context, self.code = None, ""

        def fresh(self):
            if self.context is not None:
                self.context.close()
            self.context = new_context(java_script_enabled=False)
            return self.context.new_page()

        def back(self):
            page = self.fresh()
            page.goto(place.partition("/consultations/")[0] + "/consultations/resume/")
            page.get_by_label("Your code").fill(self.code.lower().replace("-", " "))
            page.get_by_role("button", name="Open my response").click()
            return page

    return Person()


def begin(person, place):
    page = person.fresh()
    page.goto(place)
    page.get_by_label("Myself").check()
    page.get_by_label("Your email address").fill("ada@northvale.example")
    page.get_by_role("button", name="Begin").click()
    person.code = CODE.search(page.get_by_role("main").inner_text())[0]


def answer_three_pages(person):
    page = person.back()
    page.get_by_role("link", name="About you").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("What is your postcode?").fill("NE1 4ST")
    page.get_by_role("button", name="Save and continue").click()

    page = person.back()
    page.get_by_role("link", name="What you think").click()
    page.get_by_label("4", exact=True).check()
    page.get_by_label("It takes too long").check()
    page.get_by_label("Another reason, please say", exact=True).check()
    page.get_by_role("textbox", name="Please say").fill("The lift is broken")
    page.get_by_label("In one word?").fill("A word that is longer than what a word may be here")
    page.get_by_role("button", name="Save and see all pages").click()

    page = person.back()
    page.get_by_role("link", name="What you think").click()
    page.get_by_label("In one word?").fill("Hopeful")
    page.get_by_role("button", name="Save and continue").click()

    page = person.back()
    page.get_by_role("link", name="Anything else").click()
    page.get_by_label("I have read how my answers are used").check()
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Check your answers"


def send(person):
    page = person.back()
    page.get_by_role("link", name="Check your answers and send").click()
    page.get_by_label("Yes, without my name").check()
    page.get_by_label("I have read how my answers are used").check()
    page.get_by_role("button", name="Send my answers").click()
    reference = re.search(r"Reference\s+([0-9A-Z]{5}-[0-9A-Z]{5})", page.get_by_role("main").inner_text())[1]
    page.get_by_role("link", name="Answer questions about you").click()
    page.get_by_label("65 or over").check()
    page.get_by_role("button", name="Send these answers").click()
    return reference


def test_a_patients_answer_is_cut_at_every_page(person, place, town, mailbox):
    begin(person, place)
    assert person.code in text_of(mailbox.wait_for("ada@northvale.example", "come back"))
    answer_three_pages(person)
    reference = send(person)
    assert reference in text_of(mailbox.wait_for("ada@northvale.example", "received"))
    page = person.fresh()
    page.goto(f"{town.address}/receipt/")
    page.get_by_label("Secret code of the response").fill(person.code)
    page.get_by_role("button", name="Check").click()
    assert reference in page.get_by_role("main").inner_text()
    assert "as they were sent" in page.get_by_role("main").inner_text()
    with town.app.app_context():
        look_again()
        sent = db.session.scalars(db.select(Submission)).one()
        assert sent.state is SubmissionState.SENT
        assert answers_now(sent) == ANSWERS


def by_keyboard(page, label, key="Space"):
    """Reach a control as somebody without a mouse does, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.labels ?? [])[0]?.innerText ?? document.activeElement.innerText") == (
            label
        ):
            page.keyboard.press(key)
            return
    raise AssertionError(f"{label} cannot be reached by the keyboard")


def test_every_page_of_answering_is_sound_and_works_by_the_keyboard(page, place, town):
    wrong = {address: look(page, address) for address in (place, f"{town.address}/consultations/resume/")}
    page.goto(place)
    by_keyboard(page, "Myself")
    by_keyboard(page, "Begin", "Enter")
    page.wait_for_url("**/respond/?begun=1")
    page.goto(f"{place}aboutyou/")
    by_keyboard(page, "Yes")
    by_keyboard(page, "Save and continue", "Enter")
    page.wait_for_url("**/respond/views/")
    page.get_by_label("2", exact=True).check()
    page.get_by_label("In one word?").fill("Hopeful")
    page.get_by_text(re.compile(r"^Saved ")).wait_for()
    page.get_by_label("In one word?").fill("A word that is longer than what a word may ever be here")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    for key in ("", "who-for/", "aboutyou/", "views/", "travel/", "more/", "check-answers/"):
        wrong[key] = look(page, place + key)
    assert {address: found for address, found in wrong.items() if found} == {}
