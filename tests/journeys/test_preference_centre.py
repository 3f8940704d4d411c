"""A follower's preference centre in a real browser, with and without scripts: by the links in her mail alone."""

import pytest

from engage.mail import links, queries
from tests.journeys.conftest import link_in
from tests.journeys.walking import look
from tests.support.publishing import make_plan


@pytest.fixture
def place(town):
    """A site that runs, with a plan to follow."""
    with town.app.app_context():
        plan = make_plan("Care closer to home", body="One team.")
        town.follow = f"{town.address}/subscriptions/follow/publication/{plan.id}/"
    return town.start()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, browser):
    """A page of a browser that runs scripts, or none."""
    context = browser.new_context(java_script_enabled=request.param)
    made = context.new_page()
    made.has_scripts = request.param
    yield made
    context.close()


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name).click()


def follow(page, place, mailbox):
    """Follow the plan and come to the preference centre."""
    page.goto(place.follow)
    page.get_by_label("Your email address").fill("ada@x.example")
    page.get_by_label("Once a day").check()
    press(page, "Continue")
    page.goto(place.address + link_in(mailbox.wait_for("ada@x.example", "Confirm"), "/confirm/"))
    press(page, "Yes, write to me")
    page.get_by_role("heading", name="What you follow").wait_for()
    return page.url.partition("?")[0]


def test_a_follower_decides_by_her_links_alone(page, place, mailbox):
    centre = follow(page, place, mailbox)
    _choose_time(page)
    _pause(page)
    _object(page)
    if page.has_scripts:
        assert [look(page, centre + part) for part in ("", "time/", "pause/", "objections/", "address/")] == [[]] * 5
    moved = _change_address(page, place, mailbox, centre)
    assert page.goto(centre).status == 404
    page.goto(moved)
    press(page, "Stop all updates")
    page.get_by_text("You follow nothing any more").wait_for()


def _choose_time(page):
    page.get_by_role("link", name="Change daily and weekly updates come").click()
    page.get_by_label("Hour").select_option("18:00")
    page.get_by_label("Day of weekly updates").select_option("Friday")
    press(page, "Save")
    page.get_by_text("Friday 18:00").wait_for()


def _pause(page):
    page.get_by_role("link", name="Change pause").click()
    page.get_by_label("Send nothing before").fill("2001-01-01")
    press(page, "Pause")
    page.get_by_role("alert").get_by_text("Enter a day after today").wait_for()
    page.get_by_role("link", name="What you follow").click()


def _object(page):
    page.get_by_role("link", name="Change messages you object to").click()
    page.get_by_label("When the results of a consultation are published").check()
    press(page, "Save")
    page.get_by_role("definition").filter(has_text="When the results").wait_for()


def _change_address(page, place, mailbox, centre):
    """Change the address by both messages; gives where the preference centre of the new one is."""
    page.goto(centre + "address/")
    page.get_by_label("Your new email address").fill("lovelace@x.example")
    press(page, "Continue")
    page.get_by_text("We have written to both addresses").wait_for()
    for address in ("ada@x.example", "lovelace@x.example"):
        page.goto(place.address + link_in(mailbox.wait_for(address, "address"), "/address/"))
        press(page, "Yes, send them to the new address")
    page.get_by_role("heading", name="Your address is changed").wait_for()
    with place.app.app_context():
        moved = queries.subscriber_by_email("lovelace@x.example")
        return links.url("mail.preferences", links.PREFERENCES, moved)
