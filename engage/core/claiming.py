"""Work that is a row: taken by one worker at a time, for as long as it gives signs of life."""

from collections.abc import Collection
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import or_, select

from engage.core import clock
from engage.core.database import Base, db

LEASE = timedelta(minutes=5)
Work = TypeVar("Work", bound=Base)


def claim_next(kind: type[Work], states: Collection[str]) -> Work | None:
    """The oldest row of a kind in one of these states that nobody works at, leased for five minutes; None if none.

    The kind has the columns id, state and leased_until; who works at it moves `leased_until` on with each batch.
    """
    columns = kind.__table__.c
    found = db.session.scalars(
        select(kind)
        .where(columns.state.in_(states))
        .where(or_(columns.leased_until.is_(None), columns.leased_until < clock.now()))
        .order_by(columns.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if found is not None:
        found.leased_until = clock.now() + LEASE  # type: ignore[attr-defined]
    return found
