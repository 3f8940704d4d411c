"""What becomes of comments when the account of their writer is closed."""

from sqlalchemy import select

from engage.accounts.actions import FORMER
from engage.comments import verbs
from engage.comments.models import Comment, Thread
from engage.core import cache, ledger
from engage.core.database import db


def forget_writer(account_id: int, *, names_kept: bool) -> list[Comment]:
    """Take a closed account's address out of its comments, and its name too unless it was to stay."""
    found = list(db.session.scalars(select(Comment).where(Comment.account_id == account_id).order_by(Comment.id)))
    for comment in found:
        comment.email = None
        if not names_kept:
            comment.name, comment.role_title, comment.organisation_name = FORMER, "", ""
        ledger.record(
            verbs.COMMENT_WRITER_FORGOTTEN,
            subject_id=comment.id,
            actor_id=account_id,
            publication_id=comment.publication_id,
            names_kept=names_kept,
        )
    if found and not names_kept:
        threads = db.session.scalars(
            select(Thread).where(Thread.publication_id.in_({comment.publication_id for comment in found}))
        )
        cache.bump(*(thread.scope for thread in threads))
    return found
