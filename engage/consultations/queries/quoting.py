"""The blocks of publications that information blocks of a form quote."""

from collections.abc import Collection

from sqlalchemy import select, tuple_

from engage.core import clock
from engage.core.database import db
from engage.publishing.models import Block, Publication


def quoted_blocks(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """The HTML of blocks that anybody may see, by publication and anchor; what is gone or not public is left out."""
    rows = db.session.execute(
        select(Block.publication_id, Block.anchor, Block.html)
        .join(Publication, Publication.id == Block.publication_id)
        .where(
            Publication.public(clock.now()),
            Block.revision == Publication.live_revision,
            tuple_(Block.publication_id, Block.anchor).in_(list(wanted)),
        )
    )
    return {(row.publication_id, row.anchor): row.html for row in rows}
