"""An officer drags questions to other places with a mouse; what the buttons can do, the hand can too."""

import pytest

from engage.consultations import queries
from engage.consultations.definition import Definition, Page
from engage.core.database import reading
from engage.core.permissions import Role
from tests.support.accounts import PASSWORD, make_account
from tests.support.consultations import make_consultation, question
from tests.support.databases import look_again

OFFICER = "olive@x.example"


@pytest.fixture
def draft(town):
    """A consultation of two pages that is being built."""
    with town.app.app_context():
        make_account(OFFICER, "Olive Marsh", [Role.OFFICER], password=PASSWORD)
        first = tuple(question(key, label=f"Question {key}") for key in ("aaaa", "bbbb", "cccc"))
        pages = (
            Page(key="page1", title="One", questions=first),
            Page(key="page2", title="Two", questions=(question("dddd", label="Question dddd"),)),
        )
        made = make_consultation("Where?", open=False, definition=Definition(pages=pages))
    town.start()
    return made


def order(town, draft):
    """The questions of each page as they are kept."""
    with town.app.app_context(), reading():
        look_again()
        found = queries.definition_of(queries.consultation(draft.id))
        return ["".join(each.key[0] for each in page.questions) for page in found.pages]


def drag(page, what, to):
    """Take a question by the mouse and let it go on another part."""
    page.locator(f"#part-{what}[draggable=true]").wait_for()
    with page.expect_navigation():
        page.locator(f"#part-{what}").drag_to(page.locator(f"#part-{to}"))


def test_questions_are_dragged_within_a_page_and_to_another(page, town, draft):
    # All questions are in sight: a page that scrolls under the mouse is nothing that a hand would do.
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.goto(f"{town.address}/account/sign-in/?next=/staff/consultations/{draft.id}/questions/")
    page.get_by_label("Email").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    drag(page, "cccc", "aaaa")
    assert order(town, draft) == ["cab", "d"]
    drag(page, "aaaa", "dddd")
    assert order(town, draft) == ["cb", "ad"]
    drag(page, "dddd", "cccc")
    assert order(town, draft) == ["dcb", "a"]
    drag(page, "aaaa", "bbbb")
    assert order(town, draft) == ["dcab", ""]
