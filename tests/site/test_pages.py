"""What a visitor sees on the public pages."""

from datetime import date, timedelta

import time_machine

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.publishing import actions
from engage.publishing.actions import MilestoneLine, WorkstreamLine
from engage.publishing.models import MilestoneState, PlanStatus
from engage.site import places
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.comments import open_thread
from tests.support.publishing import make_plan, make_post, make_section, save_text, store_file, store_picture


def test_home_shows_what_is_open_new_and_decided(client):
    make_plan("Care closer to home", standfirst="Nursing in each neighbourhood.")
    make_plan("Late pharmacies", status=PlanStatus.DECIDED)
    make_post("The hall was full")
    words = client.get("site.home").words
    assert "Care closer to home" in words.partition("New")[0]
    assert "The hall was full" in words.partition("Decided")[0]
    assert "Late pharmacies" in words.partition("Decided")[2]


def test_an_empty_site_says_what_would_be_there(client):
    assert "No plan is open for comment today" in client.get("site.home").words
    assert "No plan has been published yet" in client.get("site.plans").words
    assert "Nothing has been posted yet" in client.get("site.posts").words
    assert "No organisation has been added yet" in client.get("site.organisations").words
    assert "No area has been added yet" in client.get("site.areas").words


def test_plans_are_narrowed_by_the_address(client):
    with unit_of_work():
        region = add_area(VISITOR, code="region", name="The region", kind=AreaKind.REGION)
        town = add_area(VISITOR, code="town", name="The town", kind=AreaKind.PLACE, parent=region)
        other = add_area(VISITOR, code="other", name="Elsewhere", kind=AreaKind.PLACE, parent=region)
        topic = add_topic(VISITOR, slug="stroke", name="Stroke")
    make_plan("For the town", areas=[town], topics=[topic], status=PlanStatus.DONE)
    make_plan("For the region", areas=[region])
    make_plan("For elsewhere", areas=[other])
    narrowed = client.get("/plans/?area=town").words
    assert "For the town" in narrowed
    assert "For the region" in narrowed
    assert "For elsewhere" not in narrowed
    assert "For the region" not in client.get("/plans/?area=town&topic=stroke").words
    assert "For the town" not in client.get("/plans/?status=open_for_comment").words
    assert "No plan fits all that you chose" in client.get("/plans/?status=being_decided").words
    assert "For elsewhere" in client.get("/plans/?area=nowhere&status=nonsense&topic=").words


