"""The desk: writing as an ordinary officer does, with nothing lost."""

import io
import json

import pytest

from engage.core.database import db
from engage.core.permissions import VISITOR
from engage.publishing import queries
from engage.publishing.models import Autosave, Plan, Post, Publication
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post, make_section, png, save_text


def edit(client, publication):
    return client.get("publishing_staff.edit", publication_id=publication.id)


def send(client, publication, expect=303, follow=False, **changes):
    form = edit(client, publication).form("/edit/") | {"do": "save"} | changes
    return client.post("publishing_staff.save", form, publication_id=publication.id, expect=expect, follow=follow)


def test_a_post_is_begun_and_written(client, author):
    section = make_section()
    page = client.post(
        "publishing_staff.new_post", {"section": section.id, "title": "Nurses at your door"}, follow=True
    )
    assert page.document.cssselect("h1")[0].text_content() == "Nurses at your door"
    post = db.session.query(Post).one()
    send(client, post, standfirst="What changes.", body="One team.\n\n- a\n- b")
    look_again()
    latest = queries.latest_revision(post)
    assert (latest.number, latest.standfirst, latest.body) == (2, "What changes.", "One team.\n\n- a\n- b")
    assert latest.account_id == author.id


def test_a_plan_is_begun(client, author):
    client.post("publishing_staff.new_plan", {"title": "Nursing at home"}, follow=True)
    assert db.session.query(Plan).one().slug == "nursing-at-home"


@pytest.mark.parametrize("what", ["new_post", "new_plan"])
def test_something_without_a_title_is_refused_by_the_field(client, author, what):
    make_section()
    page = client.post(f"publishing_staff.{what}", {"title": " \u200b"}, expect=422)
    assert "Enter a title." in page.words
    assert db.session.query(Publication).count() == 0


def test_a_double_click_begins_one_draft_and_saves_one_revision(client, author):
    for _ in range(2):
        client.post("publishing_staff.new_plan", {"title": "Twice"})
    plan = db.session.query(Plan).one()
    form = edit(client, plan).form("/edit/") | {"do": "save", "body": "Text."}
    for _ in range(2):
        client.post("publishing_staff.save", form, publication_id=plan.id)
    look_again()
    assert plan.latest_revision == 2


def test_the_preview_without_a_script_shows_the_text_and_keeps_it(client, author):
    plan = make_plan()
    page = send(client, plan, expect=200, do="preview", body="## Heading\n\n<script>x</script> **bold**")
    assert page.select(".preview__body h2")[0].text_content() == "Heading"
    assert page.select(".preview__body strong")
    assert page.form("/edit/")["body"] == "## Heading\n\n<script>x</script> **bold**"
    assert plan.latest_revision == 1


def test_the_preview_for_the_script_is_a_clean_fragment(client, author):
    answer = client.post(
        "publishing_staff.preview", {"body": "**bold** <img src=x onerror=y>"}, expect=200, unchecked="a fragment"
    )
    assert "<strong>bold</strong>" in answer.text
    assert "<img" not in answer.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Enter a title."),
        ({"title": " \u200b\u00ad "}, "Enter a title."),
        ({"title": "t" * 300}, "The title must be 200 characters or fewer. It is 100 too long."),
        ({"standfirst": "s" * 2000}, "The standfirst must be 1,000 characters or fewer."),
        ({"body": "b" * 450_000}, "The text must be 400,000 characters or fewer."),
    ],
)
def test_a_refused_text_is_still_in_the_box(client, author, changes, words):
    plan = make_plan()
    page = send(client, plan, expect=422, **({"body": "Kept words."} | changes))
    assert words in page.words
    assert page.select(".govuk-error-summary")
    form = page.form("/edit/")
    assert form["body"] == changes.get("body", "Kept words.")
    assert plan.latest_revision == 1


def test_hidden_characters_are_taken_out(client, author):
    plan = make_plan()
    page = send(client, plan, expect=422, body="Nine\x00 nurses \u202edrive\u202c.", title="A\x00 \u202eplan")
    assert "Characters that cannot be shown were taken out" in page.words
    form = page.form("/edit/")
    send(client, plan, body=form["body"], title=form["title"])
    look_again()
    latest = queries.latest_revision(plan)
    assert (latest.title, latest.body) == ("A plan", "Nine nurses drive.")


