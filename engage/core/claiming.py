"""Work that is a row: taken by one worker at a time, for as long as it gives signs of life."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Generic, TypeVar

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


class HoldLost(Exception):
    """The row was taken back, or another worker has it since no sign of life came."""


class Hold(Generic[Work]):
    """What a worker has of a row that it claimed: each claim and each sign of life has a moment that no other has."""

    def __init__(self, row: Work) -> None:
        """Hold a row that was just claimed."""
        self._kind, self._id = type(row), row.id  # type: ignore[attr-defined]
        self._until: datetime = row.leased_until  # type: ignore[attr-defined]

    def row(self) -> Work:
        """The row as it stands, to be written in the running unit of work; raises HoldLost."""
        found = db.session.get(self._kind, self._id, populate_existing=True, with_for_update=True)
        if found is None or found.leased_until != self._until:  # type: ignore[attr-defined]
            raise HoldLost
        return found

    def renew(self) -> Work:
        """The same, with a sign of life."""
        found = self.row()
        self._until = found.leased_until = clock.now() + LEASE  # type: ignore[attr-defined]
        return found
