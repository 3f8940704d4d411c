"""What was promised, by whom and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask import abort
from sqlalchemy import func, or_, select, tuple_

from engage.accounts.models import Account, RoleGrant
from engage.core.database import db
from engage.core.permissions import STAFF, Viewer
from engage.engagements import rights
from engage.engagements.models import Engagement, Promise
from engage.engagements.queries.log import reached

Place = tuple[date, int]


class Which(StrEnum):
    """Which promises a list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"


@dataclass(frozen=True)
class Listed:
    """A promise with its engagement, and the name of the colleague who sees to it."""

    promise: Promise
    engagement: Engagement
    owner: str

    @property
    def who(self) -> str:
        """Who promised, as people read it."""
        return self.promise.by or self.owner or "Nobody yet"


def listed_promises(
    viewer: Viewer, which: Which, *, today: date, mine: bool = False, after: Place | None = None, limit: int = 50
) -> Sequence[Listed]:
    """Promises of engagements that the viewer may see, the first due first, behind a place (due, id)."""
    wanted = _promises().where(*reached(viewer, rights.READ))
    wanted = wanted.where(Promise.kept_at.is_not(None) if which is Which.KEPT else Promise.kept_at.is_(None))
    if which is Which.OVERDUE:
        wanted = wanted.where(Promise.due < today)
    if mine:
        wanted = wanted.where(Promise.owner_id == viewer.account_id)
    if after is not None:
        wanted = wanted.where(tuple_(Promise.due, Promise.id) > after)
    return _listed(wanted.order_by(Promise.due, Promise.id).limit(limit))


def promises_of(engagement_id: int) -> Sequence[Listed]:
    """What was promised in an engagement, the first due first."""
    return _listed(_promises().where(Promise.engagement_id == engagement_id).order_by(Promise.due, Promise.id))


def _promises() -> Any:
    return (
        select(Promise, Engagement, Account.name)
        .join(Engagement, Engagement.id == Promise.engagement_id)
        .outerjoin(Account, Account.id == Promise.owner_id)
    )


def _listed(wanted: Any) -> list[Listed]:
    return [Listed(promise, engagement, owner or "") for promise, engagement, owner in db.session.execute(wanted)]


def access_promise(viewer: Viewer, promise_id: int) -> Promise:
    """The promise of an id, for its owner and for those who may change its engagement; 404 otherwise."""
    within = or_(Promise.owner_id == viewer.account_id, *reached(viewer, rights.WRITE))
    reach = [within] if viewer.scope(rights.WRITE) is not None else []
    wanted = select(Promise).join(Engagement, Engagement.id == Promise.engagement_id)
    found = db.session.scalars(wanted.where(Promise.id == promise_id, *reach)).first()
    return found or abort(404)


def overdue_count(viewer: Viewer, today: date) -> int:
    """How many promises of which the viewer is the owner are overdue."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Promise)
            .where(Promise.owner_id == viewer.account_id, Promise.kept_at.is_(None), Promise.due < today)
        )
        or 0
    )


def staff(limit: int = 300) -> Sequence[Account]:
    """The colleagues who can see to a promise, by name."""
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(STAFF))
    return db.session.scalars(
        select(Account)
        .where(Account.id.in_(held), Account.closed_at.is_(None))
        .order_by(Account.name, Account.id)
        .limit(limit)
    ).all()
