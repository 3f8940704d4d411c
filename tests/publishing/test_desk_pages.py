"""The desk's smaller pages: publishing, history, details, lists, files, pages about the site."""

import io
from datetime import date, timedelta

import pytest
import time_machine

from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.publishing import actions, desk, queries
from engage.publishing.models import PlanStatus, Post, PostSection
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.comments import open_thread
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post, make_section, notes_for_readers, png, save_text


def page(client, endpoint, publication, **values):
    return client.get(f"publishing_staff.{endpoint}", publication_id=publication.id, **values)


def send(client, endpoint, publication, expect=303, **changes):
    form = page(client, endpoint, publication).form(f"/{publication.id}/") | changes
    return client.post(f"publishing_staff.{endpoint}", form, publication_id=publication.id, expect=expect)


def publish(client, publication, expect=303, **given):
    return client.post("publishing_staff.publish", given, publication_id=publication.id, expect=expect)


def test_an_editor_publishes_now(client, editor):
    plan = make_plan(published=False)
    assert "Publish" in page(client, "release", plan).words
    publish(client, plan, when="now")
    look_again()
    assert plan.is_public(clock.now())
    assert "Readers see the newest text" in page(client, "release", plan).words


def test_a_minute_is_a_minute_of_the_sites_clock(client, editor):
    plan = make_plan(published=False)
    with time_machine.travel("2027-07-01 12:00 +0000", tick=False):
        client.sign_in(editor)
        publish(client, plan, when="later", date="2027-07-02", time="09:30")
        look_again()
        assert plan.publish_at.isoformat() == "2027-07-02T08:30:00+00:00"
        shown = page(client, "release", plan)
        assert "It becomes public on 2 July 2027 at 9:30" in shown.words
        client.post("publishing_staff.unschedule", publication_id=plan.id)
        look_again()
        assert plan.publish_at is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"when": "later"}, "Enter a real date"),
        ({"when": "later", "date": "2027-02-30", "time": "09:00"}, "Enter a real date"),
        ({"when": "later", "date": "2027-07-02", "time": ""}, "Enter a time"),
        ({"when": "later", "date": "2027-07-02", "time": "25:00"}, "Enter a time"),
        ({"when": "later", "date": "2020-07-02", "time": "09:00"}, "This moment has passed"),
        ({"when": "later", "date": "2027-03-28", "time": "01:30"}, "there is no 01:30 that day"),
        ({"when": "later", "date": "2027-10-31", "time": "01:30"}, "01:30 comes twice that day"),
        ({"when": "soon"}, "Choose one of the options."),
    ],
)
def test_a_moment_that_cannot_be_is_said_by_its_field(client, editor, given, words):
    plan = make_plan(published=False)
    with time_machine.travel("2027-01-01 12:00 +0000", tick=False):
        client.sign_in(editor)
        shown = publish(client, plan, expect=422, **given)
    assert words in shown.words
    assert plan.live_revision is None


def test_an_author_cannot_publish(site, client):
    plan = make_plan(published=False)
    client.sign_in(make_account(roles=["author"]))
    assert "An editor" in page(client, "release", plan).words
    publish(client, plan, when="now", expect=403)
    client.get("publishing_staff.withdraw", publication_id=plan.id, expect=403)


def test_an_update_carries_a_note_and_shows_what_readers_have_not_seen(client, editor):
    plan = make_plan(body="The meeting is on Monday.")
    save_text(plan, "The meeting is on Tuesday.")
    shown = page(client, "release", plan)
    assert "Readers see revision 1; the newest text is revision 2" in shown.words
    assert client.get(shown.select("main a[href*=compare]")[0].get("href")).select("ins")
    client.post("publishing_staff.update", {"change_note": "The day was wrong."}, publication_id=plan.id)
    look_again()
    assert notes_for_readers(plan) == ["The day was wrong."]
    shown = client.post("publishing_staff.update", {"csrf_token": "stale"}, publication_id=plan.id, expect=422)
    assert "Nothing is lost" in shown.words


def test_withdrawing_asks_for_the_reason(client, editor):
    plan = make_plan()
    assert "Say why" in send(client, "withdraw", plan, expect=422, reason=" ").words
    send(client, "withdraw", plan, reason="The board stopped it.")
    look_again()
    assert plan.withdrawn_reason == "The board stopped it."
    assert "Publish it again" in page(client, "release", plan).words


