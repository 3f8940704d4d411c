"""Writers in real browsers: the preview follows, a closed tab loses nothing, and two at one text keep both."""

import pytest

from engage.core.permissions import Role
from engage.publishing import queries
from tests.support.accounts import PASSWORD, make_account
from tests.support.publishing import make_plan


@pytest.fixture
def desk(town):
    """A site that runs, with one plan and two who may write it."""
    with town.app.app_context():
        for email, name in (("ada@x.example", "Ada Obi"), ("ben@x.example", "Ben Shaw")):
            make_account(email, name, [Role.EDITOR], password=PASSWORD)
        plan = make_plan("Care closer to home", body="One team.", published=False)
        town.plan_id = plan.id
        town.editor = f"{town.address}/staff/publishing/{plan.id}/edit/"
    return town.start()


def open_editor(page, town, email):
    page.goto(f"{town.address}/account/sign-in/?next=/staff/publishing/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Care closer to home").click()
    return page


def box(page):
    return page.get_by_label("Text", exact=True)


def test_the_preview_follows_and_a_closed_tab_loses_nothing(page, desk):
    open_editor(page, desk, "ada@x.example")
    box(page).fill("## One team\n\nIn **every** neighbourhood.")
    page.locator(".preview__body strong", has_text="every").wait_for()
    page.get_by_role("status").filter(has_text="Saved").wait_for()
    tab = page.context.new_page()
    page.close()
    tab.goto(desk.editor)
    tab.get_by_text("You have text that is not saved").wait_for()
    assert box(tab).input_value() == "## One team\n\nIn **every** neighbourhood."
    tab.get_by_role("button", name="Save", exact=True).click()
    tab.get_by_text("Saved.", exact=True).wait_for()
    with desk.app.app_context():
        assert queries.revision(desk.plan_id, 2).body == "## One team\n\nIn **every** neighbourhood."


def test_two_who_write_at_once_keep_both_texts(page, browser, desk):
    open_editor(page, desk, "ada@x.example")
    other = open_editor(browser.new_context().new_page(), desk, "ben@x.example")
    box(other).fill("One team, says Ben.")
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_text("Saved.", exact=True).wait_for()
    other.context.close()
    box(page).fill("One team, says Ada.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Ben Shaw saved revision 2").wait_for()
    assert box(page).input_value() == "One team, says Ada."
    box(page).fill("One team, say Ada and Ben.")
    page.get_by_role("button", name="Save my text as the newest").click()
    page.get_by_text("Saved.", exact=True).wait_for()
    with desk.app.app_context():
        kept = [row.body for row in queries.revisions(desk.plan_id)]
    assert kept == ["One team, say Ada and Ben.", "One team, says Ben.", "One team."]


def test_a_plan_is_begun_and_published_by_the_keyboard_and_without_a_script(browser, desk):
    context = browser.new_context(java_script_enabled=False)
    page = open_editor(context.new_page(), desk, "ada@x.example")
    page.get_by_role("button", name="Preview").click()
    assert page.locator(".preview__body").inner_text() == "One team."
    page.get_by_role("link", name="Publish", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Publish").focus()
    page.keyboard.press("Enter")
    page.get_by_text("It is public now.").wait_for()
    page.get_by_role("link", name="See it on the site").click()
    page.get_by_text("One team.").wait_for()
    context.close()
