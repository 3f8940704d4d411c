"""The loop of the site: a plan, a comment by a guest, a decision, a digest, and out with one click."""

import re
from datetime import timedelta

from engage.accounts.actions import add_account, grant_role
from engage.comments.actions import save_reason, set_thread
from engage.comments.models import ModerationMode
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.publishing.actions import add_section, save_page
from engage.publishing.models import PublicationKind
from engage.publishing.queries import publication_by_slug
from tests.journeys.conftest import link_in, text_of

PASSWORD = "a quiet river at night"
BODY = """## Where the clinic would be

The clinic would move to the old library by the bus station, which has a ramp and a lift.

## What it costs

About £400,000, most of it for the lift."""


def prepare(town):
    """A site with rules, a section, and people who work there."""
    with town.app.app_context(), unit_of_work():
        for role in (Role.EDITOR, Role.MODERATOR):
            account = add_account(
                VISITOR,
                email=f"{role.value}@northvale.example",
                name=f"Sam {role.value}",
                password=PASSWORD,
                confirmed=True,
            )
            grant_role(VISITOR, account=account, role=role)
        save_page(VISITOR, slug="moderation-policy", title="Moderation policy", body="1. Be kind.")
        save_reason(VISITOR, key="unkind", rule="1", label="Unkind", text="It is unkind.", revise="Say it kindly.")
        add_section(VISITOR, slug="news", name="News", singular="News", introduction="What is new.")
    town.start()


def sign_in(page, town, role):
    page.goto(f"{town.address}/account/sign-in/")
    page.get_by_label("Email").fill(f"{role}@northvale.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def publish_plan(page, town):
    """An editor writes a plan at the desk and publishes it."""
    sign_in(page, town, "editor")
    page.goto(f"{town.address}/staff/publishing/")
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Title").fill("A clinic by the bus station")
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Standfirst").fill("We propose to move the blood clinic.")
    page.get_by_label("Text", exact=True).fill(BODY)
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("link", name="Publish").first.click()
    page.get_by_role("main").get_by_role("button", name=re.compile("Publish")).click()
    page.goto(f"{town.address}/plans/a-clinic-by-the-bus-station/")
    assert page.get_by_role("heading", level=1).inner_text() == "A clinic by the bus station"


def open_comments(town):
    """Comments are read before they are published."""
    with town.app.app_context(), unit_of_work():
        plan = publication_by_slug(PublicationKind.PLAN, "a-clinic-by-the-bus-station")
        set_thread(VISITOR, publication=plan, mode=ModerationMode.BEFORE, is_open=True)


def follow_daily(page, town, mailbox):
    """A visitor follows the plan by email and confirms by a button on the page that the mail leads to."""
    page.goto(f"{town.address}/plans/a-clinic-by-the-bus-station/")
    page.get_by_role("link", name="Follow this plan").click()
    page.get_by_label("Email").fill("follower@example.org")
    page.get_by_label(re.compile("Once a day|Daily", re.I)).check()
    page.get_by_role("main").get_by_role("button").first.click()
    message = mailbox.wait_for("follower@example.org")
    page.goto(town.address + link_in(message, "/subscriptions/"))
    page.get_by_role("main").get_by_role("button").first.click()


def comment_on_a_paragraph(page, town, mailbox):
    """A guest comments on a paragraph; opening the mailed link confirms nothing, its button does."""
    page.goto(f"{town.address}/plans/a-clinic-by-the-bus-station/")
    paragraph = page.locator("[id]", has_text="old library by the bus station").last
    paragraph.locator("xpath=ancestor-or-self::*[.//a[contains(@href, 'anchor=')]][1]").get_by_role(
        "link", name=re.compile("omment")
    ).last.click()
    assert "old library" in page.get_by_role("main").inner_text()
    page.get_by_label(re.compile("^Your comment|^Comment")).fill(
        "The lift in the old library has been broken since May."
    )
    page.get_by_label(re.compile("^Your name|^Name")).fill("Iris Aldersby")
    page.get_by_label(re.compile("[Ee]mail")).fill("iris@example.org")
    page.get_by_role("button", name="Send comment").click()
    message = mailbox.wait_for("iris@example.org")
    page.goto(town.address + link_in(message, "/comments/"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()


def approve(page, town):
    """A moderator finds it in the queue and approves it."""
    sign_in(page, town, "moderator")
    page.goto(f"{town.address}/staff/moderation/")
    assert "broken since May" in page.get_by_role("main").inner_text()
    page.get_by_role("main").get_by_role("link", name=re.compile("Iris Aldersby")).first.click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_text("approved").first.wait_for()


def tomorrow_of(town):
    """A moment when the digest of tomorrow is due: that of today may have been built by the worker at any moment."""
    return (clock.now().astimezone(town.app.config["ENGAGE"].zone) + timedelta(days=1)).strftime("%Y-%m-%d 23:00")


def test_from_plan_to_digest_and_out_with_one_click(new_context, town, mailbox):
    prepare(town)
    editor, visitor, moderator = (new_context().new_page() for _ in range(3))
    publish_plan(editor, town)
    open_comments(town)
    follow_daily(visitor, town, mailbox)
    comment_on_a_paragraph(visitor, town, mailbox)
    assert "broken since May" not in visitor.request.get(f"{town.address}/plans/a-clinic-by-the-bus-station/").text()
    approve(moderator, town)
    assert "broken since May" in visitor.request.get(f"{town.address}/plans/a-clinic-by-the-bus-station/").text()

    town.command("digest", "run", "--period", "daily", "--at", tomorrow_of(town))
    digest = mailbox.wait_for("follower@example.org")
    assert "broken since May" in text_of(digest)
    one_click = re.search(r"<http://[^/]+(/\S+)>", digest["List-Unsubscribe"]).group(1)
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    answer = visitor.request.post(town.address + one_click, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    assert "The ledger holds" in town.command("ledger", "verify")
