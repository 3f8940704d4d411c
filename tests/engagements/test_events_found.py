"""Where public events are found: search, feeds, the sitemap, the pages of areas and plans."""

from datetime import timedelta

import pytest
import time_machine

from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.engagements import actions as logging
from engage.engagements import queries
from engage.engagements.actions import events as actions
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.engagements.test_events import make_event
from tests.support.accounts import make_account
from tests.support.publishing import make_plan

PLACES = ["/", "/areas/vale/", "/plans/nights/", "/feeds/events.atom", "/feeds/site.atom", "/sitemap.xml", "/events/"]
SEARCHES = ["/search/?q=nurses", "/search/?q=evening&kind=event"]


@pytest.fixture
def plan(site):
    """A plan for an area."""
    with unit_of_work():
        area = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.SYSTEM)
    return make_plan("Nights", slug="nights", areas=[area])


def called_off(made):
    """Call an event off."""
    with unit_of_work():
        actions.call_off(VISITOR, engagement=db.session.merge(made), reason="The hall is flooded")


def test_it_is_found_everywhere_once_it_is_listed_and_nowhere_before(client, plan):
    made, event = make_event(listed=False, publications=[plan])
    assert [path for path in PLACES + SEARCHES if event.slug in client.get(path).text] == []
    described = actions.Described(summary="Ask the nurses.", minutes=90, place="Village hall")
    with unit_of_work():
        actions.save_event(VISITOR, engagement=db.session.merge(made), described=described, listed=True)
    assert [path for path in PLACES + SEARCHES if event.slug not in client.get(path).text] == []
    with unit_of_work():
        actions.save_event(VISITOR, engagement=db.session.merge(made), described=described, listed=False)
    assert [path for path in PLACES + SEARCHES if event.slug in client.get(path).text] == []


def test_what_changed_is_told_and_old_words_find_nothing(client, plan):
    made, _ = make_event(publications=[plan])
    found = queries.engagement(made.id)
    noted = logging.Noted(kind=made.kind, at=made.at, title="A morning about days", publications=[plan])
    client.get("/events/")
    with unit_of_work():
        logging.change_engagement(VISITOR, engagement=db.session.merge(found), base=1, noted=noted)
    assert "A morning about days" in client.get("/events/").words
    assert "A morning about days" in client.get("/search/?q=morning&kind=event").words
    assert "Nothing that is published" in client.get("/search/?q=evening&kind=event").words
    called_off(made)
    assert "called off" in client.get("/search/?q=flooded").words
    feed = client.get("/feeds/events.atom").text
    assert "Called off: A morning about days" in feed
    assert "The hall is flooded" in feed


def test_afterwards_plan_and_area_show_what_was_heard(client, plan):
    made, event = make_event(publications=[plan])
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert event.slug not in client.get("/plans/nights/").text, "nothing was heard yet"
        with unit_of_work():
            actions.say_heard(VISITOR, engagement=db.session.merge(made), heard="Nobody gets home after eight.")
        for path in ("/plans/nights/", "/areas/vale/"):
            assert "What we heard" in client.get(path).text, path
        assert "Nobody gets home after eight." in client.get("/feeds/events.atom").text
        assert "gets home" in client.get("/search/?q=%22home+after+eight%22").words
        assert event.slug not in client.get("/").text, "the home page tells what is coming"


def test_what_everybody_sees_as_an_event_stays_one(client, plan):
    made, event = make_event(publications=[plan])
    client.sign_in(make_account(roles=["officer"]))
    form = client.get("engagements_staff.edit", engagement_id=made.id).form()
    page = client.post("engagements_staff.edit", {**form, "kind": "call"}, engagement_id=made.id, expect=422)
    assert "Take it off the list of events first." in page.words
    client.get("engagements.event", slug=event.slug)
