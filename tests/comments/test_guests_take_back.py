"""A guest takes a comment back by the link that the mail carries."""

from engage.comments.models import CommentState
from tests.support.comments import open_thread
from tests.support.guests import link_in, send, sent_mails, the_comment
from tests.support.publishing import make_plan


def test_a_guest_withdraws_by_the_mailed_link_and_a_button(client, site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    send(client, plan, body="I should not have written this")
    confirm = link_in(sent_mails()[0])
    client.post(confirm, client.get(confirm).form("confirm"))
    manage = client.get(link_in(sent_mails()[1]))
    leave = next(a.get("href") for a in manage.select("a") if a.get("href").endswith("/withdraw/"))
    page = client.get(leave)
    assert the_comment().state is CommentState.PUBLISHED
    client.post(leave, page.form())
    assert the_comment().state is CommentState.WITHDRAWN
    assert "I should not have written this" not in client.get("site.plan", slug=plan.slug).text


def test_what_was_typed_into_an_edit_that_came_too_late_is_shown(client, site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    send(client, plan, body="I should not have written this")
    confirm = link_in(sent_mails()[0])
    client.post(confirm, client.get(confirm).form("confirm"))
    manage = client.get(link_in(sent_mails()[1]))
    links = [a.get("href") for a in manage.select("a")]
    change, leave = (next(link for link in links if link.endswith(end)) for end in ("/edit/", "/withdraw/"))
    typed = client.get(change).form() | {"body": "An hour of careful words"}
    client.post(leave, client.get(leave).form())
    page = client.post(change, typed, expect=422)
    assert "This comment can no longer be edited." in page.words
    assert "What you typed is not saved. Copy it if you want to keep it." in page.words
    assert "An hour of careful words" in page.text
