"""Folders of Markdown become posts and plans: whole, repeatable, with a dry run."""

import re
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from engage.commands import import_group
from engage.core.database import db
from engage.core.permissions import VISITOR
from engage.publishing import queries
from engage.publishing.models import Attachment, Plan, Post, PublicationKind
from tests.support.publishing import make_section, png

POST = """---
title: "Nurses at your door"
section: news
standfirst: What changes in April.
date: 2024-03-12
byline: {name: Ada Obi, role: Head of nursing, organisation: North Vale ICB}
picture: {file: nurse.png, alt: A nurse at a door, caption: Hallowby}
---
##What changes

One team.{: .lead}

![The new rota](rota.png "From April")

[All figures](figures.csv)
"""


@pytest.fixture
def run(site):
    def run(*words, expect=0):
        outcome = CliRunner().invoke(import_group, [*map(str, words)], obj=lambda: site)
        assert outcome.exit_code == expect, outcome.output
        db.session.remove()
        return outcome

    return run


@pytest.fixture
def folder(tmp_path, site):
    make_section()
    (tmp_path / "nurses.md").write_text(POST)
    (tmp_path / "nurse.png").write_bytes(png())
    (tmp_path / "rota.png").write_bytes(png(width=9))
    (tmp_path / "figures.csv").write_text("a,b\n1,2\n")
    return tmp_path


def last(outcome):
    return outcome.stdout.strip().splitlines()[-1]


def test_a_post_comes_in_whole_with_its_date_picture_and_files(run, folder):
    assert last(run("posts", folder)) == "1 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    post = queries.access_publication(VISITOR, PublicationKind.POST, "nurses")
    assert (post.title, post.byline_name, post.dated) == ("Nurses at your door", "Ada Obi", date(2024, 3, 12))
    assert post.publish_at == datetime(2024, 3, 12, tzinfo=UTC)
    assert post.picture_alt == "A nurse at a door"
    assert [block.kind for block in queries.live_blocks(post)] == ["heading", "paragraph", "figure", "paragraph"]
    body = queries.latest_revision(post).body
    assert re.search(r"!\[The new rota\]\(/files/\w+/rota\.jpg", body)
    assert re.search(r"\[All figures\]\(/files/\w+/figures\.csv\)", body)
    assert sorted((row.title, row.inline) for row in db.session.scalars(select(Attachment))) == [
        ("figures.csv", False),
        ("rota.png", True),
    ]


def test_a_second_run_changes_nothing_and_a_third_only_what_changed(run, folder):
    run("posts", folder)
    before = queries.publication_by_slug(PublicationKind.POST, "nurses").latest_revision
    assert last(run("posts", folder)) == "0 added, 0 changed, 1 unchanged, 0 closed, 0 refused"
    assert queries.publication_by_slug(PublicationKind.POST, "nurses").latest_revision == before
    (folder / "nurses.md").write_text(POST.replace("One team", "Three teams"))
    assert last(run("posts", folder, "--dry-run")) == "0 added, 1 changed, 0 unchanged, 0 closed, 0 refused"
    assert last(run("posts", folder)) == "0 added, 1 changed, 0 unchanged, 0 closed, 0 refused"
    post = queries.publication_by_slug(PublicationKind.POST, "nurses")
    assert "Three teams" in "".join(block.text for block in queries.live_blocks(post))
    assert post.publish_at == datetime(2024, 3, 12, tzinfo=UTC)


def test_a_dry_run_changes_nothing(run, folder, site):
    stored = set((site.config["ENGAGE"].data_dir).rglob("files/*/*"))
    assert last(run("posts", folder, "--dry-run")) == "1 added, 0 changed, 0 unchanged, 0 closed, 0 refused"
    assert db.session.query(Post).count() == 0
    assert set((site.config["ENGAGE"].data_dir).rglob("files/*/*")) == stored
    assert last(run("posts", folder)).startswith("1 added")


def test_what_cannot_be_taken_is_said_and_the_rest_comes_in(run, folder):
    (folder / "broken.md").write_text("---\ntitle: [open\n---\nText")
    (folder / "nowhere.md").write_text("---\nsection: sport\n---\nText")
    (folder / "dateless.md").write_text("---\nsection: news\ndate: next week\n---\nText")
    (folder / "pictureless.md").write_text("---\nsection: news\npicture: {file: ../secret.png, alt: x}\n---\nText")
    (folder / "extra.md").write_text("---\nsection: news\nlayout: wide\n---\nText")
    outcome = run("posts", folder, expect=1)
    assert last(outcome) == "2 added, 0 changed, 0 unchanged, 0 closed, 4 refused"
    for words in (
        "broken.md: The front matter cannot be read",
        "nowhere.md: There is no section “sport”. Sections are: news.",
        "dateless.md: “next week” is not a date",
        "pictureless.md: The picture “../secret.png” is not in the folder",
        "“layout” in the front matter of 1 files",
    ):
        assert words in outcome.stderr


def test_posts_without_front_matter_take_name_and_date_from_their_file(run, tmp_path):
    make_section("blog", "Blog")
    (tmp_path / "2023-05-06-a-day-out.md").write_text("# A day out\n\nWe went to Hallowby.")
    run("posts", tmp_path, "--section", "blog")
    post = queries.access_publication(VISITOR, PublicationKind.POST, "a-day-out")
    assert (post.title, post.dated) == ("A day out", date(2023, 5, 6))


def test_a_folder_becomes_one_plan_in_the_order_of_its_files(run, tmp_path):
    (tmp_path / "01-why.md").write_text("#Better buses\n\nWhy we must change.[^1]")
    (tmp_path / "02-what.md").write_text("##What\n\nMore buses.\n\n[^1]: See the survey.")
    (tmp_path / "notes.txt").write_text("not part of it")
    outcome = run("plan", tmp_path, "--publish")
    assert outcome.stdout.splitlines() == [
        "“Better buses” from 2 files.",
        "1 added, 0 changed, 0 unchanged, 0 closed, 0 refused",
    ]
    plan = queries.access_publication(VISITOR, PublicationKind.PLAN, "better-buses")
    texts = [block.text for block in queries.live_blocks(plan)]
    assert texts == ["Why we must change.[1]", "What", "More buses.", "[1] See the survey."]
    assert last(run("plan", tmp_path, "--publish")) == "0 added, 0 changed, 1 unchanged, 0 closed, 0 refused"


def test_a_plan_that_is_taken_in_again_keeps_its_anchors(run, tmp_path):
    file = tmp_path / "plan.md"
    file.write_text("# Buses\n\nMore buses every day.\n\nFewer cars in town.")
    run("plan", tmp_path)
    plan = db.session.query(Plan).one()
    before = {block.text: block.anchor for block in queries.blocks_of(plan.id, plan.latest_revision)}
    file.write_text("# Buses\n\nA new start.\n\nMore buses every day.\n\nFewer cars in town.")
    assert last(run("plan", tmp_path)) == "0 added, 1 changed, 0 unchanged, 0 closed, 0 refused"
    plan = db.session.query(Plan).one()
    after = {block.text: block.anchor for block in queries.blocks_of(plan.id, plan.latest_revision)}
    assert after["More buses every day."] == before["More buses every day."]
    assert plan.live_revision is None


def test_an_empty_folder_is_refused_in_words(run, tmp_path):
    for what in ("plan", "posts"):
        outcome = run(what, tmp_path, expect=1)
        assert "There are no Markdown files" in outcome.stderr
