"""In a real browser: a member erases herself, and staff erase a contact; no page, search or file shows them then."""

import pytest

from engage.core.permissions import Role
from tests.journeys.launching import press
from tests.journeys.walking import look
from tests.support.accounts import PASSWORD, make_account
from tests.support.comments import make_comment
from tests.support.directory import make_contact, make_organisation
from tests.support.publishing import make_plan

MEMBER, NAME = "nell@people.example", "Nell Tamworth"
OFFICER, CONTACT, ADDRESS = "olive@x.example", "Gordon Pike", "gordon@pike.example"
SAID = "The bus stops at six."


@pytest.fixture
def place(town):
    """A site that runs, with a comment of a member that was answered, and people in the directory."""
    with town.app.app_context():
        make_account(OFFICER, "Olive Marsh", [Role.OFFICER], password=PASSWORD)
        plan = make_plan("Care closer to home", body="One team for each neighbourhood.")
        comment = make_comment(plan, SAID, account=make_account(MEMBER, NAME, password=PASSWORD))
        make_comment(plan, "So it does.", parent=comment)
        board = make_organisation("The board")
        town.contact = make_contact(CONTACT, email=ADDRESS, organisation=board, title="Treasurer").id
        make_contact("Ada Nye", email="ada@nye.example")
        town.plan, town.board = f"/plans/{plan.slug}/", board.id
    return town.start()


def sign_in(page, town, email):
    page.goto(f"{town.address}/account/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(lambda url: "sign-in" not in url)


def shows(page, town, path, *words):
    page.goto(f"{town.address}{path}")
    return [word for word in words if word in page.content()]


def test_a_member_erases_herself_and_the_site_shows_her_no_more(page, place, mailbox):
    sign_in(page, place, MEMBER)
    assert shows(page, place, place.plan, NAME, SAID) == [NAME, SAID]
    page.goto(f"{place.address}/account/data/")
    page.get_by_role("link", name="Erase what you hold of me").click()
    assert look(page, page.url) == []
    page.get_by_label("They are withdrawn, and their words are deleted").check()
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Erase what you hold of me")
    page.get_by_role("heading", name="You are being erased").wait_for()
    mailbox.wait_for(MEMBER, "erased")
    for path in (place.plan, "/", "/search/?q=Tamworth", "/search/?q=bus+stops"):
        assert shows(page, place, path, NAME, MEMBER, SAID) == [], path
    page.goto(f"{place.address}/account/sign-in/")
    page.get_by_label("Email").fill(MEMBER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.locator(".govuk-error-summary").wait_for()


def the_file(page, town, tmp_path):
    """All people of the directory as a file that the worker makes."""
    page.goto(f"{town.address}/staff/directory/exports/contacts/")
    page.locator("input[name=purpose]").first.check()
    press(page, "Make the file")
    link = page.locator("main a[href*='.csv']").first
    for _ in range(150):
        if link.count():
            break
        page.wait_for_timeout(200)
        page.reload()
    with page.expect_download() as loading:
        link.click()
    loading.value.save_as(tmp_path / "people.csv")
    return (tmp_path / "people.csv").read_text()


def test_staff_erase_a_contact_and_no_page_search_or_file_shows_the_person(page, place, tmp_path):
    sign_in(page, place, OFFICER)
    where = f"/staff/directory/contacts/{place.contact}/"
    assert shows(page, place, where, CONTACT, ADDRESS, "Treasurer") == [CONTACT, ADDRESS, "Treasurer"]
    page.goto(f"{place.address}{where}erase/")
    assert look(page, page.url) == []
    press(page, "Erase this person")
    page.get_by_text("The person is erased.").wait_for()
    pages = (where, f"{where}history/", "/staff/directory/contacts/", f"/staff/directory/organisations/{place.board}/")
    for path in (*pages, "/staff/directory/contacts/?q=pike", "/search/?q=Pike", "/staff/audit/"):
        assert shows(page, place, path, CONTACT, ADDRESS, "Treasurer") == [], path
    told = the_file(page, place, tmp_path)
    assert "Ada Nye" in told
    assert [word for word in (CONTACT, ADDRESS, "Treasurer") if word in told] == []
