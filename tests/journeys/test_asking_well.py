"""An officer builds a consultation with skip logic, rehearses and launches it; a visitor reads it. All in a browser."""

import re

import pytest

from engage.core.permissions import Role
from tests.journeys.launching import press, rehearse
from tests.journeys.walking import look
from tests.support.accounts import PASSWORD, make_account
from tests.support.publishing import make_plan

OFFICER = "olive@x.example"


@pytest.fixture
def desk(town):
    """A site that runs, with a public plan and an officer."""
    with town.app.app_context():
        make_account(OFFICER, "Olive Marsh", [Role.OFFICER], password=PASSWORD)
        make_plan("Care closer to home", body="One team for each neighbourhood.")
    return town.start()


def begin(page, town):
    page.goto(f"{town.address}/account/sign-in/?next=/staff/consultations/new/")
    page.get_by_label("Email").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Title").fill("Where should clinics be?")
    page.get_by_label("Care closer to home").check()
    press(page, "Begin")


def describe(page):
    """Texts, dates, contact and notice."""
    page.get_by_label("Summary").fill("Blood tests and wound care nearer to where you live.")
    page.get_by_label("What will be decided").fill("Where the clinics open.")
    page.get_by_label("What is already fixed").fill("The money.")
    page.get_by_label("Who should answer").fill("Everybody here.")
    page.locator("[name=closes_on]").fill("2031-03-05")
    page.locator("[name=closes_time]").fill("17:00")
    page.locator("[name=results_due]").fill("2031-05-01")
    page.get_by_label("Email address").fill("ask@northvale.example")
    press(page, "Save")
    page.get_by_role("link", name="Privacy notice").click()
    page.get_by_label("Privacy notice").fill("We keep your answers for three years.")
    press(page, "Save")


def ask(page):
    """Two questions, the second shown by the first; reordered from the keyboard alone."""
    page.get_by_role("link", name="Questions", exact=True).click()
    page.get_by_role("link", name="Add a page").click()
    page.get_by_label("Title of the page").fill("Your view")
    press(page, "Save")
    add(page, "one_choice", "Would you go to a clinic?", ["Yes", "No"])
    add(page, "long_text", "Why not?")
    page.get_by_role("link", name=re.compile("Show if.*Why not")).click()
    press(page, "Choose")
    page.get_by_role("checkbox", name="No", exact=True).check()
    press(page, "Add this condition")
    page.get_by_role("link", name="All questions").click()
    page.get_by_text("Shown if “Would you go to a clinic?” is “No”").wait_for()


def add(page, kind, label, options=()):
    page.locator("[id^=part-] select[name=kind]").first.select_option(kind)
    press(page, "Add a question to Your view")
    page.get_by_label("Question", exact=True).fill(label)
    for number, option in enumerate(options, 1):
        page.get_by_label(f"Option {number}", exact=True).fill(option)
    press(page, "Save")


def reorder(page):
    """Moving the shown question first is possible by keys alone, is said to be wrong, and is undone by keys."""
    up = page.get_by_role("button", name="Up Why not?")
    up.focus()
    page.keyboard.press("Enter")
    page.get_by_text("its condition looks ahead").wait_for()
    undo = page.get_by_role("button", name="Undo the last change")
    undo.focus()
    page.keyboard.press("Enter")
    page.get_by_text("its condition looks ahead").wait_for(state="detached")


def test_an_officer_asks_and_a_visitor_sees_it(page, browser, desk):
    begin(page, desk)
    describe(page)
    ask(page)
    reorder(page)
    page.get_by_role("link", name="Launch", exact=True).click()
    rehearse(page)
    here = page.url.split("#")[0]
    builder = here.replace("/rehearsal/", "/questions/")
    assert {where: found for where in (here, builder) if (found := look(page, where))} == {}
    page.goto(here)
    press(page, "Launch it")
    page.get_by_text("It is launched.").wait_for()
    visitor = browser.new_context(java_script_enabled=False).new_page()
    visitor.goto(f"{desk.address}/consultations/")
    visitor.get_by_role("link", name="Where should clinics be?").first.click()
    visitor.get_by_text("Where the clinics open.").wait_for()
    visitor.get_by_role("link", name="All that was on show at the launch").wait_for()
    visitor.get_by_role("link", name="Answer the questions").first.click()
    assert visitor.get_by_role("heading", level=1).inner_text()
    visitor.context.close()
    public = f"{desk.address}/consultations/where-should-clinics-be/"
    assert {
        where: found for where in (public, f"{public}print/", f"{public}privacy/") if (found := look(page, where))
    } == {}
