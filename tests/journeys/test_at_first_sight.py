"""What a page shows as it opens: a permalink its comment, the staff menu on a phone, a wide table all its columns."""

import pytest

from engage.demo.ground import PASSWORD

IN_VIEW = """id => {
  const { top } = document.getElementById(id).getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}"""


@pytest.fixture
def desk(page, demonstration):
    """A page on which the administrator is signed in."""
    page.goto(f"{demonstration.address}/account/sign-in/")
    page.get_by_label("Email").fill("administrator@northvale.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def test_a_permalink_opens_at_its_comment_without_travelling_there(page, demonstration):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{demonstration.address}/plans/care-closer-to-home/")
    number = page.locator(".comment__number").last
    page.goto(f"{demonstration.address}{number.get_attribute('href')}")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.wait_for_function(IN_VIEW, arg=page.url.partition("#")[2])


def test_the_staff_menu_is_folded_on_a_phone_and_whole_beside_a_wide_page(desk, demonstration):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{demonstration.address}/staff/audit/")
    places = desk.get_by_role("navigation", name="Staff").get_by_role("link")
    assert places.count() == 0
    desk.get_by_role("button", name="Staff menu").click()
    places.get_by_text("Emergency stop").wait_for()
    desk.get_by_role("button", name="Close menu").click()
    assert places.count() == 0
    desk.set_viewport_size({"width": 1280, "height": 700})
    assert not desk.get_by_role("button", name="Staff menu").is_visible()
    desk.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    desk.get_by_role("navigation", name="Staff").evaluate("menu => { menu.scrollTop = menu.scrollHeight }")
    assert places.last.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")


def test_the_ledger_shows_every_column_on_a_wide_page(desk, demonstration):
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(f"{demonstration.address}/staff/audit/")
    assert desk.get_by_role("region", name="Entries").evaluate("one => one.scrollWidth <= one.clientWidth")
