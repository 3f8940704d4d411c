"""Feeds, sitemap and robots: valid, stable, and only what anybody may see."""

from datetime import timedelta

from lxml.etree import fromstring

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.publishing import actions
from engage.site import feeds, syndication
from tests.support.comments import make_comment
from tests.support.publishing import make_plan, make_post, make_section, save_text

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(page):
    """The entries of a feed that is checked against what Atom demands."""
    assert page.headers["Content-Type"].startswith("application/atom+xml")
    root = fromstring(page.text.encode())
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{needed}"), f"{needed} is missing"
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    return [
        (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href"))
        for entry in root.iter(f"{ATOM}entry")
    ]


def test_the_site_feed_tells_plans_and_posts_newest_first(client):
    now = clock.now()
    make_plan("Care & carers <now>", slug="care", at=now - timedelta(days=2))
    make_post("The hall was full", slug="hall", at=now - timedelta(days=1))
    make_post("A draft", published=False)
    found = entries(client.get("site.feed"))
    assert [title for _, title, _ in found] == ["The hall was full", "Care & carers <now>"]
    assert found[1][2].endswith("/plans/care/")
    assert found[1][0].startswith("tag:127.0.0.1,2026:publication/")


def test_an_entry_keeps_its_id_when_its_address_changes(client):
    plan = make_plan("Care", slug="care")
    before = entries(client.get("site.feed"))[0]
    with unit_of_work():
        actions.change_slug(VISITOR, publication=plan, slug="care-at-home")
    after = entries(client.get("site.feed"))[0]
    assert before[0] == after[0]
    assert after[2].endswith("/plans/care-at-home/")
    assert client.get("/feeds/plans/care.atom", expect=301).location.endswith("/feeds/plans/care-at-home.atom")


def test_a_section_has_a_feed_of_its_own(client):
    make_post("In the news", section=make_section("news", "News"))
    make_post("In the blog", section=make_section("blog", "Blog"))
    assert [title for _, title, _ in entries(client.get("site.section_feed", section="blog"))] == ["In the blog"]
    assert entries(client.get("site.section_feed", section="news"))[0][1] == "In the news"
    client.get("site.section_feed", section="none", expect=404)
    assert "/feeds/posts/blog.atom" in client.get("site.feed_list").text


def test_a_plan_feed_tells_its_changes_and_statements(client):
    plan = make_plan("Care", slug="care", body="Two wards.", at=clock.now() - timedelta(days=1))
    save_text(plan, "One ward.")
    with unit_of_work():
        actions.publish(VISITOR, publication=plan, change_note="One ward, not two.")
    make_post("The council answers", section=make_section("statement", "Statements"), answers=plan)
    titles = [title for _, title, _ in entries(client.get("site.plan_feed", slug="care"))]
    assert titles == ["The council answers", "Changed: Care", "Care"]


def test_comments_have_a_feed_beside_the_plans_own(client):
    plan = make_plan("Care", slug="care")
    make_comment(plan, "The old number was better.")
    assert [title for _, title, _ in entries(client.get("site.plan_feed", slug="care"))] == ["Care"]
    said = client.get("site.plan_comments_feed", slug="care")
    assert [title for _, title, _ in entries(said)] == ["Comment #1 on Care"]
    assert "The old number was better." in said.text
    assert "/feeds/plans/care/comments.atom" in client.get("/plans/care/").text


def test_what_changed_last_comes_first_in_the_site_feed(client):
    plan = make_plan("Care", slug="care", body="Two wards.", at=clock.now() - timedelta(days=3))
    make_post("The hall was full", at=clock.now() - timedelta(days=1))
    save_text(plan, "One ward.", publish=True)
    assert [title for _, title, _ in entries(client.get("site.feed"))] == ["Care", "The hall was full"]


def test_what_is_withdrawn_leaves_feeds_and_sitemap(client):
    plan = make_plan("Care", slug="care")
    assert "/plans/care/" in client.get("site.sitemap").text
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="The money is gone.")
    assert entries(client.get("site.feed")) == []
    assert "/plans/care/" not in client.get("site.sitemap").text


def test_a_large_site_has_an_index_of_sitemaps(client, monkeypatch):
    make_plan("One", slug="one")
    make_plan("Two", slug="two")
    make_plan("Three", slug="three")
    monkeypatch.setattr(syndication, "SITEMAP_SIZE", 2)
    index = fromstring(client.get("site.sitemap").text.encode())
    parts = [loc.text for loc in index.iter(f"{SITEMAP}loc")]
    assert [part.rpartition("/")[2] for part in parts] == ["sitemap-0.xml", "sitemap-1.xml", "sitemap-2.xml"]
    texts = [client.get("site.sitemap_part", part=part).text for part in range(3)]
    assert "/plans/</loc>" in texts[0]
    assert "/plans/one/" in texts[1]
    assert "/plans/two/" in texts[1]
    assert "/plans/three/" in texts[2]
    client.get("site.sitemap_part", part=3, expect=404)


def test_robots_are_kept_from_desks_and_told_the_sitemap(client):
    said = client.get("site.robots").text
    assert "Disallow: /staff/" in said
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in said


def test_hostile_titles_cannot_break_the_xml():
    item = feeds.Item("x/1", "]]> <b>&amp;\u202e", "/x/", clock.now(), clock.now(), "A & B", html="<p>1 < 2</p>")
    made = feeds.atom(
        base_url="https://a.example", name="site", title="T", page="/", feed="/f", author="O", items=[item]
    )
    assert fromstring(made).findtext(f"{ATOM}entry/{ATOM}title") == "]]> <b>&amp;\u202e"
