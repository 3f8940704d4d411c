"""What waits for staff: each number counted no further than it is read."""

from sqlalchemy import Select, func, select

from engage.comments.models import Comment, Thread
from engage.core import clock
from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.publishing.models import Publication

MOST = 100


def comments_waiting() -> int:
    """How many comments wait for a moderator, by the threads' own counters."""
    return db.session.scalar(select(func.sum(Thread.waiting_count)).where(Thread.waiting_count > 0)) or 0


def comments_reported() -> int:
    """How many comments have open reports."""
    return _bounded(select(Comment.id).where(Comment.report_count > 0))


def drafts() -> int:
    """How many publications are neither public nor about to be."""
    return _bounded(select(Publication.id).where(Publication.live_revision.is_(None)))


def scheduled() -> int:
    """How many publications wait for their moment."""
    ahead = Publication.publish_at > clock.now()
    return _bounded(select(Publication.id).where(Publication.live_revision.is_not(None), ahead))


def mails_failed() -> int:
    """How many messages could not be delivered."""
    return _bounded(select(OutboxMessage.id).where(OutboxMessage.state == OutboxState.FAILED))


def _bounded(wanted: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(wanted.limit(MOST).subquery())) or 0


def figure(number: int) -> str:
    """The number as a page shows it."""
    return f"{MOST - 1}+" if number >= MOST else str(number)
