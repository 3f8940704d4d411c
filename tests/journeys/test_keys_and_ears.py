"""The desk by the keyboard alone, and as a screen reader would tell it: names, headings, live words, focus."""

from itertools import pairwise

import pytest

from engage.comments.models import CommentState
from engage.core.permissions import Role
from engage.moderation.models import Verdict
from tests.journeys.conftest import Town
from tests.journeys.test_two_at_one_desk import QUICK, sign_in
from tests.support.accounts import PASSWORD, make_account
from tests.support.comments import make_rules
from tests.support.moderation import make_decision, make_waiting, standing
from tests.support.publishing import make_plan

LEVELS = "() => [...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(each => Number(each.tagName[1]))"
NAMELESS = """() => [...document.querySelectorAll('main :is(a[href], button, input, textarea, select)')]
  .filter(each => each.getClientRects().length && !(each.labels?.length || each.textContent.trim()
    || each.getAttribute('aria-label'))).map(each => each.outerHTML)"""
LABELLED = "() => document.getElementById(document.activeElement.getAttribute('aria-labelledby')).textContent.trim()"
FOCUSED = "() => document.activeElement.textContent.trim()"
ON_ITEM = {"a", "r", "n", "m", "b", "u", "p", "e", "i", "g", "j", "k", "/", "1 … 9", "?"}
ON_QUEUE = {"/", "j / k", "x", "o", "?"}


@pytest.fixture
def case(tmp_path, mailbox):
    """A site that runs, with four comments that wait for two moderators, and time to undo."""
    town = Town(tmp_path / "data", mailbox.port, moderation_undo_minutes=5)
    with town.app.app_context():
        make_rules()
        town.moderators = [
            make_account(email, name, [Role.MODERATOR], password=PASSWORD)
            for email, name in (("rosalind@x.example", "Rosalind Achebe"), ("piers@x.example", "Piers Holt"))
        ]
        plan = make_plan("Care closer to home")
        town.comments = [
            make_waiting(
                f"Number {n} speaks. Sister Brown is a fool.", publication=plan, account=make_account(name=name)
            )
            for n, name in enumerate(("Imogen Hartley", "Gordon Pike", "Rita Amis", "Ada Byron"))
        ]
    town.start()
    yield town
    town.stop()


def stands(town, number):
    with town.app.app_context():
        return standing(town.comments[number]).state


def heading(page, name):
    page.get_by_role("heading", level=1, name=name).wait_for(timeout=QUICK)
    page.locator("html[data-read]").wait_for(state="attached")  # No key decides in the moment in which a page appears.


def keys_listed(page):
    page.keyboard.press("?")
    found = set(page.get_by_role("dialog", name="Keys").locator("kbd").all_inner_texts())
    page.keyboard.press("Escape")
    return found


def sounds_right(page):
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert page.evaluate(NAMELESS) == []


def test_a_moderator_works_by_keys_alone(page, case):
    sign_in(page, case, "rosalind@x.example")
    sounds_right(page)
    page.keyboard.press("j")
    assert page.evaluate(LABELLED) == "Imogen Hartley"
    page.keyboard.press("o")
    heading(page, "Imogen Hartley")
    sounds_right(page)
    page.keyboard.press("m")
    assert page.evaluate("() => document.activeElement.labels[0].textContent.trim()") == "Number 0 speaks."
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("1")
    page.keyboard.press("r")
    heading(page, "Gordon Pike")
    assert page.evaluate(FOCUSED) == "Rejected the comment by Imogen Hartley."
    assert stands(case, 0) is CommentState.REJECTED
    assert keys_listed(page) >= ON_ITEM
    page.keyboard.press("i")
    page.get_by_text("Given to you").wait_for(timeout=QUICK)
    page.keyboard.press("u")
    heading(page, "Imogen Hartley")
    assert page.evaluate(FOCUSED).startswith("Undone")
    assert stands(case, 0) is CommentState.WAITING
    page.keyboard.press("/")
    page.wait_for_url("**/staff/moderation/#q")
    assert page.evaluate("() => document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    assert keys_listed(page) >= ON_QUEUE


def test_a_key_that_is_pressed_twice_decides_about_nothing_that_nobody_read(page, case):
    sign_in(page, case, "rosalind@x.example")
    page.get_by_role("link", name="Imogen Hartley", exact=True).click()
    heading(page, "Imogen Hartley")
    page.keyboard.press("a")
    page.wait_for_url(f"**/{case.comments[1].id}/")
    for _ in range(3):
        page.keyboard.press("a")
    heading(page, "Gordon Pike")
    assert [stands(case, number) for number in range(3)] == [
        CommentState.PUBLISHED,
        CommentState.WAITING,
        CommentState.WAITING,
    ]


def test_what_others_decide_is_told_and_the_focus_stays(page, case):
    sign_in(page, case, "rosalind@x.example")
    for _ in range(2):
        page.keyboard.press("j")
    with case.app.app_context():
        make_decision(case.moderators[1], case.comments[1], Verdict.APPROVED)
    page.get_by_text("1 of these needs nothing more").wait_for(state="attached", timeout=QUICK)
    assert "Gordon Pike" in page.evaluate(FOCUSED)
    assert page.locator(".case--gone").count() == 1


def test_a_note_that_came_too_late_is_still_in_a_box(page, case):
    sign_in(page, case, "rosalind@x.example")
    page.get_by_role("link", name="Imogen Hartley", exact=True).click()
    heading(page, "Imogen Hartley")
    page.keyboard.press("n")
    page.keyboard.type("She names a nurse.")
    with case.app.app_context():
        make_decision(case.moderators[1], case.comments[0], Verdict.REJECTED)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.get_by_text("Piers Holt rejected this comment while you had it open").wait_for(timeout=QUICK)
    assert page.get_by_label("What you had typed").input_value() == "She names a nurse."
    assert "was not carried out" in page.evaluate(FOCUSED)
