"""Who has which item open, and the views that moderators keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import select

from engage.accounts.models import Account
from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.moderation.models import Lease, SavedView


@dataclass(frozen=True)
class Held:
    """An item that somebody has open."""

    key: str
    account_id: int
    name: str
    expires_at: datetime


def leases() -> Mapping[str, Held]:
    """What is open at this moment, by the item's key; there are never more than moderators at work."""
    rows = db.session.execute(
        select(Lease, Account.name)
        .join(Account, Account.id == Lease.account_id)
        .where(Lease.expires_at > clock.now())
        .order_by(Lease.kind, Lease.subject_id)
    )
    found = [Held(f"{lease.kind}.{lease.subject_id}", lease.account_id, name, lease.expires_at) for lease, name in rows]
    return {held.key: held for held in found}


def lease_of(kind: str, subject_id: int) -> Lease | None:
    """The lease of an item, run out or not."""
    return db.session.get(Lease, (kind, subject_id), populate_existing=True)


def views_of(viewer: Viewer) -> Sequence[SavedView]:
    """The views that somebody keeps, by name."""
    mine = select(SavedView).where(SavedView.account_id == viewer.account_id).order_by(SavedView.label)
    return db.session.scalars(mine).all()


def access_view(viewer: Viewer, view_id: int) -> SavedView:
    """A view that the viewer keeps; 404 for all else."""
    mine = select(SavedView).where(SavedView.id == view_id, SavedView.account_id == viewer.account_id)
    return db.session.scalars(mine).first() or abort(404)
