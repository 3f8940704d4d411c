"""Two moderators in two browsers at one queue: leases, news, stale and simultaneous decisions, undo, keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from engage.accounts.session import viewer_for
from engage.comments import actions as comment_actions
from engage.comments.models import Comment, CommentState
from engage.core.database import db, unit_of_work
from engage.core.permissions import Role
from tests.journeys.conftest import Town
from tests.support.accounts import PASSWORD, make_account
from tests.support.comments import make_rules
from tests.support.moderation import make_waiting, standing
from tests.support.publishing import make_plan

PAGES = (
    "/staff/moderation/",
    "/staff/moderation/?kind=comment",
    "/staff/moderation/narrow/",
    "/staff/moderation/figures/",
)
QUICK = 10_000


@pytest.fixture
def case(tmp_path, mailbox):
    """A site that runs, with three comments that wait for two moderators, and time to undo."""
    town = Town(tmp_path / "data", mailbox.port, moderation_undo_minutes=5)
    with town.app.app_context():
        make_rules()
        for email, name in (("rosalind@x.example", "Rosalind Achebe"), ("piers@x.example", "Piers Holt")):
            make_account(email, name, [Role.MODERATOR], password=PASSWORD)
        plan = make_plan("Care closer to home")
        town.writer = make_account(name="Imogen Hartley")
        town.comments = [make_waiting(f"Number {n} speaks.", publication=plan, account=town.writer) for n in range(3)]
    town.start()
    yield town
    town.stop()


def sign_in(page, town, email, path="/staff/moderation/"):
    page.goto(f"{town.address}/account/sign-in/?next={path}")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")
    return page


def item(town, number):
    return f"{town.address}/staff/moderation/{town.comments[number].id}/"


def decide(page, key):
    """Press a key that decides, once the page has stood long enough to be read."""
    page.locator("html[data-read]").wait_for(state="attached")
    page.keyboard.press(key)


def stands(town, number):
    with town.app.app_context():
        return standing(town.comments[number])


def test_a_lease_is_seen_taken_over_and_given_back(page, new_context, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    piers = sign_in(new_context().new_page(), case, "piers@x.example")
    rosalind.goto(item(case, 0))
    listed = piers.locator(f"[data-key='comment.{case.comments[0].id}']")
    listed.get_by_text("Rosalind Achebe has it open").wait_for(timeout=QUICK)
    piers.goto(item(case, 0))
    piers.get_by_text("Rosalind Achebe has this open.").wait_for(timeout=QUICK)
    piers.get_by_role("button", name="Take it over").click()
    rosalind.get_by_text("Piers Holt has taken this over.").wait_for(timeout=QUICK)
    piers.goto(f"{case.address}/staff/moderation/")
    rosalind.goto(f"{case.address}/staff/moderation/")
    seen = rosalind.locator(f"[data-key='comment.{case.comments[0].id}'] [data-lease]")
    seen.wait_for(state="hidden", timeout=QUICK)


def test_what_is_decided_elsewhere_greys_in_place(page, new_context, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    piers = sign_in(new_context().new_page(), case, "piers@x.example")
    first = rosalind.locator(f"[data-key='comment.{case.comments[0].id}']")
    second = rosalind.locator(f"[data-key='comment.{case.comments[1].id}']")
    before = second.bounding_box()
    piers.goto(item(case, 0))
    decide(piers, "a")
    piers.get_by_text("Approved the comment by Imogen Hartley.", exact=True).wait_for()
    first.get_by_text("Approved by Piers Holt").wait_for(timeout=QUICK)
    assert "case--gone" in first.get_attribute("class")
    assert first.locator("input[type=checkbox]").is_disabled()
    assert second.bounding_box() == before


def test_a_stale_decision_is_refused_with_the_new_words(page, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    rosalind.goto(item(case, 0))
    with case.app.app_context(), unit_of_work():
        comment = db.session.get_one(Comment, case.comments[0].id)
        comment_actions.edit_comment(viewer_for(case.writer), comment=comment, body="Number 0 says other words.")
    rosalind.get_by_text("This has changed since you opened it. Open it again").wait_for(timeout=QUICK)
    rosalind.get_by_role("button", name="Approve").click()
    rosalind.get_by_text("Read the new text before you decide.").wait_for()
    assert "Number 0 says other words." in rosalind.locator("#comment-text").inner_text()
    assert stands(case, 0).state is CommentState.WAITING


def test_of_two_at_once_one_wins_and_takes_it_back(page, new_context, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    piers = sign_in(new_context().new_page(), case, "piers@x.example")
    for browser in (rosalind, piers):
        browser.goto(item(case, 0))
    decide(piers, "a")
    piers.get_by_text("Approved the comment by Imogen Hartley.", exact=True).wait_for()
    rosalind.get_by_text("Approved by Piers Holt. Nothing more has to be done here.").wait_for(timeout=QUICK)
    rosalind.keyboard.press("1")
    decide(rosalind, "r")
    rosalind.get_by_text("Piers Holt approved this comment while you had it open").wait_for()
    assert stands(case, 0).state is CommentState.PUBLISHED
    piers.keyboard.press("u")
    piers.get_by_text("Undone: approved. Nobody was told of it.").wait_for()
    assert stands(case, 0).state is CommentState.WAITING


def test_keys_alone_clear_the_queue(page, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    keys = rosalind.keyboard
    keys.press("?")
    rosalind.get_by_role("dialog").get_by_text("Choose or leave out").wait_for()
    keys.press("Escape")
    keys.press("j")
    keys.press("Enter")
    rosalind.get_by_role("heading", name="Imogen Hartley").wait_for()
    keys.press("n")
    keys.type("Reads well. a r 1")
    keys.press("Escape")
    decide(rosalind, "a")
    rosalind.get_by_text("Approved the comment by Imogen Hartley.", exact=True).wait_for()
    here = rosalind.url
    keys.press("j")
    rosalind.wait_for_url(lambda url: url != here)
    rosalind.get_by_text("Number 2 speaks.").first.wait_for()
    keys.press("2")
    decide(rosalind, "r")
    rosalind.get_by_text("Rejected the comment by Imogen Hartley.", exact=True).wait_for()
    assert [stands(case, n).state for n in range(3)] == [
        CommentState.PUBLISHED,
        CommentState.WAITING,
        CommentState.REJECTED,
    ]


def test_keys_can_be_switched_off(page, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    rosalind.goto(item(case, 0))
    rosalind.keyboard.press("?")
    rosalind.get_by_label("Use these keys in this browser").uncheck()
    rosalind.keyboard.press("Escape")
    decide(rosalind, "a")
    rosalind.keyboard.press("?")
    rosalind.get_by_role("dialog").wait_for()
    assert stands(case, 0).state is CommentState.WAITING


def test_the_desk_is_for_everybody(page, case):
    rosalind = sign_in(page, case, "rosalind@x.example")
    wrong = []
    addresses = [case.address + path for path in PAGES] + [
        item(case, 0),
        f"{case.address}/staff/moderation/bulk/?kind=comment",
    ]
    for address in addresses:
        for width, scheme in ((390, "light"), (1280, "dark")):
            rosalind.emulate_media(color_scheme=scheme)
            rosalind.set_viewport_size({"width": width, "height": 900})
            rosalind.goto(address)
            found = Axe().run(rosalind).response["violations"]
            wrong += [f"{address} at {width}: {each['id']} {each['nodes'][0]['html'][:100]}" for each in found]
            if rosalind.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                wrong.append(f"{address} scrolls sideways at {width}")
    assert wrong == []
