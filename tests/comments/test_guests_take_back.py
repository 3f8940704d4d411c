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
