"""Texts whose HTML an older renderer made, drawn again; they say nothing new, so the ledger is not told."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from engage.core import cache, redrawing, text
from engage.core.database import db
from engage.publishing import queries
from engage.publishing.actions.revisions import write_blocks
from engage.publishing.models import Block, Publication, SitePage

PART = "publications"


def next_publication() -> int | None:
    """The next publication that was not looked at for the present renderer."""
    wanted = select(Publication.id).where(Publication.id > redrawing.reached(PART)).order_by(Publication.id)
    return db.session.scalar(wanted.limit(1))


def old_revisions(publication_id: int) -> Sequence[int]:
    """The revisions of a publication of which an older renderer drew a block."""
    which = (Block.publication_id == publication_id, Block.renderer != text.RENDERER_VERSION)
    return db.session.scalars(select(Block.revision).where(*which).distinct().order_by(Block.revision)).all()


def redraw_revision(publication_id: int, number: int, blocks: Sequence[text.Block]) -> None:
    """Keep the blocks of a revision as they are drawn now; each has the anchor of the one that it was."""
    publication = queries.publication(publication_id)
    if publication is None:
        return
    anchored = [(block.anchor, block.source) for block in queries.blocks_of(publication_id, number)]
    db.session.expunge_all()
    db.session.execute(delete(Block).where(Block.publication_id == publication_id, Block.revision == number))
    write_blocks(publication_id, number, blocks, anchored)
    cache.bump(publication.scope)


def pass_publication(publication_id: int) -> None:
    """Note that a publication is done."""
    redrawing.reach(PART, publication_id)


def redraw_pages() -> int:
    """Draw the pages about the site again that an older renderer drew; gives their number."""
    rows = db.session.scalars(select(SitePage).where(SitePage.renderer != text.RENDERER_VERSION)).all()
    for row in rows:
        row.html = "\n".join(str(block.html) for block in text.split_blocks(row.body))
        row.renderer = text.RENDERER_VERSION
    if rows:
        cache.bump(cache.SITE)
    return len(rows)
