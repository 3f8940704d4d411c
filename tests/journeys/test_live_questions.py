"""A question comes and goes while a page is answered; without a script it comes when the page is saved."""

import pytest

from engage.consultations.definition import Definition, Page
from engage.core.database import db, reading
from engage.submissions.models import Answer
from tests.support.consultations import make_consultation, option, question, shown_if
from tests.support.databases import look_again


@pytest.fixture
def asked(town):
    """Three questions on one page, each asked only after an answer to the one before."""
    yes_no = (option("yesx", "Yes"), option("noxx", "No"))
    questions = (
        question("uses", "one_choice", "Do you use it?", options=yes_no),
        question("good", "one_choice", "Is it good?", options=yes_no, show_if=shown_if("uses", "yesx")),
        question("whynot", "short_text", "Why not?", show_if=shown_if("good", "noxx")),
    )
    page = Page(key="page1", title="One", questions=questions)
    with town.app.app_context():
        made = make_consultation("Where?", definition=Definition(pages=(page,), equality=()))
    town.start()
    return made


def begin(page, town, asked):
    """Go to the page of questions."""
    page.goto(f"{town.address}/consultations/{asked.slug}/respond/")
    page.get_by_label("Myself").check()
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.get_by_role("link", name="One", exact=True).click()


def kept(town):
    """What the database holds."""
    with town.app.app_context(), reading():
        look_again()
        return {row.question: row.text for row in db.session.scalars(db.select(Answer))}


def test_a_question_comes_and_goes_with_the_answer_and_is_saved(page, town, asked):
    begin(page, town, asked)
    assert not page.get_by_text("Is it good?").is_visible()
    page.get_by_role("group", name="Do you use it?").get_by_label("Yes").check()
    page.get_by_role("group", name="Is it good?").get_by_label("No", exact=True).check()
    page.get_by_label("Why not?").fill("Too far")
    page.get_by_role("group", name="Do you use it?").get_by_label("No", exact=True).check()
    assert not page.get_by_label("Why not?").is_visible()
    page.get_by_role("group", name="Do you use it?").get_by_label("Yes").check()
    assert page.get_by_label("Why not?").input_value() == "Too far"
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    assert kept(town) == {"uses": "Yes", "good": "No", "whynot": "Too far"}
