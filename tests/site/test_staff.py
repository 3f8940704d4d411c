"""What staff see: drafts that nobody else sees, and what waits for them."""

from datetime import timedelta

from engage.accounts.session import viewer_for
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import Role
from engage.representations import actions as representing
from tests.support.accounts import make_account
from tests.support.comments import make_comment, open_thread
from tests.support.drafts import make_group
from tests.support.engagements import make_engagement, make_promise
from tests.support.publishing import make_plan, make_post, save_text


def test_only_those_who_work_on_a_draft_see_it_and_are_told(client, another_client):
    plan = make_plan("Care", slug="care", published=False, body="A first thought.")
    make_plan("Soon", slug="soon", at=clock.now() + timedelta(days=1))
    client.get("/plans/care/", expect=404)
    client.sign_in(make_account())
    client.get("/plans/care/", expect=404)
    another_client.sign_in(make_account(roles=[Role.EDITOR]))
    page = another_client.get("/plans/care/")
    assert "A first thought." in page.words
    assert "Nobody else can see this." in page.words
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "It is published on" in another_client.get("/plans/soon/").words
    save_text(plan, "A second thought.")
    assert "A second thought." in another_client.get("/plans/care/").words
    another_client.sign_out()
    another_client.get("/plans/care/", expect=404)


def test_whoever_may_edit_finds_the_way_and_nobody_else(client, another_client):
    plan = make_plan("Care", slug="care")
    post = make_post("The hall was full", slug="hall")
    another_client.sign_in(make_account(roles=[Role.EDITOR]))
    for path, publication in (("/plans/care/", plan), ("/posts/news/hall/", post)):
        address = f"/staff/publishing/{publication.id}/edit/"
        assert address in [a.get("href") for a in another_client.get(path).select("a")]
        assert address not in client.get(path).text
    client.sign_in(make_account())
    assert "/edit/" not in client.get("/plans/care/").text


def test_the_dashboard_counts_what_waits_for_each_role(client):
    client.get("site_staff.dashboard", expect=303)
    plan = make_plan("Care", slug="care")
    open_thread(plan, "before")
    make_comment(plan, "One telephone number, please.")
    make_plan("A draft", published=False)
    make_plan("Soon", at=clock.now() + timedelta(days=1))
    client.sign_in(make_account(roles=[Role.MODERATOR]))
    page = client.get("site_staff.dashboard")
    words = page.words
    assert "Comments waiting 1" in words
    assert "One telephone number, please." in words
    assert "Drafts" not in words
    assert "/staff/moderation/?kind=unread" in [link.get("href") for link in page.select(".figures a")]
    client.sign_in(make_account(roles=[Role.EDITOR]))
    words = client.get("site_staff.dashboard").words
    assert "Drafts 1" in words
    assert "A draft begun" in words
    assert "Soon goes out" in words
    assert "Comments waiting" not in words
    client.sign_in(make_account())
    client.get("site_staff.dashboard", expect=403)


def test_an_officer_sees_whom_to_answer(client):
    officer = make_account(roles=[Role.OFFICER])
    make_promise(make_engagement("Corn Hall", days_ago=9), "Send the travel times", days=-2, owner_id=officer.id)
    make_promise(make_engagement("Market", days_ago=9), "Somebody else’s promise", days=-2)
    with unit_of_work():
        rita = viewer_for(make_account(name="Rita Amis"))
        representing.ask_to_represent(rita, organisation=make_group(), explanation="I chair it.")
    client.sign_in(officer)
    words = client.get("site_staff.dashboard").words
    assert "Your promises overdue 1" in words
    assert "Send the travel times due" in words
    assert "Somebody else’s promise" not in words
    assert "Rita Amis for Corn Hall Carers" in words
    assert "Corrections 0" in words
    client.sign_in(make_account(roles=[Role.EDITOR]))
    assert "Representatives 1" not in client.get("site_staff.dashboard").words


def test_the_staff_menu_stands_in_groups_of_what_the_viewer_may_do(client):
    client.sign_in(make_account(roles=[Role.ADMINISTRATOR]))
    page = client.get("site_staff.dashboard")
    labels = [label.text_content() for label in page.select(".workplace__group")]
    assert labels == ["Publishing", "Moderation", "Stakeholders", "This site"]
    menu = [link.get("href") for link in page.select(".workplace__nav a")]
    assert len(menu) == len(set(menu)) > 20
    client.sign_out()
    client.sign_in(make_account(roles=[Role.MODERATOR]))
    labels = [label.text_content() for label in client.get("site_staff.dashboard").select(".workplace__group")]
    assert "Moderation" in labels
    assert "This site" not in labels
