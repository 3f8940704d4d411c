"""One page of each kind of the demonstration, in two widths and two schemes, for a visitor and for every desk."""

import pytest

from engage.demo.ground import PASSWORD
from tests.journeys.walking import walk


def sign_in(page, town, email):
    page.goto(f"{town.address}/account/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_a_visitor_finds_nothing_wrong(page, demonstration):
    wrong = walk(page, f"{demonstration.address}/", most=60)
    assert wrong == {}


@pytest.mark.parametrize("role", ["editor", "moderator", "administrator"])
def test_staff_find_nothing_wrong(page, demonstration, role):
    sign_in(page, demonstration, f"{role}@northvale.example")
    wrong = walk(page, f"{demonstration.address}/staff/", most=45)
    assert wrong == {}


def test_without_scripts_the_pages_are_the_same_places(new_context, demonstration):
    bare = new_context(java_script_enabled=False).new_page()
    bare.goto(f"{demonstration.address}/plans/care-closer-to-home/")
    assert bare.get_by_role("heading", level=1).inner_text()
    assert (
        bare.get_by_role("button", name="Send comment").is_visible() or bare.get_by_role("link", name="Comment").count()
    )
