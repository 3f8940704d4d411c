"""Consultations on the pages that show several features: home, plan, places, feed, sitemap."""

from datetime import timedelta

from engage.consultations import actions
from engage.core import clock, jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from tests.support.consultations import make_consultation
from tests.support.moderation import make_area
from tests.support.publishing import make_plan


def test_what_is_open_stands_on_the_home_page_and_beside_its_plan(client):
    plan, other = make_plan("Care closer to home"), make_plan("Something else")
    make_consultation("Where should clinics be?", publications=[plan])
    make_consultation("Hidden one", publications=[plan], open=False)
    for where in ("/", f"/plans/{plan.slug}/"):
        page = client.get(where)
        assert "Where should clinics be?" in page.words
        assert "Hidden one" not in page.text
    assert "Where should clinics be?" not in client.get(f"/plans/{other.slug}/").words


def test_it_stands_in_the_area_the_feed_and_the_sitemap(client):
    area = make_area()
    it = make_consultation("Beds by the sea", publications=[make_plan(areas=[area])])
    assert "Beds by the sea" in client.get("site.area", code=area.code).words
    assert "Consultation: Beds by the sea" in client.get("site.feed").text
    assert f"/consultations/{it.slug}/" in client.get("/sitemap-0.xml", unchecked="XML").text


def test_what_closed_by_the_clock_leaves_the_home_page_and_the_plan(client):
    plan = make_plan()
    it = make_consultation("Where should clinics be?", publications=[plan], weeks=1)
    assert "Where should clinics be?" in client.get("/").words
    client.get(f"/plans/{plan.slug}/")
    with clock.pretending(it.closes_at + timedelta(minutes=1)):
        assert "Where should clinics be?" not in client.get("/").words
        jobs.run("consultations.clock")
        assert "Where should clinics be?" not in client.get(f"/plans/{plan.slug}/").words


def test_what_is_called_off_is_listed_nowhere(client):
    it = make_consultation("Where should clinics be?")
    client.get("/")
    with unit_of_work():
        actions.call_off(VISITOR, consultation=it, reason="It is decided elsewhere.")
    assert "Where should clinics be?" not in client.get("/").words
    assert "Where should clinics be?" not in client.get("site.feed").text
