"""In a real browser: a file that is too large is not even sent, a closed tab loses nothing, no mouse is needed."""

import pytest

from engage.comments.models import Comment
from engage.core.database import db
from engage.core.permissions import Role
from tests.support.accounts import PASSWORD, make_account
from tests.support.comments import open_thread
from tests.support.publishing import make_plan


@pytest.fixture
def place(town):
    """A site that runs, with a plan on which people may comment."""
    with town.app.app_context():
        make_account("ada@x.example", "Ada Obi", [Role.EDITOR], password=PASSWORD)
        plan = make_plan("Care closer to home", body="One team.\n\nFor everybody.")
        open_thread(plan)
        town.desk = f"{town.address}/staff/publishing/{plan.id}"
        town.plan = f"{town.address}/plans/{plan.slug}/"
    return town.start()


def open_desk(page, town, where):
    page.goto(f"{town.address}/account/sign-in/?next=/staff/")
    page.get_by_label("Email").fill("ada@x.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{town.desk}/{where}/")
    return page


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page, place, tmp_path):
    limit = place.app.config["ENGAGE"].upload_limit_mb
    large, small = tmp_path / "large.csv", tmp_path / "small.csv"
    large.write_bytes(b"a,b\n" * (limit * 250_000 + 1))
    small.write_bytes(b"a,b\n1,2\n")
    open_desk(page, place, "files")
    page.get_by_label("Title").fill("Travel times")
    page.get_by_label("File").set_input_files(large)
    page.get_by_role("alert").filter(has_text=f"larger than {limit} MB").wait_for()
    assert page.get_by_label("File").input_value() == ""
    assert page.get_by_label("Title").input_value() == "Travel times"
    page.get_by_label("File").set_input_files(small)
    page.get_by_role("button", name="Attach").click()
    page.get_by_text("The file is attached.").wait_for()


def test_a_tab_that_is_closed_at_once_loses_nothing(page, place):
    open_desk(page, place, "edit")
    box = page.get_by_label("Text", exact=True)
    box.fill("Typed a moment before the tab was closed.")
    tab = page.context.new_page()
    page.close(run_before_unload=False)
    tab.goto(f"{place.desk}/edit/")
    back = tab.get_by_label("Text", exact=True)
    offered = tab.get_by_role("button", name="Put it back")
    if back.input_value() != "Typed a moment before the tab was closed.":
        offered.click()
    assert back.input_value() == "Typed a moment before the tab was closed."


def test_a_comment_is_written_by_the_keyboard_alone(page, place):
    page.goto(place.plan)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("Skip to")
    press_until(page, "Tab", "document.activeElement.name === 'body'")
    page.keyboard.type("The bus is late.")
    press_until(page, "Tab", "document.activeElement.name === 'name'")
    page.keyboard.type("Grace Okafor")
    press_until(page, "Tab", "document.activeElement.textContent.trim() === 'Send comment'")
    page.keyboard.press("Enter")
    page.locator(".govuk-error-summary").wait_for()
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    press_until(page, "Tab", "document.activeElement.closest('.govuk-error-summary a') !== null")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name === 'email'")
    page.keyboard.type("grace@x.example")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).filter(has_text="mail").wait_for()
    with place.app.app_context():
        db.session.rollback()
        assert db.session.query(Comment).one().body == "The bus is late."


def press_until(page, key, reached):
    """Press a key until something has the focus; a trap would hold it for ever."""
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate(reached):
            return
    raise AssertionError(f"the keyboard does not reach {reached}")
