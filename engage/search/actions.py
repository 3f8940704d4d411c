"""Writes of the search index; they say nothing new, so the ledger is not told."""

from sqlalchemy import text

from engage.core import clock
from engage.core.database import db
from engage.publishing import queries as publishing


def index_publication(publication_id: int) -> None:
    """Make the index say what the live revision says; nothing of what is not public."""
    name = "publication_id" if db.engine.dialect.name == "postgresql" else "rowid"
    db.session.execute(text(f"DELETE FROM search_index WHERE {name} = :id"), {"id": publication_id})  # noqa: S608 - a fixed name
    found = publishing.publication(publication_id)
    if found is None or not found.is_public(clock.now()):
        return
    words = "\n".join(block.text for block in publishing.live_blocks(found) if block.text)
    db.session.execute(
        text(
            f"INSERT INTO search_index ({name}, revision, title, standfirst, words) "  # noqa: S608 - a fixed name
            "VALUES (:id, :revision, :title, :standfirst, :words)"
        ),
        {
            "id": found.id,
            "revision": found.live_revision,
            "title": found.title,
            "standfirst": found.standfirst,
            "words": words,
        },
    )
