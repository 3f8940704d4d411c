"""What is not public yet stands nowhere; when its moment comes it stands everywhere, cached pages or not."""

from datetime import timedelta

import pytest
import time_machine

from engage.core import clock, jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.publishing import actions
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.publishing import make_plan, make_post, make_section

TITLE = "Closing the Larch ward"


@pytest.fixture
def embargoed(site):
    """A plan that becomes public in an hour, tied to everything that could give it away."""
    with unit_of_work():
        area = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.SYSTEM)
        topic = add_topic(VISITOR, slug="wards", name="Wards")
        owner = add_organisation(VISITOR, slug="board", name="North Vale Board", areas=[area], is_public=True)
    at = clock.now() + timedelta(hours=1)
    plan = make_plan(TITLE, slug="larch", areas=[area], topics=[topic], owner=owner, at=at)
    answer = make_post("What the council says", slug="council", section=make_section(), answers=plan)
    with unit_of_work():
        actions.set_related(VISITOR, publication=answer, others=[(plan, "")])
    jobs.run("ledger.seal")
    jobs.run("search.index")
    return plan


PLACES = [
    "/",
    "/plans/",
    "/plans/?status=open_for_comment&area=vale&topic=wards",
    "/areas/vale/",
    "/topics/wards/",
    "/organisations/board/",
    "/posts/news/council/",
    "/feeds/site.atom",
    "/search/?q=larch",
    "/search/?q=neighbourhood&kind=plan",
]


@pytest.mark.parametrize("place", PLACES)
def test_an_embargo_holds_and_ends_by_the_clock(client, embargoed, place):
    assert TITLE not in client.get(place).text, "before its moment"
    with time_machine.travel(embargoed.publish_at + timedelta(seconds=1), tick=False):
        jobs.run("publishing.announce")
        jobs.run("ledger.seal")
        jobs.run("search.index")
        assert TITLE in client.get(place).text, "from its moment on"


@pytest.mark.parametrize("place", [place for place in PLACES if not place.startswith("/search/")])
def test_a_cached_page_ends_with_the_clock_alone(client, embargoed, place):
    client.get(place)
    assert client.get(place).statements == [], "the page is served from memory"
    with time_machine.travel(embargoed.publish_at + timedelta(seconds=1), tick=False):
        assert TITLE in client.get(place).text


def test_the_page_itself_and_its_feed_are_missing_until_then(client, embargoed):
    client.get("/plans/larch/", expect=404)
    client.get("/feeds/plans/larch.atom", expect=404)
    client.get("/feeds/plans/larch/comments.atom", expect=404)
    client.get("/plans/larch/versions/1/", expect=404)
    assert "larch" not in client.get("/sitemap.xml").text
    with time_machine.travel(embargoed.publish_at + timedelta(seconds=1), tick=False):
        assert client.get("/plans/larch/").heading == TITLE
        assert TITLE in client.get("/feeds/plans/larch.atom").text
        assert "/plans/larch/" in client.get("/sitemap.xml").text


def test_a_text_made_ready_and_replaced_before_the_moment_is_no_version(client, site):
    from tests.support.publishing import save_text

    at = clock.now() + timedelta(hours=2)
    plan = make_plan("Carers", slug="carers", body="We shall close it.", at=at)
    save_text(plan, "We shall keep it.")
    with unit_of_work():
        actions.publish(VISITOR, publication=plan, at=at - timedelta(hours=1))
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        assert "We shall keep it." in client.get("/plans/carers/").words
        assert "We shall keep it." in client.get("/plans/carers/versions/1/").words
        client.get("/plans/carers/versions/2/", expect=404)
