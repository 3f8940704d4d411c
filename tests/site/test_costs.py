"""What a page costs, and that no process shows what another has hidden."""

from datetime import timedelta

import pytest
import time_machine

from engage.comments.actions import stop_all
from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.publishing import actions
from engage.publishing.queries import live_blocks
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import hide, make_comment, open_thread
from tests.support.page_client import PageClient
from tests.support.publishing import make_plan, make_post, make_section, save_text, store_picture
from tests.support.site import make_site

LISTS = [
    "/",
    "/plans/",
    "/posts/",
    "/posts/news/",
    "/areas/vale/",
    "/topics/wards/",
    "/organisations/board/",
    "/feeds/site.atom",
    "/sitemap.xml",
    "/organisations/",
    "/areas/",
]


@pytest.fixture
def surroundings(site):
    """Where all of it belongs."""
    with unit_of_work():
        area = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.SYSTEM)
        topic = add_topic(VISITOR, slug="wards", name="Wards")
        owner = add_organisation(VISITOR, slug="board", name="North Vale Board", areas=[area], is_public=True)
    return {"areas": [area], "topics": [topic]}, owner


def fill(many, surroundings):
    """So many plans and posts, everywhere."""
    labels, owner = surroundings
    picture = store_picture()
    for _ in range(many):
        plan = make_plan(owner=owner, **labels)
        make_post(section=make_section(), picture=picture, picture_alt="A nurse", answers=plan, **labels)


def test_a_list_needs_no_more_statements_for_more_rows(client, surroundings):
    make_section()
    fill(5, surroundings)
    few = {path: client.get(path).statements for path in LISTS}
    fill(20, surroundings)
    for path in LISTS:
        many = client.get(path).statements
        assert len(many) == len(few[path]), f"{path}\n" + "\n".join(many)


def test_a_signed_in_reader_of_a_plan_costs_little(client, surroundings):
    labels, owner = surroundings
    plan = make_plan("Care", slug="care", owner=owner, **labels)
    for _ in range(3):
        make_post(section=make_section(), answers=plan)
    client.sign_in(make_account())
    cold = client.get("/plans/care/").statements
    assert len(cold) <= 24, "\n".join(cold)
    warm = client.get("/plans/care/").statements
    assert len(warm) < len(cold)


def test_a_visitor_reads_a_ready_page_for_one_statement(client, surroundings):
    make_plan("Care", slug="care")
    first = client.get("/plans/care/")
    second = client.get("/plans/care/")
    assert second.text == first.text
    assert len(second.statements) <= 2
    assert second.headers["ETag"]
    again = client.http.get("/plans/care/", headers={"If-None-Match": second.headers["ETag"]})
    assert again.status_code == 304


def test_another_process_shows_a_change_on_the_next_request(client, database_home, tmp_path):
    plan = make_plan("Care", slug="care", body="We shall close two wards.")
    other_site = make_site(database_home, tmp_path)
    with other_site.app_context():
        other = PageClient(other_site)
        assert "two wards" in other.get("/plans/care/").words
        assert "Care" in other.get("/plans/").words
    save_text(plan, "We shall close one ward.", publish=True)
    with other_site.app_context():
        assert "one ward" in other.get("/plans/care/").words
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="The money is gone.")
    with other_site.app_context():
        assert "The money is gone." in other.get("/plans/care/").words
        assert "Care" not in other.get("/plans/").words.replace("Read", "")


def test_a_hidden_comment_is_gone_from_another_process_on_the_next_request(client, database_home, tmp_path):
    plan = make_plan("Care", slug="care")
    shown = make_comment(plan, "The old number was better.")
    places = ("/plans/care/", "/feeds/plans/care/comments.atom")
    other_site = make_site(database_home, tmp_path)
    with other_site.app_context():
        other = PageClient(other_site)
        for place in places:
            assert "The old number was better." in other.get(place).text
    hide(shown)
    with other_site.app_context():
        for place in places:
            assert "The old number was better." not in other.get(place).text


def test_a_plan_costs_the_same_for_five_comments_and_for_fifty(client, another_client):
    plan = make_plan("Care", slug="care")
    another_client.sign_in(make_account()).get("/plans/care/")
    costs = []
    for many in (5, 45):
        for number in range(many):
            make_comment(plan, f"Remark number {number}")
        costs.append([len(each.get("/plans/care/").statements) for each in (client, another_client)])
    assert costs[0] == costs[1]
    assert max(costs[1]) <= 24


def test_a_block_tells_how_many_comments_it_has_and_leads_to_them(client):
    plan = make_plan("Care", slug="care")
    anchor = next(block.anchor for block in live_blocks(plan) if block.kind == "paragraph")
    first = make_comment(plan, "Here.", anchor=anchor)
    make_comment(plan, "Here too.", anchor=anchor)
    link = client.get("/plans/care/").select(f"[id='{anchor}'] .block__count")[0]
    assert " ".join(link.text_content().split()) == "2 comments on this passage"
    assert link.get("href") == f"/comments/{first.id}/", "to the first of them, wherever it stands"


def test_a_plan_says_first_until_when_it_takes_comments(client):
    plan, ends = make_plan("Care", slug="care"), clock.now() + timedelta(days=30)
    assert not client.get("/plans/care/").select(".have-your-say")
    open_thread(plan, closes_at=ends)
    page = client.get("/plans/care/")
    assert "Comments close on" in page.words
    assert page.select("article a")[0].get("href") == "#write"
    assert page.select("#write form")
    with time_machine.travel(ends + timedelta(days=1), tick=False):
        assert "Comments closed on" in client.get("/plans/care/").select(".have-your-say")[0].text_content()


def test_lists_say_at_once_until_when_comments_are_taken(client):
    plan = make_plan("Care", slug="care")
    open_thread(plan)
    assert "Comment until" not in client.get("/plans/").words
    open_thread(plan, closes_at=clock.now() + timedelta(days=30))
    assert "Comment until" in client.get("/plans/").words
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert "Comments closed on" in client.get("/").words


def test_no_block_asks_for_comments_while_they_are_stopped(client):
    open_thread(make_plan("Care", slug="care"))
    assert client.get("/plans/care/").select(".block__comment")
    with unit_of_work():
        stop_all(VISITOR, reason="We are under attack.")
    assert not client.get("/plans/care/").select(".block__comment")
