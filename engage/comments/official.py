"""What was said in the name of organisations, newest first, wherever it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from engage.comments.models import Comment
from engage.comments.queries import Place, public_texts
from engage.core import text
from engage.core.database import db
from engage.publishing.models import Publication

EXCERPT = 320


@dataclass(frozen=True)
class Said:
    """A public comment of an organisation, in short, with the title of what it is about."""

    id: int
    number: int
    at: datetime
    title: str
    words: str
    is_reply: bool


def scope_of(organisation_id: int) -> str:
    """The cache scope of what was said in the name of an organisation."""
    return f"spoken:{organisation_id}"


def said_for(
    organisation_ids: Collection[int], now: datetime, *, after: Place | None = None, limit: int = 20
) -> list[Said]:
    """The public comments in the name of any of the organisations, behind a place (published_at, id)."""
    wanted = (
        select(Comment, Publication.title)
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Comment.official_for.in_(organisation_ids), Comment.public(), Publication.public(now))
    )
    if after is not None:
        wanted = wanted.where(tuple_(Comment.published_at, Comment.id) < after)
    rows = db.session.execute(wanted.order_by(Comment.published_at.desc(), Comment.id.desc()).limit(limit)).all()
    return _in_short([(comment, title) for comment, title in rows])


def _in_short(rows: Sequence[tuple[Comment, str]]) -> list[Said]:
    texts = public_texts([comment for comment, _ in rows]) if rows else {}
    return [
        Said(
            comment.id,
            comment.number or 0,
            comment.published_at or comment.submitted_at,
            title,
            text.excerpt(texts[comment.id], EXCERPT),
            comment.parent_id is not None,
        )
        for comment, title in rows
    ]
