"""A guest takes a comment back by the link that the mail carries."""

from engage.comments.models import CommentState
from tests.support.comments import open_thread
from tests.support.guests import manage_links, the_comment
from tests.support.publishing import make_plan


def test_a_guest_withdraws_by_the_mailed_link_and_a_button(client, site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    _, leave = manage_links(client, plan, "I should not have written this")
    page = client.get(leave)
    assert the_comment().state is CommentState.PUBLISHED
    client.post(leave, page.form())
    assert the_comment().state is CommentState.WITHDRAWN
    assert "I should not have written this" not in client.get("site.plan", slug=plan.slug).text


def test_what_was_typed_into_an_edit_that_came_too_late_is_shown(client, site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    change, leave = manage_links(client, plan, "I should not have written this")
    typed = client.get(change).form() | {"body": "An hour of careful words"}
    client.post(leave, client.get(leave).form())
    page = client.post(change, typed, expect=422)
    assert "This comment can no longer be edited." in page.words
    assert "What you typed is not saved. Copy it if you want to keep it." in page.words
    assert "An hour of careful words" in page.text


def test_an_edit_from_a_second_page_does_not_wipe_out_the_first_unseen(client, site):
    plan = make_plan("One number for nursing")
    open_thread(plan)
    change, _ = manage_links(client, plan, "Keep the night nurse")
    first, second = client.get(change).form(), client.get(change).form()
    client.post(change, first | {"body": "Keep both night nurses"})
    page = client.post(change, second | {"body": "Keep the night nurse at Alder"}, expect=422)
    assert "changed on another page after you opened this one" in page.words
    assert page.form("/edit/")["body"] == "Keep the night nurse at Alder"
    assert [each.text_content() for each in page.select("pre.source")] == ["Keep both night nurses"]
    client.post(change, page.form())
    assert "Keep the night nurse at Alder" in client.get(change).form()["body"]
