"""The wordings of a comment: each is kept, one is public."""

from engage.comments import queries
from engage.comments.models import Comment, CommentRevision, Redaction
from engage.core import clock
from engage.core.database import db
from engage.core.text import RENDERER_VERSION, passages_again, render_comment


def add_wording(comment: Comment, body: str) -> int:
    """Keep a further wording; give its number. What was blacked out before is black wherever it stands in it."""
    number = queries.last_revision(comment.id) + 1
    db.session.add(CommentRevision(comment_id=comment.id, number=number, body=body, at=clock.now()))
    db.session.flush()
    carry_redactions(comment, number)
    return number


def carry_redactions(comment: Comment, number: int) -> None:
    """Black out in a wording each passage that a moderator blacked out in another."""
    redactions = queries.redactions(comment.id)
    if not redactions:
        return
    bodies = {kept.number: kept.body for kept in queries.wordings(comment.id)}
    black = {(row.start, row.end) for row in redactions if row.revision == number}
    for row in redactions:
        if row.revision == number:
            continue
        for start, end in passages_again((row.start, row.end), bodies[row.revision], bodies[number]):
            if not any(a <= start and end <= b for a, b in black):
                black.add((start, end))
                db.session.add(_same_redaction(row, number, start, end))
    db.session.flush()


def _same_redaction(row: Redaction, revision: int, start: int, end: int) -> Redaction:
    return Redaction(
        comment_id=row.comment_id,
        revision=revision,
        start=start,
        end=end,
        reason_key=row.reason_key,
        account_id=row.account_id,
        at=clock.now(),
    )


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