def test_the_history_says_who_when_and_what(client, editor):
    plan = make_plan()
    save_text(plan, "New.", title="New title")
    with unit_of_work():
        actions.set_details(VISITOR, publication=plan, contact_name="Ada Obi")
    shown = page(client, "history", plan)
    assert "Title, text" in shown.words
    assert "Contact" in shown.words
    page(client, "revision", plan, number=1)
    compared = page(client, "compare", plan, old=1, new=3)
    assert "Contact: Ada Obi" in compared.words
    for wrong in ({"old": 1, "new": 9}, {"old": "x", "new": 1}, {}, {"old": 10**20, "new": 1}):
        client.get("publishing_staff.compare", publication_id=plan.id, expect=404, **wrong)


def test_a_long_history_is_paged_at_the_same_cost(client, editor):
    plan = make_plan()
    few = page(client, "history", plan)
    for number in range(55):
        save_text(plan, f"Text {number}.")
    many = page(client, "history", plan)
    assert len(many.statements) <= len(few.statements) + 1
    assert "Begun" in client.get(many.select(".pagination__older")[0].get("href")).words


def test_details_of_a_post_are_kept(client, editor):
    with unit_of_work():
        area = add_area(VISITOR, code="E1", name="Hallowby", kind=AreaKind.PLACE)
        topic = add_topic(VISITOR, slug="carers", name="Carers")
    post, blog, plan = make_post("Old name"), make_section("blog", "Blog"), make_plan("The plan")
    send(
        client,
        "details",
        post,
        section=blog.id,
        dated="2026-02-03",
        byline_name="Ada Obi",
        areas=area.id,
        topics=topic.id,
        answers=plan.id,
        slug="new-name",
    )
    look_again()
    assert (post.section_id, post.dated, post.byline_name, post.answers_id, post.slug) == (
        blog.id,
        date(2026, 2, 3),
        "Ada Obi",
        plan.id,
        "new-name",
    )
    assert (queries.area_ids(post.id), queries.topic_ids(post.id)) == ({area.id}, {topic.id})
    form = page(client, "details", post).form("/details/")
    assert (form["answers"], form["areas"], form["dated"]) == (str(plan.id), str(area.id), "2026-02-03")
    assert "lower-case" in send(client, "details", post, expect=422, slug="Two Words").words
    assert "Enter a real date" in send(client, "details", post, expect=422, dated="soon").words


def test_status_and_contact_of_a_plan_are_kept(client, editor):
    plan = make_plan()
    send(client, "status", plan, status="decided", first_year="2027", last_year="", contact_phone="01632 960001")
    look_again()
    assert (plan.status, plan.first_year, plan.contact_phone) == (PlanStatus.DECIDED, 2027, "01632 960001")
    assert "four digits" in send(client, "status", plan, expect=422, first_year="soon").words
    assert "not be before" in send(client, "status", plan, expect=422, last_year="2020").words
    page(client, "status", plan)
    client.get("publishing_staff.status", publication_id=make_post().id, expect=404)


def test_organisations_and_their_rights_are_kept_and_taken_away(client, editor):
    with unit_of_work():
        board = directory.add_organisation(VISITOR, slug="board", name="The board")
    plan = make_plan()
    line = {"lines-0-organisation": board.id, "lines-0-role": "lead", "lines-0-may_reply": "y"}
    send(client, "organisations", plan, **line)
    look_again()
    (part,) = desk.parts_of(plan.id)
    assert part == {
        "organisation": board.id,
        "role": "lead",
        "may_edit": False,
        "may_approve": False,
        "may_reply": True,
    }
    more = send(client, "organisations", plan, expect=200, do="more")
    assert more.form("/organisations/")["lines-0-organisation"] == str(board.id)
    assert "lines-4-role" in more.form("/organisations/")
    send(client, "organisations", plan, **{"lines-0-organisation": 0})
    look_again()
    assert desk.parts_of(plan.id) == []


