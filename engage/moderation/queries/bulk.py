"""Decisions about many comments: what they hit, how far they are, what is left of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, func, not_, or_, select

from engage.accounts.models import Account
from engage.comments.models import Comment, Waiting, WaitingKind
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.moderation.models import BulkDecision, BulkItem, Decision
from engage.moderation.queries.queue import Filter, conditions
from engage.publishing.models import Publication


def _hit(viewer: Viewer, wanted: Filter, until: datetime) -> list[Any]:
    own = or_(Comment.account_id == viewer.account_id, and_(Comment.email.is_not(None), Comment.email == viewer.email))
    return [
        *conditions(wanted, Waiting),
        Waiting.kind != WaitingKind.REPORT,
        Waiting.since <= until,
        not_(func.coalesce(own, False)),
    ]


def bulk_items(viewer: Viewer, wanted: Filter, until: datetime, most: int) -> Select[int, int, Any]:
    """Comment, wording and newest decision of all that a filter finds and that somebody else wrote, oldest first."""
    seen = select(func.max(Decision.id)).where(Decision.comment_id == Waiting.comment_id).scalar_subquery()
    return (
        select(Waiting.comment_id, Waiting.revision, func.coalesce(seen, 0).label("seen"))
        .join(Comment, Comment.id == Waiting.comment_id)
        .where(*_hit(viewer, wanted, until))
        .order_by(Waiting.since, Waiting.comment_id)
        .limit(most)
    )


@dataclass(frozen=True)
class Preview:
    """What a bulk decision would hit: how many, on which publications, and the first and last of them."""

    total: int
    places: Sequence[tuple[str, int]]
    oldest: datetime | None
    newest: datetime | None


def preview_bulk(viewer: Viewer, wanted: Filter, until: datetime) -> Preview:
    """What a decision about all that a filter finds would hit."""
    rows = db.session.execute(
        select(Publication.title, func.count(), func.min(Waiting.since), func.max(Waiting.since))
        .join(Comment, Comment.id == Waiting.comment_id)
        .join(Publication, Publication.id == Waiting.publication_id)
        .where(*_hit(viewer, wanted, until))
        .group_by(Publication.id)
        .order_by(func.count().desc(), Publication.id)
    ).all()
    return Preview(
        sum(row[1] for row in rows),
        [(row[0], row[1]) for row in rows],
        min((row[2] for row in rows), default=None),
        max((row[3] for row in rows), default=None),
    )


def bulk_size(bulk: BulkDecision) -> int:
    """How many comments a bulk decision is about."""
    return db.session.scalar(select(func.count()).select_from(BulkItem).where(BulkItem.bulk_id == bulk.id)) or 0


def bulk_next(bulk: BulkDecision, limit: int) -> Sequence[BulkItem]:
    """The next of its comments that nothing was done about."""
    wanted = select(BulkItem).where(BulkItem.bulk_id == bulk.id, BulkItem.settled.is_(False))
    return db.session.scalars(wanted.order_by(BulkItem.comment_id).limit(limit)).all()


def bulk_to_undo(bulk: BulkDecision, now: datetime, limit: int) -> Sequence[Decision]:
    """The next of its decisions that have to be taken back; one that cannot be has settled."""
    wanted = select(Decision).where(
        Decision.bulk_id == bulk.id, Decision.undone_at.is_(None), Decision.settles_at > now
    )
    return db.session.scalars(wanted.order_by(Decision.id).limit(limit)).all()


def bulk_held(bulk_id: int) -> BulkDecision:
    """A bulk decision, held until the unit of work ends."""
    return db.session.get_one(BulkDecision, bulk_id, with_for_update=True, populate_existing=True)


def access_bulk(viewer: Viewer, bulk_id: int) -> tuple[BulkDecision, str]:
    """A bulk decision with the name of who took it, for that person and for those who moderate everywhere; else 404."""
    found = db.session.execute(
        select(BulkDecision, Account.name)
        .join(Account, Account.id == BulkDecision.account_id)
        .where(BulkDecision.id == bulk_id)
    ).first()
    if found is None or (found[0].account_id != viewer.account_id and viewer.scope(MODERATE) is not None):
        abort(404)
    return found[0], found[1]


def bulk_left(bulk: BulkDecision, limit: int = 50) -> Sequence[tuple[int, str, str]]:
    """The first comments that were left as they are: id, writer, why."""
    rows = db.session.execute(
        select(BulkItem.comment_id, Comment.name, BulkItem.said)
        .join(Comment, Comment.id == BulkItem.comment_id)
        .where(BulkItem.bulk_id == bulk.id, BulkItem.settled.is_(True), BulkItem.said != "")
        .order_by(BulkItem.comment_id)
        .limit(limit)
    )
    return [(comment_id, name, said) for comment_id, name, said in rows]
