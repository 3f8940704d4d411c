"""Two people at one page of the desk: the second sees what the first saved before anything is undone."""

import io

import pytest

from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.publishing import actions, desk, queries
from engage.publishing.models import PlanStatus
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post, make_section, png, save_text, store_picture


@pytest.fixture
def ada(site, client):
    account = make_account(name="Ada Obi", roles=["editor"])
    client.sign_in(account)
    return account


@pytest.fixture
def ben(site, another_client):
    account = make_account(name="Ben Shaw", roles=["editor"])
    another_client.sign_in(account)
    return account


def form_of(client, place, publication):
    return client.get(f"publishing_staff.{place}", publication_id=publication.id).form(f"/{place}/")


def send(client, place, publication, form, expect=303):
    return client.post(f"publishing_staff.{place}", form, publication_id=publication.id, expect=expect)


LINES = {
    "milestones": ("lines-0-title", {"lines-0-on": "2027-03-01"}),
    "workstreams": ("lines-0-lead", {"lines-0-title": "Buses"}),
    "status": ("contact_name", {}),
    "details": ("slug", {}),
}


@pytest.mark.parametrize("place", list(LINES))
def test_the_second_sees_what_the_first_saved_and_then_decides(client, another_client, ada, ben, place):
    plan = make_plan()
    box, other_boxes = LINES[place]
    mine = form_of(client, place, plan) | other_boxes | {box: "words-of-ada"}
    theirs = form_of(another_client, place, plan) | other_boxes | {box: "words-of-ben"}
    send(another_client, place, plan, theirs)
    shown = send(client, place, plan, mine, expect=422)
    assert "Ben Shaw saved this on" in shown.words
    assert "words-of-ben" in shown.select("pre.source")[0].text_content()
    assert shown.form(f"/{place}/")[box] == "words-of-ada"
    look_again()
    assert plan.latest_revision == 2
    send(client, place, plan, shown.form(f"/{place}/"))
    assert form_of(client, place, plan)[box] == "words-of-ada"


def test_organisations_are_not_undone(client, another_client, ada, ben):
    with unit_of_work():
        board, trust = (directory.add_organisation(VISITOR, slug=slug, name=slug) for slug in ("board", "trust"))
    plan = make_plan()
    mine = form_of(client, "organisations", plan) | {"lines-0-organisation": board.id}
    theirs = form_of(another_client, "organisations", plan) | {"lines-0-organisation": trust.id}
    send(another_client, "organisations", plan, theirs)
    assert "trust" in send(client, "organisations", plan, mine, expect=422).words
    assert desk.parts_of(plan.id)[0]["organisation"] == trust.id


def test_a_status_that_somebody_set_is_not_set_back(client, another_client, ada, ben):
    plan = make_plan()
    mine = form_of(client, "status", plan) | {"contact_name": "Ada Obi"}
    theirs = form_of(another_client, "status", plan) | {"status": "decided"}
    send(another_client, "status", plan, theirs)
    send(client, "status", plan, mine, expect=422)
    look_again()
    assert (plan.status, plan.contact_name) == (PlanStatus.DECIDED, "")


def test_changes_of_other_things_do_not_stand_in_the_way(client, another_client, ada, ben):
    plan = make_plan()
    mine = form_of(client, "milestones", plan) | {"lines-0-title": "Board meets", "lines-0-on": "2027-03-01"}
    theirs = form_of(another_client, "status", plan) | {"contact_name": "Ben Shaw"}
    send(another_client, "status", plan, theirs)
    save_text(plan, "Another text.")
    send(client, "milestones", plan, mine)
    send(client, "milestones", plan, mine)
    assert [row["title"] for row in desk.timetable_of(plan.id)] == ["Board meets"]


def test_a_picture_that_somebody_gave_stays(client, another_client, ada, ben):
    post = make_post()
    mine = form_of(client, "picture", post) | {"picture_alt": "Mine", "picture": (io.BytesIO(png()), "a.png")}
    picture = store_picture("b.png", width=9)
    with unit_of_work():
        actions.set_picture(VISITOR, post=post, stored=picture, alt="Theirs")
    shown = send(client, "picture", post, mine, expect=422)
    assert "Theirs" in shown.words
    assert shown.select("input[name=picture_alt]")[0].get("value") == "Mine"
    look_again()
    assert post.picture_alt == "Theirs"


def test_a_page_about_the_site_is_not_undone(client, another_client, ada, ben):
    opened = client.get("publishing_staff.edit_page", slug="about").form("/about/")
    for words in ("By Ben.", "By Ben again."):
        theirs = another_client.get("publishing_staff.edit_page", slug="about").form("/about/") | {"body": words}
        another_client.post("publishing_staff.edit_page", theirs, slug="about")
        shown = client.post("publishing_staff.edit_page", opened | {"body": "By Ada."}, slug="about", expect=422)
        assert "Ben Shaw saved this on" in shown.words
        assert words in [found.text_content() for found in shown.select("pre.source")]
        opened = shown.form("/about/")
        assert opened["body"] == "By Ada."
        look_again()
        assert queries.site_page("about").body == words
    client.post("publishing_staff.edit_page", opened, slug="about")
    look_again()
    assert queries.site_page("about").body == "By Ada."


def test_the_words_of_a_section_are_not_undone(client, another_client, ada, ben):
    section = make_section("news", "News")
    opened = client.get("publishing_staff.section", slug="news").form("/news/")
    theirs = another_client.get("publishing_staff.section", slug="news").form("/news/") | {"introduction": "Of Ben."}
    another_client.post("publishing_staff.section", theirs, slug="news")
    shown = client.post("publishing_staff.section", opened | {"introduction": "Of Ada."}, slug="news", expect=422)
    assert "Of Ben." in shown.words
    client.post("publishing_staff.section", shown.form("/news/"), slug="news")
    look_again()
    assert section.introduction == "Of Ada."


def test_ones_own_other_page_is_called_ones_own(client, ada):
    plan = make_plan()
    first, second = (form_of(client, "status", plan) for _ in range(2))
    send(client, "status", plan, first | {"contact_name": "Ada Lowe"})
    shown = send(client, "status", plan, second | {"contact_name": "Ada Love"}, expect=422)
    assert "You saved this on" in shown.words
    assert "What you saved on another page" in shown.words