def test_a_stale_token_keeps_the_text(client, author):
    plan = make_plan()
    page = send(client, plan, expect=422, body="Kept words.", csrf_token="stale")
    assert "Nothing is lost" in page.words
    form = page.form("/edit/")
    assert form["body"] == "Kept words."
    assert form["csrf_token"] != "stale"
    client.post("publishing_staff.save", form | {"do": "save"}, publication_id=plan.id)
    look_again()
    assert queries.latest_revision(plan).body == "Kept words."


def test_a_session_that_ended_keeps_the_text(client, author):
    plan = make_plan()
    form = edit(client, plan).form("/edit/") | {"do": "save", "body": "Kept words."}
    client.sign_out()
    page = client.post("publishing_staff.save", form, publication_id=plan.id, expect=401)
    assert "Kept words." in page.text


def test_two_people_who_save_lose_nothing(client, another_client, author):
    plan = make_plan(body="Text.")
    form = edit(client, plan).form("/edit/") | {"do": "save", "body": "Text of Ada."}
    other = make_account(name="Ben Shaw", roles=["author"])
    another_client.sign_in(other)
    send(another_client, plan, body="Text of Ben.")
    page = client.post("publishing_staff.save", form, publication_id=plan.id, expect=409)
    assert "Ben Shaw saved revision 2" in page.words
    assert "Text of Ben." in page.words
    assert page.select(".difference ins")[0].text_content() == "Ada"
    assert "Text of Ada." in edit(client, plan).form("/edit/")["body"]
    mine = page.form("/edit/") | {"do": "save"}
    assert mine["body"] == "Text of Ada."
    client.post("publishing_staff.save", mine | {"body": "Text of Ada and Ben."}, publication_id=plan.id)
    look_again()
    assert [row.body for row in queries.revisions(plan.id)] == ["Text of Ada and Ben.", "Text of Ben.", "Text."]
    assert db.session.query(Autosave).count() == 0


def test_what_was_typed_and_not_saved_comes_back_and_can_be_discarded(client, author):
    plan = make_plan(body="Saved.")
    form = edit(client, plan).form("/edit/") | {"body": "Half a sent"}
    client.post("publishing_staff.autosave", form, publication_id=plan.id, expect=200, unchecked="for the script")
    page = edit(client, plan)
    assert "You have text that is not saved" in page.words
    assert page.form("/edit/")["body"] == "Half a sent"
    page = client.post("publishing_staff.discard", page.form("/discard/"), publication_id=plan.id, follow=True)
    assert page.form("/edit/")["body"] == "Saved."
    assert plan.latest_revision == 1


def autosave(client, plan, form):
    """What the script sends while somebody types, with the fields that it takes over from the answer."""
    answer = client.post(
        "publishing_staff.autosave", form, publication_id=plan.id, expect=200, unchecked="for the script"
    )
    text = answer.text if isinstance(answer.text, str) else answer.text.decode()
    return form | json.loads(text)["fields"]


@pytest.mark.parametrize("opened_later", [True, False])
def test_two_pages_of_one_person_keep_both_texts(client, author, opened_later):
    plan = make_plan(body="Saved.")
    first = edit(client, plan).form("/edit/") | {"body": "Typed in the first."}
    second = edit(client, plan).form("/edit/") | {"body": "Typed in the second."}
    first = autosave(client, plan, first)
    if opened_later:
        second = edit(client, plan).form("/edit/") | {"body": "Typed in the second."}
        first = autosave(client, plan, first | {"body": "Typed on in the first."})
    second = autosave(client, plan, second)
    page = edit(client, plan)
    assert page.form("/edit/")["body"] == "Typed in the second."
    other = client.get(page.select("main a[href*='draft=']")[0].get("href"))
    assert other.form("/edit/")["body"] == first["body"]
    client.post("publishing_staff.save", second | {"do": "save"}, publication_id=plan.id)
    assert edit(client, plan).form("/edit/")["body"] == first["body"]
    client.post("publishing_staff.discard", edit(client, plan).form("/discard/"), publication_id=plan.id)
    assert edit(client, plan).form("/edit/")["body"] == "Typed in the second."
    assert db.session.query(Autosave).count() == 0


