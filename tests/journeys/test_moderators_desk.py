"""Moderators in real browsers: the keyboard alone, words blacked out by selecting them, and two at one comment."""

import pytest

from engage.comments.models import CommentState
from engage.core.permissions import Role
from tests.support.accounts import PASSWORD, make_account
from tests.support.comments import make_rules
from tests.support.moderation import make_waiting, standing
from tests.support.publishing import make_plan

WORDS = "Sister Brown said that Joan Brown knew. Ask Joan Brown!"
SELECT_LAST = """name => {
  const text = document.querySelector("#comment-text p").firstChild;
  const start = text.data.lastIndexOf(name);
  getSelection().setBaseAndExtent(text, start, text, start + name.length);
}"""


@pytest.fixture
def case(town):
    """A site that runs, with one comment that waits for two moderators."""
    with town.app.app_context():
        make_rules()
        for email, name in (("rosalind@x.example", "Rosalind Achebe"), ("piers@x.example", "Piers Holt")):
            make_account(email, name, [Role.MODERATOR], password=PASSWORD)
        town.comment = make_waiting(WORDS, publication=make_plan("Care closer to home"))
    town.start()
    return town


def open_item(page, town, email):
    page.goto(f"{town.address}/account/sign-in/?next=/staff/moderation/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Imogen Hartley", exact=True).click()
    return page


def stands(town):
    with town.app.app_context():
        return standing(town.comment)


def press_by_keyboard(page, name):
    """Tab to a button and press Enter, as somebody does who has no mouse."""
    wanted = page.get_by_role("button", name=name, exact=True)
    for _ in range(90):
        if wanted.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_the_keyboard_alone_is_enough(page, case):
    open_item(page, case, "rosalind@x.example")
    press_by_keyboard(page, "Approve")
    page.get_by_text("Approved the comment by Imogen Hartley.").wait_for()
    assert stands(case).state is CommentState.PUBLISHED


def test_selected_words_are_blacked_out(page, case):
    open_item(page, case, "rosalind@x.example")
    page.get_by_text("Black out a passage").click()
    page.get_by_role("button", name="Take the words selected in the comment").click()
    page.get_by_text("Select words in the comment first.").wait_for()
    page.evaluate(SELECT_LAST, "Joan Brown")
    page.get_by_role("button", name="Take the words selected in the comment").click()
    page.get_by_label("1. Personal attack").check()
    page.get_by_role("button", name="Black out", exact=True).click()
    page.get_by_text("The passage is blacked out.").wait_for()
    assert page.locator("#comment-text").inner_text() == (
        "Sister Brown said that Joan Brown knew. Ask [removed by a moderator]!"
    )


def test_of_two_moderators_one_wins_and_the_other_is_told(page, new_context, case):
    open_item(page, case, "rosalind@x.example")
    other = open_item(new_context().new_page(), case, "piers@x.example")
    other.get_by_role("button", name="Approve").click()
    other.get_by_text("Approved the comment by Imogen Hartley.").wait_for()
    page.get_by_label("1. Personal attack").check()
    page.get_by_label("Note for the record").fill("Names a nurse.")
    page.get_by_role("button", name="Reject").click()
    page.get_by_text("Piers Holt approved this comment while you had it open").wait_for()
    assert page.get_by_label("Note for the record").input_value() == "Names a nurse."
    assert stands(case).state is CommentState.PUBLISHED
