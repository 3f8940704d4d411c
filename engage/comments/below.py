"""What stands below a comment, and so goes when it is hidden."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engage.comments.models import Comment, CommentState
from engage.core.database import db

MOST_STEPS = 50


@dataclass(frozen=True)
class Below:
    """How many published replies stand below a comment, at any depth, and how many of them are official."""

    replies: int = 0
    official: int = 0


def replies_below(comment_ids: Collection[int], *, shown: bool) -> dict[int, Below]:
    """The replies below each of these comments: those that are shown, or those that are not as it is hidden."""
    if not comment_ids:
        return {}
    kept = (Comment.id, Comment.state, Comment.official_for)
    first = select(Comment.parent_id.label("top"), *kept).where(
        Comment.parent_id.in_(comment_ids), Comment.under_hidden.is_(not shown)
    )
    tree = first.cte("below", recursive=True)
    deeper = aliased(Comment)
    tree = tree.union_all(
        select(tree.c.top, deeper.id, deeper.state, deeper.official_for).where(
            deeper.parent_id == tree.c.id, deeper.under_hidden.is_(not shown)
        )
    )
    counts = select(tree.c.top, func.count(), func.count(tree.c.official_for))
    rows = db.session.execute(counts.where(tree.c.state == CommentState.PUBLISHED).group_by(tree.c.top))
    return {top: Below(replies, official) for top, replies, official in rows}


def goes_with(comment: Comment) -> Below:
    """What would go from the page together with a comment."""
    return replies_below([comment.id], shown=True).get(comment.id, Below())


def stands_at(comment_id: int) -> int:
    """The comment to show for an id: itself, or the hidden one above it below which it is not shown."""
    found = db.session.get(Comment, comment_id)
    for _ in range(MOST_STEPS):
        if found is None or found.published_at is None or not found.under_hidden:
            break
        found = db.session.get(Comment, found.parent_id)
    if found is not None and found.under_hidden and found.published_at is not None:
        return found.root_id or found.id
    return found.id if found is not None else comment_id