def test_lists_are_paged_by_key_without_losing_any(client):
    start = clock.now() - timedelta(days=100)
    for number in range(23):
        make_plan(f"Plan {number:02}", at=start + timedelta(days=number // 2))
    first = client.get("site.plans")
    older = first.select("a.pagination__older")[0].get("href")
    second = client.get(older)
    titles = [e.text_content() for page in (first, second) for e in page.select(".teaser__title")]
    assert titles == [f"Plan {number:02}" for number in reversed(range(23))]
    assert second.select("a.pagination__newer")[0].get("href") == "/plans/"
    client.get("/plans/?after=rubbish", expect=404)


def test_a_plan_shows_all_that_belongs_to_it(client):
    with unit_of_work():
        area = add_area(VISITOR, code="town", name="Oxmere", kind=AreaKind.PLACE)
        owner = add_organisation(VISITOR, slug="board", name="North Vale Board", is_public=True)
    plan = make_plan(
        "Care closer to home",
        slug="care",
        standfirst="Nursing in each neighbourhood.",
        owner=owner,
        areas=[area],
        first_year=2026,
        last_year=2029,
        contact_name="Ada Orme",
        contact_email="ada@northvale.example",
    )
    with unit_of_work():
        lines = [
            MilestoneLine(date(2020, 1, 1), "Board meets", MilestoneState.DONE),
            MilestoneLine(date(2021, 1, 1), "Ward opens"),
            MilestoneLine(clock.now().date() + timedelta(days=90), "Review"),
        ]
        actions.set_milestones(VISITOR, plan=plan, milestones=lines)
        actions.set_workstreams(VISITOR, plan=plan, workstreams=[WorkstreamLine("Buses", "More of them", areas=[area])])
    stored = store_file()
    with unit_of_work():
        actions.attach(VISITOR, publication=plan, stored=stored, title="Costs")
    make_post("The council answers", section=make_section("statement", "Statements"), answers=plan)
    page = client.get("site.plan", slug="care")
    for said in ("2026 to 2029", "Open for comment", "North Vale Board", "Oxmere", "Ada Orme", "Buses", "Costs"):
        assert said in page.words
    assert "CSV, 21 bytes" in page.words
    states = [e.text_content() for e in page.select(".timeline__state")]
    assert states == ["Done", "Late", "Next"]
    assert "The council answers" in page.words
    contents = [(a.text_content(), a.get("href")) for a in page.select(".wide-only .contents a")]
    assert [label for label, _ in contents] == ["Why we must change", "What we propose"]
    assert page.select(contents[0][1])[0].text_content().strip().startswith("Why we must change")


def test_a_change_is_told_and_can_be_read_word_by_word(client):
    plan = make_plan("Care", slug="care", body="We shall close two wards.")
    save_text(plan, "We shall close one ward.")
    with unit_of_work():
        actions.publish(VISITOR, publication=plan, change_note="One ward, not two.")
    page = client.get("site.plan", slug="care")
    assert "Last updated" in page.words
    link = next(a for a in page.select(".change-notes a") if a.text_content() == "One ward, not two.")
    changes = client.get(link.get("href"))
    assert "two wards" in " ".join(e.text_content() for e in changes.select(".difference del"))
    assert "one ward" in " ".join(e.text_content() for e in changes.select(".difference ins"))
    assert "two wards" in client.get("site.plan_version", slug="care", number=1).words
    assert ". See what changed in it, or read the plan" in client.get("site.plan_version", slug="care", number=2).words
    client.get("site.plan_changes", slug="care", old=2, new=1, expect=404)
    client.get("site.plan_changes", slug="care", old=1, new=3, expect=404)


def test_a_draft_after_publication_is_no_version(client):
    plan = make_plan("Care", slug="care", body="We shall close two wards.")
    save_text(plan, "We shall close them all.")
    assert "close them all" not in client.get("site.plan", slug="care").text
    client.get("site.plan_version", slug="care", number=2, expect=404)


def test_a_post_stands_with_its_picture_byline_and_plan(client):
    plan = make_plan("Care", slug="care")
    stored = store_picture()
    section = make_section("blog", "Blog", introduction="By those who do the work.")
    make_post(
        "What I carry",
        slug="boot",
        section=section,
        byline_name="Joanne Pellow",
        byline_role="District nurse",
        picture=stored,
        picture_alt="An open car boot",
        picture_caption="Everything but the kettle",
        answers=plan,
    )
    make_post("Another day", section=section)
    page = client.get("site.post", section="blog", slug="boot")
    assert page.heading == "What I carry"
    assert page.select("img[alt='An open car boot']")
    for said in (
        "Joanne Pellow",
        "District nurse",
        "Everything but the kettle",
        "An answer to the plan",
        "Another day",
    ):
        assert said in page.words
    assert page.select("meta[property='og:image']")[0].get("content").endswith(stored.path)
    assert client.get("site.post", section="news", slug="boot", expect=301).location == "/posts/blog/boot/"
    assert "By those who do the work." in client.get("site.post_section", section="blog").words


def test_a_question_and_its_answer_take_comments_as_one(client):
    said = "**How was it?**\n\nQuiet until one.\n\n**A *very* odd line**\n\n**And now?**\n\n## Later\n\n**The end.**\n"
    post = make_post("A night", slug="night", body=said)
    open_thread(post)
    page = client.get("site.post", section="news", slug="night")
    takes = {block.cssselect("p")[0].text_content(): block for block in page.select(".block") if block.cssselect("p")}
    linked = [words for words, block in takes.items() if block.cssselect(".block__comment")]
    assert linked == ["Quiet until one.", "A very odd line", "And now?", "The end."]


def test_old_and_withdrawn_things_say_so_and_stay(client):
    make_post("Long ago", slug="old", dated=date(2015, 5, 1))
    plan = make_plan("A bad idea", slug="bad")
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="The money is gone.")
    assert "It may be out of date" in client.get("site.post", section="news", slug="old").words
    page = client.get("site.plan", slug="bad")
    assert "The money is gone." in page.words
    assert "Withdrawn on" in page.words
    assert "Follow this plan" not in page.words
    assert "A bad idea" not in client.get("site.plans").words
    assert "A bad idea" in client.get("/plans/?status=withdrawn").words


def test_an_old_address_leads_to_the_new_one_for_ever(client):
    plan = make_plan("Care", slug="old-name")
    for slug in ("new-name", "newest-name"):
        with unit_of_work():
            actions.change_slug(VISITOR, publication=plan, slug=slug)
    assert client.get("/plans/old-name/", expect=301).location.endswith("/plans/newest-name/")
    assert client.get("/plans/new-name/", expect=301).location.endswith("/plans/newest-name/")


def test_organisations_stand_under_what_they_are_called(client):
    for slug, kind in (("ada", "local_group"), ("ben", "trust"), ("cee", "trust"), ("dot", ""), ("eve", "charity")):
        with unit_of_work():
            add_organisation(VISITOR, slug=slug, name=slug.title(), kind=kind, is_public=True)
    headings = [each.text for each in client.get("/organisations/").select("main section.band > h2")]
    assert headings == ["Trusts", "Local group", "Charity", "Organisation"]
    assert "All of this kind" not in client.get("/organisations/").words


def test_a_part_of_a_kind_does_not_look_like_all_of_it(client, monkeypatch):
    monkeypatch.setattr(places, "AT_ONCE", 2)
    for slug, kind in (("ada", "trust"), ("ben", "charity"), ("cee", "trust")):
        with unit_of_work():
            add_organisation(VISITOR, slug=slug, name=slug.title(), kind=kind, is_public=True)
    page = client.get("/organisations/")
    assert "a kind can have more on other pages" in page.words
    whole = client.get(page.select("section.band a[href*='kind=trust']")[0].get("href"))
    assert [each.text for each in whole.select("main dt a")] == ["Ada", "Cee"]
    assert "on other pages" not in whole.words


def test_unknown_things_are_missing(client):
    for path in ("/plans/none/", "/posts/none/", "/areas/none/", "/topics/none/", "/organisations/none/", "/none/"):
        client.get(path, expect=404)


def test_a_page_about_the_site_is_shown_or_says_that_it_is_unwritten(client):
    assert "has not been written yet" in client.get("site.page", slug="privacy").words
    with unit_of_work():
        actions.save_page(VISITOR, slug="privacy", title="Your privacy", body="We keep **little**.")
    page = client.get("site.page", slug="privacy")
    assert page.heading == "Your privacy"
    assert page.select("strong")[0].text_content() == "little"


def test_what_is_late_follows_the_calendar_though_the_page_is_cached(client):
    plan = make_plan("Care", slug="care")
    tomorrow = clock.now().date() + timedelta(days=1)
    with unit_of_work():
        actions.set_milestones(VISITOR, plan=plan, milestones=[MilestoneLine(tomorrow, "Board meets")])
    assert client.get("site.plan", slug="care").select(".timeline__state")[0].text_content() == "Next"
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert client.get("site.plan", slug="care").select(".timeline__state")[0].text_content() == "Late"


def test_what_stands_around_a_text_makes_no_version_of_it(client):
    plan = make_plan("Care", slug="care")
    other = make_post("Another")
    with unit_of_work():
        actions.set_related(VISITOR, publication=plan, others=[(other, "")])
    page = client.get("site.plan", slug="care")
    assert "Another" in page.words
    assert "Last updated" not in page.words
    client.get("site.plan_version", slug="care", number=2, expect=404)
