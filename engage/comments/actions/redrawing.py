"""Comments whose HTML an older renderer made, drawn again; they say nothing new, so the ledger is not told."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from engage.comments import queries
from engage.comments.models import Comment, Thread
from engage.core import cache, redrawing
from engage.core.database import db
from engage.core.text import RENDERER_VERSION, render_comment

PART = "comments"
AT_ONCE = 200


@dataclass(frozen=True)
class Drawn:
    """A comment as the present renderer shows it, and the HTML that it had."""

    comment_id: int
    publication_id: int
    old: str
    html: str


@dataclass(frozen=True)
class Batch:
    """Those of the next comments that an older renderer drew, and the id up to which was looked."""

    last_id: int
    drawn: list[Drawn]


def draw_batch() -> Batch | None:
    """Draw the next comments, without what is blacked out; nothing is written yet. None when all are done."""
    after = redrawing.reached(PART)
    window = select(Comment.id).where(Comment.id > after).order_by(Comment.id).limit(AT_ONCE).subquery()
    last_id = db.session.scalar(select(func.max(window.c.id)))
    if last_id is None:
        return None
    wanted = (Comment.id, Comment.publication_id, Comment.body, Comment.body_revision, Comment.html)
    rows = db.session.execute(
        select(*wanted).where(Comment.id > after, Comment.id <= last_id, Comment.renderer != RENDERER_VERSION)
    ).all()
    return Batch(
        last_id,
        [Drawn(row.id, row.publication_id, row.html, _html(row.id, row.body, row.body_revision)) for row in rows],
    )


def _html(comment_id: int, body: str, revision: int) -> str:
    return str(render_comment(body, queries.passages_removed(comment_id, revision)))


def keep_batch(batch: Batch) -> None:
    """Keep what was drawn, but for comments that were changed meanwhile: those were drawn anew by that."""
    for drawn in batch.drawn:
        held = (Comment.id == drawn.comment_id, Comment.html == drawn.old, Comment.renderer != RENDERER_VERSION)
        values: dict[str, Any] = {"html": drawn.html, "renderer": RENDERER_VERSION}
        db.session.execute(update(Comment).where(*held).values(values).execution_options(synchronize_session=False))
    redrawing.reach(PART, batch.last_id)
    changed = {drawn.publication_id for drawn in batch.drawn if drawn.html != drawn.old}
    cache.bump(*(Thread(publication_id=publication_id).scope for publication_id in changed))
