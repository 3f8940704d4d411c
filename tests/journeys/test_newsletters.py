"""A newsletter from the first word to a reader who wants no more of them, by real pages and real mail."""

import pytest

from engage.core.database import reading
from engage.mail import queries
from engage.mail.models import TargetKind
from tests.journeys.conftest import text_of
from tests.support.accounts import PASSWORD, make_account
from tests.support.databases import look_again
from tests.support.mail import follow
from tests.support.publishing import make_plan


@pytest.fixture
def plan(town):
    """A site that runs, with a plan that Ada follows."""
    with town.app.app_context():
        for name, role in (("Ann", "author"), ("Edda", "editor")):
            make_account(name=name, email=f"{name.lower()}@x.example", password=PASSWORD, roles=[role])
        made = make_plan("One stroke unit", body="# The unit\n\nTwo teams share one telephone number.")
        follow("ada@x.example", (TargetKind.PUBLICATION, made.id))
    town.start()
    return made


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def sign_in(browser, town, email):
    """A page of somebody who is signed in."""
    page = browser.new_context().new_page()
    page.goto(f"{town.address}/account/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def write(page, town):
    """Write a newsletter with one block of the plan; gives where it is checked."""
    page.goto(f"{town.address}/staff/mail/newsletters/new/")
    page.get_by_label("Title").fill("News of the unit")
    page.get_by_label("What do you want to say?").fill("It opens in **May**.")
    page.get_by_label("To whom does it go?").select_option("Followers of One stroke unit (1)")
    press(page, "Begin")
    page.get_by_role("link", name="Add from a plan or post").click()
    page.get_by_role("main").get_by_role("link", name="One stroke unit").first.click()
    press(page, "Add this part")
    page.get_by_role("link", name="Check and send").click()
    page.get_by_text("An editor or an engagement officer").wait_for()
    return page.url


def test_an_author_writes_an_editor_sends_and_a_follower_reads_and_stops_newsletters_alone(
    browser, town, plan, mailbox
):
    where = write(sign_in(browser, town, "ann@x.example"), town)
    editor = sign_in(browser, town, "edda@x.example")
    editor.goto(where)
    press(editor, "Send the newsletter")
    message = mailbox.wait_for("ada@x.example", "News of the unit")
    assert "Two teams share one telephone number." in text_of(message)
    reader = browser.new_context().new_page()
    reader.goto(f"{town.address}/newsletters/")
    reader.get_by_role("link", name="News of the unit").click()
    reader.get_by_text("Two teams share one telephone number.").wait_for()
    stop = message["List-Unsubscribe"].strip("<>")
    assert reader.request.post(stop, form={"List-Unsubscribe": "One-Click"}).ok
    with town.app.app_context(), reading():
        look_again()
        ada = queries.subscriber_by_email("ada@x.example")
        assert queries.objections(ada.id) == {"newsletters"}
        assert [row.target_id for row in queries.live_subscriptions(ada.id)] == [plan.id]
