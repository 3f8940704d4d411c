"""Pages that were open while the world moved on, and uploads that are too large."""

import io

import pytest

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.publishing import actions
from tests.support.databases import look_again
from tests.support.publishing import make_plan, make_post, save_text

LATER = {"when": "later", "date": "2099-01-01", "time": "09:00"}


@pytest.fixture
def large(site):
    """More than the site takes of one file, though not more than it reads."""
    return io.BytesIO(b"x" * (site.config["ENGAGE"].upload_limit_mb * 1_000_000 + 3_000_000))


@pytest.mark.parametrize("given", [LATER, {"when": "now"}])
def test_a_form_of_a_draft_does_nothing_to_what_became_public(client, editor, given):
    plan = make_plan()
    save_text(plan, "A text that the person at this page has not seen.")
    shown = client.post("publishing_staff.publish", given, publication_id=plan.id, expect=422)
    assert "This was changed while the page was open" in shown.words
    assert "Publish the newest text" in shown.words
    look_again()
    assert plan.live_revision == 1


def test_a_form_of_what_was_public_does_not_publish_a_draft(client, editor):
    plan = make_plan(published=False)
    shown = client.post("publishing_staff.update", {"change_note": "x"}, publication_id=plan.id, expect=422)
    assert "This was changed while the page was open" in shown.words
    look_again()
    assert not plan.is_public(clock.now())


def test_a_second_click_on_publish_is_no_refusal(client, editor):
    plan = make_plan(published=False)
    for _ in range(2):
        client.post("publishing_staff.publish", {"when": "now"}, publication_id=plan.id)
    look_again()
    assert plan.is_public(clock.now())


def test_a_withdrawn_plan_answers_a_form_of_its_draft(client, editor):
    plan = make_plan()
    with unit_of_work():
        actions.withdraw(VISITOR, publication=plan, reason="The board stopped it.")
    shown = client.post("publishing_staff.publish", LATER, publication_id=plan.id, expect=422)
    assert "Publish it again" in shown.words


def test_a_picture_that_is_too_large_loses_no_words(client, editor, large):
    plan = make_plan(body="Saved.")
    form = client.get("publishing_staff.edit", publication_id=plan.id).form("/edit/")
    given = form | {"do": "picture", "body": "Typed.", "picture": (large, "nurse.png"), "picture_alt": "A nurse"}
    shown = client.post("publishing_staff.save", given, publication_id=plan.id, expect=422)
    assert "larger than" in shown.select("#picture-error")[0].text_content()
    assert shown.form("/edit/")["body"] == "Typed."


def test_a_file_that_is_too_large_is_refused_by_its_field(client, editor, large):
    plan = make_plan()
    given = {"file": (large, "figures.csv"), "title": "Kept title"}
    shown = client.post("publishing_staff.files", given, publication_id=plan.id, expect=422)
    assert "larger than" in shown.select("#file-error")[0].text_content()
    assert shown.form("/files/")["title"] == "Kept title"


def test_the_picture_of_a_post_that_is_too_large_keeps_its_words(client, editor, large):
    post = make_post()
    given = {"picture": (large, "nurse.png"), "picture_alt": "A nurse"}
    shown = client.post("publishing_staff.picture", given, publication_id=post.id, expect=422)
    assert "larger than" in shown.select("#picture-error")[0].text_content()
    assert shown.select("input[name=picture_alt]")[0].get("value") == "A nurse"
