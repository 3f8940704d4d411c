"""The public comments of a person of the directory who agreed that her account is linked."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from engage.comments.models import Comment
from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import beside
from engage.publishing.models import Publication

MOST = 25


@beside.offer
def comments_of(_viewer: Viewer, account_id: int) -> Sequence[beside.Said]:
    """The newest comments of an account that everybody may read."""
    rows = db.session.execute(
        select(Comment.id, Comment.submitted_at, Publication.title)
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Comment.account_id == account_id, Comment.public(), Publication.public(clock.now()))
        .order_by(Comment.submitted_at.desc(), Comment.id.desc())
        .limit(MOST)
    )
    return [
        beside.Said("Comment", row.title, url_for("comments.permalink", comment_id=row.id), row.submitted_at)
        for row in rows
    ]