def test_the_timetable_is_kept_in_order(client, editor):
    plan = make_plan()
    lines = {
        "lines-0-title": "Second",
        "lines-0-on": "2027-03-02",
        "lines-1-title": "First",
        "lines-1-on": "2027-03-01",
    }
    send(client, "milestones", plan, **lines)
    assert [row["title"] for row in desk.timetable_of(plan.id)] == ["First", "Second"]
    refused = send(client, "milestones", plan, expect=422, **{"lines-2-title": "Undated"})
    assert "Give every line of the timetable a date." in refused.words
    assert refused.form("/milestones/")["lines-2-title"] == "Undated"
    send(client, "milestones", plan, **{"lines-0-title": "", "lines-0-on": ""})
    look_again()
    assert [row["title"] for row in desk.timetable_of(plan.id)] == ["Second"]


def test_workstreams_are_kept(client, editor):
    plan = make_plan()
    send(client, "workstreams", plan, **{"lines-0-title": "Buses", "lines-0-lead": "Ada Obi"})
    look_again()
    assert desk.work_of(plan.id)[0]["lead"] == "Ada Obi"
    refused = send(
        client,
        "workstreams",
        plan,
        expect=422,
        **{"lines-0-starts": "2027-02-01", "lines-0-ends": "2027-01-01"},
    )
    assert "must not end before it starts" in refused.words


def test_teasers_are_given_by_their_address(client, editor):
    post, other = make_post(), make_post("The other one")
    send(client, "related", post, **{"lines-0-address": queries.path_of(other), "lines-0-label": "Read this"})
    look_again()
    assert [(row.id, label) for row, label in desk.related_to(post.id)] == [(other.id, "Read this")]
    for nowhere in ("/x/", "http://[abc"):
        assert "not the address" in send(client, "related", post, expect=422, **{"lines-1-address": nowhere}).words


