"""Taking somebody out of what was written: the name always, the words too when that is the wish."""

from collections.abc import Sequence

from sqlalchemy import and_, delete, or_, select, update

from engage.accounts.actions import FORMER
from engage.comments import verbs
from engage.comments.actions.editing import withdraw_comment
from engage.comments.actions.transitions import changing
from engage.comments.models import (
    Comment,
    CommentRevision,
    CommentState,
    Confirmation,
    Hold,
    MarkedPassage,
    Redaction,
    Thread,
)
from engage.core import cache, ledger
from engage.core.database import db
from engage.core.permissions import Viewer

AT_ONCE = 50
UNSENT = (CommentState.UNCONFIRMED, CommentState.EXPIRED)


def erase_writer(actor: Viewer, *, comment_ids: Sequence[int], withdraws: bool) -> bool:
    """Take the writer out of a batch of comments; whether there may be more.

    With `withdraws` a comment is taken back and its words are gone, those of earlier wordings too; a published one
    leaves its number behind. Words that do not stand in public go in any case. What was said for an organisation is
    that organisation's, and its words stay.
    """
    named = or_(Comment.email.is_not(None), Comment.name != FORMER, Comment.role_title != "")
    goes = and_(Comment.body != "", Comment.official_for.is_(None))
    if not withdraws:
        goes = and_(goes, Comment.state != CommentState.PUBLISHED)
    left = or_(named, Comment.organisation_name != "", goes)
    wanted = select(Comment).where(Comment.id.in_(comment_ids), left).order_by(Comment.id).limit(AT_ONCE)
    found = db.session.scalars(wanted).all()
    for comment in found:
        _erase(actor, comment, withdraws=withdraws)
    return len(found) == AT_ONCE


def _erase(actor: Viewer, comment: Comment, *, withdraws: bool) -> None:
    stays = comment.official_for is not None or (comment.state is CommentState.PUBLISHED and not withdraws)
    if not stays:
        _take_back(actor, comment)
    comment.email = comment.content_key = None
    comment.name, comment.role_title, comment.organisation_name = FORMER, "", ""
    ledger.record(
        verbs.COMMENT_WRITER_FORGOTTEN,
        subject_id=comment.id,
        actor_id=actor.account_id,
        publication_id=comment.publication_id,
        names_kept=False,
    )
    thread = db.session.get_one(Thread, comment.publication_id)
    cache.bump(thread.scope)
    db.session.flush()


def _take_back(actor: Viewer, comment: Comment) -> None:
    if comment.state not in UNSENT:
        withdraw_comment(actor, comment=comment)
    elif comment.state is CommentState.UNCONFIRMED:
        with changing(comment):
            comment.state = CommentState.EXPIRED
    comment.body = comment.html = ""
    comment.likeness = None
    # Each of these points into words that are gone.
    for table in (Confirmation, Hold, MarkedPassage, Redaction):
        db.session.execute(delete(table).where(table.comment_id == comment.id))
    db.session.execute(update(CommentRevision).where(CommentRevision.comment_id == comment.id).values(body=""))