def test_what_one_person_types_no_other_sees(client, another_client, author):
    plan = make_plan(body="Saved.")
    form = edit(client, plan).form("/edit/") | {"body": "Secret thought"}
    client.post("publishing_staff.autosave", form, publication_id=plan.id, expect=200, unchecked="for the script")
    another_client.sign_in(make_account(roles=["editor"]))
    assert "Secret thought" not in edit(another_client, plan).text


def test_an_autosave_with_a_stale_token_says_so(client, author):
    plan = make_plan()
    answer = client.post(
        "publishing_staff.autosave",
        {"body": "x", "csrf_token": "stale"},
        publication_id=plan.id,
        expect=422,
        unchecked="for the script",
    )
    assert "message" in str(answer.text)
    assert db.session.query(Autosave).count() == 0


def test_a_picture_is_put_into_the_text_and_what_was_typed_stays(client, author):
    plan = make_plan(body="Saved.")
    page = send(
        client,
        plan,
        follow=True,
        do="picture",
        body="Typed.",
        picture=(io.BytesIO(png()), "nurse.png"),
        picture_alt="A nurse at a door",
    )
    body = page.form("/edit/")["body"]
    assert body.startswith("Typed.\n\n![A nurse at a door](/files/")
    send(client, plan)
    look_again()
    assert queries.blocks_of(plan.id, plan.latest_revision)[1].kind == "figure"


@pytest.mark.parametrize(
    ("upload", "alt", "words"),
    [
        ((io.BytesIO(b"not a picture"), "nurse.png"), "A nurse", "This is not a picture that can be shown."),
        ((io.BytesIO(b""), "nurse.png"), "A nurse", "The file is empty."),
        (None, "A nurse", "Choose a picture."),
        ((io.BytesIO(png()), "nurse.png"), " ", "Say what the picture shows."),
    ],
)
def test_a_refused_picture_loses_no_words(client, author, upload, alt, words):
    plan = make_plan(body="Saved.")
    given = {"picture": upload} if upload else {}
    page = send(client, plan, expect=422, do="picture", body="Typed.", picture_alt=alt, **given)
    assert words in page.words
    assert page.form("/edit/")["body"] == "Typed."


@pytest.mark.parametrize("role", ["moderator", "analyst", "officer"])
def test_other_staff_do_not_edit(site, client, role):
    plan = make_plan(published=False)
    client.sign_in(make_account(roles=[role]))
    for place in ("edit", "details", "files", "history", "release", "organisations"):
        client.get(f"publishing_staff.{place}", publication_id=plan.id, expect=404)
    assert plan.title not in client.get("publishing_staff.index").words


def test_visitors_and_members_do_not_come_here(site, client):
    plan = make_plan()
    client.get("publishing_staff.edit", publication_id=plan.id, expect=303)
    client.sign_in(make_account())
    client.get("publishing_staff.edit", publication_id=plan.id, expect=403)


def test_the_list_is_filtered_and_paged_and_costs_the_same(client, author):
    make_plan("A plan that is public")
    make_post("A post that waits", published=False)
    few = client.get("publishing_staff.index")
    assert "A post that waits" in few.words
    assert "A plan that is public" not in client.get("publishing_staff.index", state="draft").words
    assert "A post that waits" not in client.get("publishing_staff.index", kind="plan").words
    assert "Nothing found" in client.get("publishing_staff.index", q="elephants").words
    for _ in range(55):
        make_post()
    many = client.get("publishing_staff.index")
    assert len(many.statements) <= len(few.statements)
    older = many.select(".pagination__older")[0].get("href")
    assert "A plan that is public" in client.get(older).words


def test_a_draft_of_a_public_text_is_said_in_the_list(client, author):
    save_text(make_plan("Changed plan"), "Draft.", actor=VISITOR)
    assert "Changes not published" in client.get("publishing_staff.index", state="changed").words