def test_files_are_attached_and_removed(client, editor):
    plan = make_plan()
    given = {"file": (io.BytesIO(b"a,b\n1,2\n"), "Travel times.csv"), "title": "Travel times"}
    client.post("publishing_staff.files", given, publication_id=plan.id)
    look_again()
    ((attachment, stored),) = desk.files_of(plan.id)
    assert (attachment.title, stored.name) == ("Travel times", "Travel-times.csv")
    assert "Travel times" in page(client, "files", plan).words
    client.post("publishing_staff.remove_file", publication_id=plan.id, attachment_id=attachment.id)
    look_again()
    assert desk.files_of(plan.id) == []
    other = make_plan()
    client.post("publishing_staff.remove_file", publication_id=other.id, attachment_id=attachment.id, expect=404)


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        ({}, "Choose a file."),
        ({"file": (io.BytesIO(b"MZ"), "virus.exe")}, "Files of this kind cannot be attached."),
        ({"file": (io.BytesIO(b"not a pdf"), "plan.pdf")}, "its content is something else"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(client, editor, upload, words):
    plan = make_plan()
    shown = client.post("publishing_staff.files", {"title": "Kept title", **upload}, publication_id=plan.id, expect=422)
    assert words in shown.words
    assert shown.form("/files/")["title"] == "Kept title"


def test_a_post_gets_its_picture_and_loses_it(client, editor):
    post = make_post()
    given = {"picture": (io.BytesIO(png()), "nurse.png"), "picture_alt": "A nurse", "picture_caption": "Hallowby"}
    client.post("publishing_staff.picture", given, publication_id=post.id)
    look_again()
    assert post.picture_id is not None
    shown = send(client, "picture", post, expect=422, picture_alt="")
    assert "Describe the picture" in shown.words
    client.post("publishing_staff.remove_picture", publication_id=post.id)
    look_again()
    assert db.session.get(Post, post.id).picture_id is None


def test_pages_about_the_site_are_written_with_a_preview(client, editor):
    form = client.get("publishing_staff.edit_page", slug="about").form("/about/") | {"body": "## Who\n\nWe."}
    shown = client.post("publishing_staff.edit_page", form | {"do": "preview"}, slug="about", expect=200)
    assert shown.select(".preview__body h2")
    assert queries.site_page("about") is None
    client.post("publishing_staff.edit_page", form, slug="about")
    look_again()
    assert queries.site_page("about").title == "About this site"
    assert "About this site" in client.get("publishing_staff.pages").words
    client.get("publishing_staff.edit_page", slug="nothing", expect=404)
    refused = client.post("publishing_staff.edit_page", form | {"title": ""}, slug="about", expect=422)
    assert refused.form("/about/")["body"] == "## Who\n\nWe."


def test_sections_are_added_and_introduced(client, editor):
    given = {"name": "Interviews", "slug": "interviews", "singular": "Interview", "introduction": "We ask."}
    client.post("publishing_staff.new_section", given)
    assert "already" in client.post("publishing_staff.new_section", given, expect=422).words
    form = client.get("publishing_staff.section", slug="interviews").form("/interviews/")
    client.post("publishing_staff.section", form | {"introduction": "We sit down."}, slug="interviews")
    look_again()
    assert db.session.query(PostSection).one().introduction == "We sit down."


def test_authors_do_not_keep_the_pages_of_the_site(site, client):
    client.sign_in(make_account(roles=["author"]))
    client.get("publishing_staff.pages", expect=403)


def test_staff_of_an_empowered_organisation_edit_its_plan_alone(site, client):
    with unit_of_work():
        board = directory.add_organisation(VISITOR, slug="board", name="The board")
    account = make_account(roles=["officer"])
    with unit_of_work():
        directory.add_member(VISITOR, organisation=board, account=account)
    mine, other = make_plan("Our plan", owner=board, published=False), make_plan("Their plan")
    client.sign_in(account)
    listed = client.get("publishing_staff.index")
    assert "Our plan" in listed.words
    assert "Their plan" not in listed.words
    client.get("publishing_staff.edit", publication_id=other.id, expect=404)
    publish(client, mine, when="now")
    look_again()
    assert mine.is_public(clock.now() + timedelta(seconds=1))


def test_an_author_of_one_area_begins_within_it(site, client):
    with unit_of_work():
        area = add_area(VISITOR, code="E1", name="Hallowby", kind=AreaKind.PLACE)
    client.sign_in(make_account(roles=["author"], area=area))
    client.post("publishing_staff.new_plan", {"title": "Local buses"})
    plan = queries.publication_by_slug("plan", "local-buses")
    assert queries.area_ids(plan.id) == {area.id}
    client.get("publishing_staff.edit", publication_id=plan.id)


def test_who_may_set_the_comments_is_led_there(site, client):
    post = make_post()
    client.sign_in(make_account(roles=["editor", "moderator"]))
    assert page(client, "edit", post).select(f"main a[href='/staff/moderation/threads/{post.id}/']")


def test_the_publish_page_says_whether_comments_are_open(site, client):
    post, plan = make_post(), make_plan(published=False)
    client.sign_in(make_account(roles=["editor", "moderator"]))
    shown = page(client, "release", plan)
    assert "Comments are closed: nobody can comment, even once it is public" in shown.words
    assert shown.select(f"main p a[href='/staff/moderation/threads/{plan.id}/']")
    open_thread(post)
    client.sign_in(make_account(roles=["editor"]))
    assert "Comments are open." in page(client, "release", post).words


def test_a_plan_that_one_may_not_see_is_not_offered_to_be_answered(site, client):
    with unit_of_work():
        area = add_area(VISITOR, code="E1", name="Hallowby", kind=AreaKind.PLACE)
    make_plan("Secret merger", published=False)
    make_plan("Public plan")
    post = make_post(areas=[area], published=False)
    client.sign_in(make_account(roles=["author"], area=area))
    shown = page(client, "details", post)
    assert "Public plan" in shown.words
    assert "Secret merger" not in shown.words


@pytest.mark.parametrize("endpoint", ["discard", "unschedule", "remove_picture", "publish", "milestones", "files"])
def test_a_stale_token_changes_nothing_and_says_so(client, editor, endpoint):
    post = make_plan() if endpoint == "milestones" else make_post(published=endpoint != "publish")
    before = post.latest_revision, post.live_revision
    shown = client.post(
        f"publishing_staff.{endpoint}",
        {"csrf_token": "stale", "lines-0-title": "Kept", "title": "Kept"},
        publication_id=post.id,
        expect=422,
    )
    assert "Nothing is lost" in shown.words
    look_again()
    assert (post.latest_revision, post.live_revision) == before
