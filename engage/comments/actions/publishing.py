"""Making a comment public, and telling the ledger."""

from engage.comments import verbs
from engage.comments.actions.transitions import give_number
from engage.comments.models import Comment, Thread
from engage.core import ledger
from engage.core.permissions import Viewer


def publish_now(actor: Viewer, thread: Thread, comment: Comment) -> None:
    """Publish a comment for the first time, within what holds its thread, and tell the ledger."""
    give_number(thread, comment)
    ledger.record_all([published(actor, comment)])


def published(actor: Viewer, comment: Comment) -> ledger.Event:
    """What the ledger says of a comment that has just got its number."""
    return ledger.event(
        verbs.COMMENT_PUBLISHED,
        subject_id=comment.id,
        actor_id=actor.account_id,
        publication_id=comment.publication_id,
        number=comment.number,
        parent_id=comment.parent_id,
        official_for=comment.official_for,
    )
