"""What an older renderer drew is drawn again by the worker, and what is black stays black."""

import pytest
from sqlalchemy import select, update

from engage.comments.actions import redact_comment
from engage.comments.models import Comment
from engage.core import cache, jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.core.text import RENDERER_VERSION
from engage.publishing import actions, queries
from engage.publishing.models import Block, SitePage
from tests.support.comments import make_comment, make_rules, open_thread
from tests.support.publishing import make_plan, save_text


@pytest.fixture
def aged(site):
    """A plan with three comments, one with a black passage, all drawn by an older renderer."""
    plan = make_plan()
    save_text(plan, "## Why\n\nMore people.\n\nAnd more.", publish=True)
    thread = open_thread(plan)
    comments = [make_comment(plan, f"**Comment** number {n} names Ada Obi.") for n in range(3)]
    start = comments[1].body.index("Ada Obi")
    with unit_of_work():
        redact_comment(VISITOR, comment=comments[1], revision=1, start=start, end=start + 7, reason=make_rules())
        actions.save_page(VISITOR, slug="about", title="About", body="*Us*.")
        for table in (Comment, Block, SitePage):
            db.session.execute(update(table).values(html="<p>old</p>", renderer=RENDERER_VERSION - 1))
    db.session.expire_all()
    return plan, thread, comments


def test_comments_are_drawn_again_once_and_black_stays_black(aged, client):
    plan, thread, _ = aged
    assert "old" in client.get("site.plan", slug=plan.slug).words
    before = cache.versions([thread.scope])
    db.session.rollback()
    jobs.run("comments.redraw")
    assert cache.versions([thread.scope]) > before
    bodies = db.session.execute(select(Comment.html, Comment.renderer).order_by(Comment.id)).all()
    assert [row.renderer for row in bodies] == [RENDERER_VERSION] * 3
    assert "Ada Obi" in bodies[0].html
    assert "<strong>Comment</strong>" in bodies[0].html
    assert "Ada Obi" not in bodies[1].html
    assert "redacted" in bodies[1].html
    version = cache.versions([thread.scope])
    db.session.rollback()
    make_comment(plan, "A newer one.")
    jobs.run("comments.redraw")
    jobs.run("comments.redraw")
    words = client.get("site.plan", slug=plan.slug).words
    assert "number 2 names Ada Obi" in words
    assert version != before


def test_texts_are_drawn_again_in_every_revision_with_their_anchors(aged, client):
    plan, _, _ = aged
    anchors = [[block.anchor for block in queries.blocks_of(plan.id, n)] for n in (1, plan.live_revision)]
    db.session.rollback()
    jobs.run("publishing.redraw")
    jobs.run("publishing.redraw")
    db.session.expire_all()
    assert [[block.anchor for block in queries.blocks_of(plan.id, n)] for n in (1, plan.live_revision)] == anchors
    assert not db.session.scalars(select(Block).where(Block.renderer != RENDERER_VERSION)).all()
    assert "More people." in client.get("site.plan", slug=plan.slug).words
    assert db.session.get(SitePage, "about").html.strip() == "<p><em>Us</em>.</p>"
    assert "Us" in client.get("/about/").words
