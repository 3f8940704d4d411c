"""What a moderator has not approved, or has taken away, stands nowhere that the public can look."""

import pytest

from engage.core import jobs
from engage.moderation.models import Verdict
from tests.support.comments import make_comment, make_rules
from tests.support.moderation import make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan

WORD = "quinquereme"


def public_places(plan, comment):
    """Every public address that could show a comment on a plan."""
    return [
        "/",
        "/plans/",
        f"/plans/{plan.slug}/",
        f"/plans/{plan.slug}/?sort=newest",
        f"/plans/{plan.slug}/?sort=discussed",
        f"/feeds/plans/{plan.slug}.atom",
        f"/feeds/plans/{plan.slug}/comments.atom",
        "/feeds/site.atom",
        "/sitemap.xml",
        "/sitemap-1.xml",
        "/search/?q=Oxmere",
        f"/comments/to/{plan.id}/?reply_to={comment.id}",
        f"/comments/{comment.id}/",
        f"/comments/{comment.id}/replies/",
        f"/comments/{comment.id}/report/",
        f"/comments/{comment.id}/edit/",
    ]


def seen(browser, plan, comment):
    """The public addresses at which the word of the comment can be read."""
    jobs.run("ledger.seal")
    found = []
    for path in public_places(plan, comment):
        with browser.app.app_context(), browser.http.get(path, follow_redirects=True) as answer:
            assert answer.status_code < 500, path
            if WORD in answer.get_data(as_text=True).lower():
                found.append(path)
    return found


@pytest.mark.parametrize("verdict", [None, Verdict.REJECTED])
def test_a_comment_that_was_never_approved_is_nowhere(client, verdict):
    plan = make_plan()
    comment = make_waiting(f"We need a {WORD} to Oxmere.", publication=plan)
    if verdict:
        make_decision(make_moderator(), comment, verdict)
    assert seen(client, plan, comment) == []


def test_a_hidden_comment_and_the_replies_below_it_are_nowhere(client):
    make_rules()
    plan = make_plan()
    comment = make_comment(plan, f"We need a {WORD} to Oxmere.")
    reply = make_comment(plan, f"A {WORD} to Oxmere? Indeed.", parent=comment)
    assert f"/plans/{plan.slug}/" in seen(client, plan, comment)
    make_decision(make_moderator(), comment, Verdict.HIDDEN)
    assert seen(client, plan, comment) == []
    assert seen(client, plan, reply) == []
