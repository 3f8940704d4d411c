"""Leases: an item that somebody has open is theirs for two minutes, again and again while it stays open.

A lease keeps nobody from deciding: it tells the others to take the next item. What decides between two who press at
once is the decision itself.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete

from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.prepared import Prepared
from engage.moderation import queries
from engage.moderation.models import Lease

LASTS = timedelta(minutes=2)
_LEASE: Any = Lease.__table__
END = Prepared(
    lambda _dialect: delete(_LEASE).where(
        _LEASE.c.kind == bindparam("item_kind"), _LEASE.c.subject_id == bindparam("subject")
    )
)


@dataclass(frozen=True)
class Claim:
    """What came of asking for an item: it is the asker's, or it is somebody's."""

    mine: bool
    token: str
    account_id: int


def claim(actor: Viewer, *, kind: str, subject_id: int, token: str = "", take: bool = False) -> Claim:
    """Take or renew a lease; one that somebody else holds is left, unless it is taken over.

    With a token it is renewed: when another has taken the item over meanwhile, the asker hears so.
    """
    assert actor.account_id is not None  # noqa: S101 - moderators are signed in
    now = clock.now()
    lease = queries.lease_of(kind, subject_id)
    others = lease is not None and lease.account_id != actor.account_id and lease.expires_at > now
    if lease is not None and others and not take:
        return Claim(False, "", lease.account_id)
    if lease is None:
        lease = Lease(kind=kind, subject_id=subject_id)
        db.session.add(lease)
    renewed = not others and bool(token) and lease.token == token
    lease.account_id, lease.expires_at = actor.account_id, now + LASTS
    lease.token = token if renewed else secrets.token_urlsafe(9)
    db.session.flush()
    return Claim(True, lease.token, actor.account_id)


def release(actor: Viewer, *, kind: str, subject_id: int, token: str) -> None:
    """Give a lease back; one that is no longer the asker's stays as it is."""
    lease = queries.lease_of(kind, subject_id)
    if lease is not None and lease.account_id == actor.account_id and secrets.compare_digest(lease.token, token):
        db.session.delete(lease)


def end_lease(kind: str, subject_id: int) -> None:
    """End whatever lease there is of an item that was decided about."""
    END.run({"item_kind": kind, "subject": subject_id})


def sweep_leases(limit: timedelta = timedelta(hours=1)) -> None:
    """Forget leases that ran out long ago."""
    db.session.execute(delete(Lease).where(Lease.expires_at < clock.now() - limit))
