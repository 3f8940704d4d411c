"""Reads of threads, of reasons and of blocked addresses, as those who set them see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select, union_all

from engage.accounts.models import Account
from engage.comments.models import BlockedAddress, Comment, Reason, Redaction, Report, Thread
from engage.comments.rights import SET_THREAD
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.moderation.models import Decision
from engage.moderation.queries.queue import within
from engage.publishing import queries as publishing
from engage.publishing.models import Publication


@dataclass(frozen=True)
class ThreadLine:
    """A publication with its thread; a thread that was never set is not there."""

    publication: Publication
    thread: Thread | None


def threads_listed(
    area_ids: frozenset[int] | None, *, words: str = "", before: int | None = None, limit: int = 50
) -> Sequence[ThreadLine]:
    """Publications with their threads, newest first, before one of an id; those whose title holds the words."""
    statement = (
        select(Publication, Thread)
        .outerjoin(Thread, Thread.publication_id == Publication.id)
        .where(*within(Publication.id, area_ids))
        .order_by(Publication.id.desc())
        .limit(limit)
    )
    if words:
        statement = statement.where(Publication.title.icontains(words, autoescape=True))
    if before is not None:
        statement = statement.where(Publication.id < before)
    return [ThreadLine(publication, thread) for publication, thread in db.session.execute(statement)]


def access_moderated(viewer: Viewer, publication_id: int) -> Publication:
    """A publication whose thread the viewer may set; 404 for one elsewhere and a missing one alike."""
    found = publishing.publication(publication_id)
    if found is None or not viewer.may(SET_THREAD, publishing.area_ids(publication_id)):
        abort(404)
    return found


def times_used() -> dict[str, int]:
    """How often each reason stands in a decision, a report or the block of an address."""
    keys = union_all(
        select(Decision.reason_key.label("key")).where(Decision.reason_key.is_not(None)),
        select(Report.reason_key),
        select(BlockedAddress.reason_key),
    ).subquery()
    rows = db.session.execute(select(keys.c.key, func.count()).group_by(keys.c.key))
    return {key: number for key, number in rows if key is not None}


def reason_is_used(key: str) -> bool:
    """Whether anything on record names the reason."""
    places = (
        select(Decision.id).where(Decision.reason_key == key),
        select(Report.id).where(Report.reason_key == key),
        select(Redaction.id).where(Redaction.reason_key == key),
        select(BlockedAddress.id).where(BlockedAddress.reason_key == key),
        select(Comment.id).where(Comment.reason_key == key),
    )
    return any(db.session.scalar(place.limit(1)) is not None for place in places)


def block(block_id: int) -> BlockedAddress | None:
    """The block of an id, in force or lifted."""
    return db.session.get(BlockedAddress, block_id)


@dataclass(frozen=True)
class BlockLine:
    """A blocked address with the names that it is read by."""

    block: BlockedAddress
    reason: str
    moderator: str


def blocks_in_force(*, before: int | None = None, limit: int = 50) -> Sequence[BlockLine]:
    """The blocks in force, newest first, before one of an id."""
    statement = (
        select(BlockedAddress, Reason.label, Account.name)
        .outerjoin(Reason, Reason.key == BlockedAddress.reason_key)
        .outerjoin(Account, Account.id == BlockedAddress.account_id)
        .where(BlockedAddress.lifted_at.is_(None))
        .order_by(BlockedAddress.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(BlockedAddress.id < before)
    rows = db.session.execute(statement)
    return [BlockLine(block, label or block.reason_key, name or "") for block, label, name in rows]
