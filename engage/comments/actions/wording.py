"""The wordings of a comment: each is kept, one is public."""

from engage.comments import queries
from engage.comments.models import Comment, CommentRevision
from engage.core import clock
from engage.core.database import db
from engage.core.text import RENDERER_VERSION, render_comment


def add_wording(comment: Comment, body: str) -> int:
    """Keep a further wording; give its number."""
    number = queries.last_revision(comment.id) + 1
    db.session.add(CommentRevision(comment_id=comment.id, number=number, body=body, at=clock.now()))
    db.session.flush()
    return number


def adopt_wording(comment: Comment, number: int) -> None:
    """Make a kept wording the one that is public, or would be."""
    comment.body = queries.wording(comment.id, number)
    comment.body_revision = number
    comment.pending_revision = comment.waiting_since = None
    if comment.number is not None:
        comment.edited_at = clock.now()
    render_again(comment)


def render_again(comment: Comment) -> None:
    """Render the present wording, without what is blacked out."""
    comment.html = str(render_comment(comment.body, queries.passages_removed(comment.id, comment.body_revision)))
    comment.renderer = RENDERER_VERSION
