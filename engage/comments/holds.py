"""Reads of why comments are held or marked: for moderators, and in plain words for their writers."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from engage.comments.models import Comment, CommentState, Hold
from engage.core.database import db
from engage.screening.models import RuleAction


def holds_of(comment_ids: Collection[int]) -> dict[int, list[Hold]]:
    """Why comments wait or are marked, by comment; of every wording, oldest first (`revision` names which)."""
    found: dict[int, list[Hold]] = {}
    for row in db.session.scalars(select(Hold).where(Hold.comment_id.in_(comment_ids)).order_by(Hold.id)):
        found.setdefault(row.comment_id, []).append(row)
    return found


def held_because(comment: Comment) -> list[str]:
    """In plain words for its writer, why a comment is held; nothing for one that is not."""
    return why_held([comment]).get(comment.id, [])


def why_held(comments: Sequence[Comment]) -> dict[int, list[str]]:
    """The same for several, by comment."""
    held = {comment.id: comment.revision_to_read for comment in comments if _is_held(comment)}
    return {
        comment_id: list(dict.fromkeys(row.says for row in rows if _holds(row, held[comment_id])))
        for comment_id, rows in (holds_of(held) if held else {}).items()
    }


def _is_held(comment: Comment) -> bool:
    return comment.waits or (comment.state is CommentState.HIDDEN and comment.reason_key is None)


def _holds(row: Hold, revision: int) -> bool:
    return row.action is RuleAction.HOLD and row.revision == revision
