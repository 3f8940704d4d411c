"""Opening and closing the comments of a publication."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from engage.comments import queries, verbs
from engage.comments.models import Comment, ModerationMode, Thread
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing.actions import before_deleting
from engage.publishing.models import Publication


def set_thread(
    actor: Viewer,
    *,
    publication: Publication,
    mode: ModerationMode,
    is_open: bool,
    closes_at: datetime | None = None,
    closed_reason: str = "",
    question: str = "",
) -> Thread:
    """Open or close comments and choose their moderation; refuses to open before there are a policy and reasons."""
    now = clock.now()
    if is_open:
        _require_rules()
        if closes_at is not None and closes_at <= now:
            raise Refused("The closing time must be in the future.", "closes_at")
    thread = db.session.get(Thread, publication.id, with_for_update=True, populate_existing=True)
    if thread is None:
        thread = queries.new_thread(publication.id)
        db.session.add(thread)
    was_open = thread.accepts(now)
    thread.mode, thread.is_open, thread.closes_at = mode, is_open, closes_at if is_open else None
    thread.closed_reason, thread.question = closed_reason, question
    if is_open:
        thread.closed_at = None
    elif was_open:
        thread.closed_at = now
    ledger.record(
        verbs.THREAD_SET,
        subject_id=publication.id,
        actor_id=actor.account_id,
        mode=mode.value,
        is_open=is_open,
        closes_at=thread.closes_at.isoformat() if thread.closes_at else None,
    )
    cache.bump(cache.SITE, publication.scope, thread.scope)
    return thread


def _require_rules() -> None:
    if not queries.has_policy():
        raise Refused("Publish a moderation policy before you open comments: people must know the rules.", "is_open")
    if not queries.reasons():
        raise Refused("Write at least one reason for rejecting comments before you open them.", "is_open")


def _forget_thread(publication: Publication) -> None:
    """A draft goes with how its comments were to be moderated, but not when somebody has said something on it."""
    if db.session.scalar(select(exists().where(Comment.publication_id == publication.id))):
        raise Refused("There are comments on this draft, so it cannot be deleted.")
    db.session.execute(delete(Thread).where(Thread.publication_id == publication.id))


before_deleting(_forget_thread)
