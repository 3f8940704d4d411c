"""A misplaced comment goes to another publication with its replies, and leaves a pointer where it stood."""

from sqlalchemy import select

from engage.comments import queries, verbs
from engage.comments.actions.sameness import content_key
from engage.comments.actions.transitions import lock_thread
from engage.comments.actions.waiting import follow
from engage.comments.models import Comment, CommentState, MovedComment, Thread
from engage.comments.official import scope_of
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing.models import Publication

NOT_SENT = (CommentState.UNCONFIRMED, CommentState.EXPIRED)


def move_comment(actor: Viewer, *, comment: Comment, to: Publication) -> list[Comment]:
    """Move a comment that answers none, with all below it, and give each that has a number the next one there.

    A number where it stood is never given again: its place points to the comment.
    """
    if comment.root_id is not None:
        raise Refused("This is a reply. Move the comment that it answers, and it goes along.", "to")
    if comment.publication_id == to.id:
        raise Refused("The comment stands there already.", "to")
    if to.live_revision is None or not to.is_public(clock.now()):
        raise Refused("Choose a page that is public.", "to")
    threads = {number: lock_thread(number) for number in sorted((comment.publication_id, to.id))}
    db.session.refresh(comment)
    before, after = threads[comment.publication_id], threads[to.id]
    below = select(Comment).where((Comment.id == comment.id) | (Comment.root_id == comment.id)).order_by(Comment.id)
    moved = [found for found in db.session.scalars(below) if found.state not in NOT_SENT or found is comment]
    if comment.state in NOT_SENT:
        raise Refused("This comment is not confirmed yet.", "to")
    for found in moved:
        _move(actor, found, before, after)
    spoken = (scope_of(found.official_for) for found in moved if found.official_for is not None)
    cache.bump(before.scope, after.scope, *spoken)
    return moved


def _move(actor: Viewer, comment: Comment, before: Thread, after: Thread) -> None:
    kinds, old = comment.waiting_kinds, comment.number
    source = queries.wording(comment.id, comment.revision_to_read) if comment.waits else ""
    follow(comment, kinds, frozenset(), source)
    if old is not None:
        db.session.add(
            MovedComment(publication_id=before.publication_id, number=old, comment_id=comment.id, at=clock.now())
        )
        after.last_number += 1
        comment.number = after.last_number
    for thread, many in ((before, -1), (after, 1)):
        thread.published_count += many * comment.is_public
        thread.waiting_count += many * comment.waits
    comment.publication_id = after.publication_id
    comment.anchor, comment.revision, comment.quote = None, None, ""
    comment.content_key = content_key(comment)
    db.session.flush()
    follow(comment, frozenset(), kinds, source)
    ledger.record(
        verbs.COMMENT_MOVED,
        subject_id=comment.id,
        actor_id=actor.account_id,
        publication_id=after.publication_id,
        number=comment.number,
        from_publication_id=before.publication_id,
        from_number=old,
    )
