"""An organisation's response: from asking to speak for it, in two browsers, to the plan's page."""

import re
from datetime import timedelta

from engage.accounts.actions import add_account, grant_role
from engage.comments.actions import save_reason
from engage.consultations import actions
from engage.consultations.definition import Definition, Option, Page, Question
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.directory.actions import add_organisation
from engage.publishing.actions import create_plan, publish, save_page
from engage.publishing.models import PlanStatus
from tests.journeys.conftest import link_in
from tests.journeys.walking import look

PASSWORD = "a quiet river at night"
PEOPLE = {"rita": "Rita Amis", "chair": "Chris Hale", "moderator": "Farida Noor"}
QUESTIONS = (
    Question(
        key="place",
        kind="one_choice",
        label="Where should the clinic be?",
        required=True,
        options=(Option(key="town", label="In the town"), Option(key="hill", label="In Upper Hallow")),
    ),
    Question(key="why1", kind="long_text", label="Why?"),
)


def prepare(town):
    """A plan with an open consultation, an organisation in the directory, and three people."""
    with town.app.app_context(), unit_of_work():
        for key, name in PEOPLE.items():
            account = add_account(VISITOR, email=f"{key}@home.example", name=name, password=PASSWORD, confirmed=True)
            if key == "moderator":
                grant_role(VISITOR, account=account, role=Role.MODERATOR)
        save_page(VISITOR, slug="moderation-policy", title="Moderation policy", body="1. Be kind.")
        save_reason(VISITOR, key="unkind", rule="1", label="Unkind", text="It is unkind.", revise="Say it kindly.")
        add_organisation(VISITOR, slug="corn-hall", name="Corn Hall Carers", website="https://cornhall.example")
        plan = create_plan(
            VISITOR, title="A clinic for the dale", body="We propose it.", status=PlanStatus.OPEN_FOR_COMMENT
        )
        publish(VISITOR, publication=plan)
        _ask(plan)
    town.start()


def _ask(plan):
    made = actions.create_consultation(
        VISITOR,
        title="Where should it be?",
        slug="where",
        publications=[plan],
        closes_at=clock.now() + timedelta(weeks=12),
        contact_email="ask@northvale.example",
    )
    page = Page(key="views", title="What you think", questions=QUESTIONS)
    actions.save_definition(VISITOR, consultation=made, base=0, definition=Definition(pages=(page,)))
    actions.save_notice(VISITOR, consultation=made, body="We keep your answers for three years.")
    actions.launch(VISITOR, consultation=made)


def sign_in(page, town, who):
    page.goto(f"{town.address}/account/sign-in/")
    page.get_by_label("Email").fill(f"{who}@home.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def press(page, name):
    """Press a button by the keyboard alone."""
    button = page.get_by_role("main").get_by_role("button", name=name)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def speak_for_the_organisation(page, town, mailbox):
    """Find it, give an address at its domain, follow the link, press the button."""
    page.goto(f"{town.address}/account/representations/new/")
    page.get_by_label("Name of your organisation").fill("corn")
    press(page, "Find")
    page.get_by_role("link", name="Corn Hall Carers").click()
    page.get_by_label(re.compile("Your email address at the organisation")).fill("rita@cornhall.example")
    press(page, "Ask to speak for it")
    message = mailbox.wait_for("rita@cornhall.example")
    page.goto(town.address + link_in(message, "/account/"))
    press(page, "I speak for Corn Hall Carers")
    assert "You speak for Corn Hall Carers now" in page.get_by_role("main").inner_text()


def begin(page, town):
    """From the consultation's page to the draft."""
    page.goto(f"{town.address}/consultations/where/respond/")
    page.get_by_label("An organisation").check()
    press(page, "Begin")
    press(page, "Begin or join the draft")
    assert "Response of Corn Hall Carers" in page.get_by_role("heading", level=1).inner_text()
    return page.url


def invite(page, other, town, mailbox, draft):
    """The chair joins with a sign-in of their own."""
    page.goto(f"{draft}members/")
    page.get_by_label("Email address of your colleague").fill("chair@home.example")
    page.get_by_label("Writes, approves and sends").check()
    press(page, "Invite")
    message = mailbox.wait_for("chair@home.example")
    other.goto(town.address + link_in(message, "/account/"))
    press(other, "Join the draft")


def write_together(page, other, draft):
    """Both open the same page of questions; each answers one of them, and nothing is lost."""
    for each in (page, other):
        each.goto(draft)
        press(each, re.compile("^Write"))
    page.get_by_label("In Upper Hallow").check()
    press(page, "Save and continue")
    other.get_by_label("Why?").fill("The bus takes two hours.")
    press(other, "Save and continue")
    other.goto(draft)
    words = other.get_by_role("main").inner_text()
    assert "In Upper Hallow" in words
    assert "The bus takes two hours." in words
    assert "Last written by Rita Amis" in words
    assert "Last written by Chris Hale" in words


def approve_and_send(other, draft):
    """The chair reads all of it, approves by name and office, and sends."""
    other.goto(draft)
    other.get_by_role("link", name="Read and approve it").click()
    assert "The bus takes two hours." in other.get_by_role("main").inner_text()
    other.get_by_label("In which office do you approve it?").fill("Chair")
    press(other, "Approve it as it stands")
    other.get_by_role("link", name="Send the response").click()
    press(other, "Send the response")
    assert "The response is sent" in other.get_by_role("main").inner_text()


def pass_it(page, town):
    """A moderator finds it in the queue and publishes it."""
    page.goto(f"{town.address}/staff/moderation/")
    page.get_by_role("link", name="Corn Hall Carers").click()
    press(page, re.compile("^Publish"))


def test_an_organisation_answers_from_the_first_question_to_the_plans_page(new_context, town, mailbox):
    prepare(town)
    rita, chair, moderator, visitor = (new_context().new_page() for _ in range(4))
    for page, who in ((rita, "rita"), (chair, "chair"), (moderator, "moderator")):
        sign_in(page, town, who)
    speak_for_the_organisation(rita, town, mailbox)
    draft = begin(rita, town)
    invite(rita, chair, town, mailbox, draft)
    write_together(rita, chair, draft)
    faults = {path: look(rita, path) for path in (draft, f"{draft}members/", f"{draft}approve/", f"{draft}joint/")}
    approve_and_send(chair, draft)
    plan = f"{town.address}/plans/a-clinic-for-the-dale/"
    assert "bus takes" not in visitor.request.get(f"{town.address}/consultations/where/responses/").text()
    pass_it(moderator, town)
    visitor.goto(plan)
    visitor.get_by_role("link", name=re.compile("Responses to")).click()
    visitor.get_by_role("link", name="Corn Hall Carers").click()
    assert "The bus takes two hours." in visitor.get_by_role("main").inner_text()
    for path in (visitor.url, f"{town.address}/consultations/where/responses/"):
        faults[path] = look(visitor, path)
    assert not {path: found for path, found in faults.items() if found}
