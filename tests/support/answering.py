"""A person who answers on the web, a page at a time."""

from engage.core.database import db
from engage.submissions.models import Submission
from tests.support.databases import look_again
from tests.support.submissions import FORM_OF_ANSWERS

MYSELF = {"respondent": "self"}


def begin(client, consultation, **typed):
    """Begin on the web; the page with the code."""
    return client.post("submissions.respond", {**MYSELF, **typed}, slug=consultation.slug, follow=True)


def code_on(page):
    """The code that a page shows."""
    return page.select(".code-panel__code")[0].text_content().strip()


def the_submission():
    """The only submission."""
    look_again()
    return db.session.scalars(db.select(Submission)).one()


def fill(client, consultation, key, *, expect=303, fresh=True, **typed):
    """Open a page of questions and send it with what was typed."""
    data = {}
    if fresh:
        shown = client.get("submissions.respond_page", slug=consultation.slug, page_key=key)
        data = {name: value for name, value in shown.form("respond").items() if value and name != "csrf_token"}
    return client.post("submissions.respond_page", data | typed, slug=consultation.slug, page_key=key, expect=expect)


def fill_all(client, consultation):
    """Answer every page of make_definition that must be answered."""
    for key, typed in FORM_OF_ANSWERS.items():
        fill(client, consultation, key, **typed)


def send(client, consultation, expect=303, **typed):
    """Check the answers and send them."""
    shown = client.get("submissions.respond_check", slug=consultation.slug)
    data = shown.form("check-answers") | {"consent": "none", "notice": "y"} | typed
    return client.post("submissions.respond_check", data, slug=consultation.slug, expect=expect)
