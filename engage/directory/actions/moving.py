"""Rows that go from a double to the record that is kept, and back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Merge, StakeholderKind


def hold_both(model: Any, kept_id: int, double_id: int) -> Sequence[Any]:
    """Two records as they are now, held to the end of the unit of work, in one order, so that nobody waits for ever."""
    wanted = select(model).where(model.id.in_([kept_id, double_id])).order_by(model.id)
    held: Sequence[Any] = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    return held


def note_merge(actor: Viewer, kind: StakeholderKind, kept_id: int, double_id: int, moved: Mapping[str, Any]) -> Merge:
    """Keep what went along, so that the two can be taken apart again."""
    merge = Merge(
        kind=kind,
        kept_id=kept_id,
        double_id=double_id,
        moved=json.dumps(moved, sort_keys=True),
        at=clock.now(),
        by=actor.account_id,
    )
    db.session.add(merge)
    db.session.flush()
    return merge


def take_along(owner: Any, old: int, new: int, *, but: Sequence[int] = ()) -> list[int]:
    """Give the rows of one owner to another, but for some; their ids."""
    model = owner.class_
    ids = list(db.session.scalars(select(model.id).where(owner == old, model.id.not_in(but)).order_by(model.id)))
    db.session.execute(update(model).where(model.id.in_(ids)).values({owner.key: new}))
    return ids


def bring_back(owner: Any, ids: Sequence[int], new: int, old: int) -> None:
    """Give the rows that went along and are still there to their first owner."""
    model = owner.class_
    db.session.execute(update(model).where(model.id.in_(ids), owner == new).values({owner.key: old}))


def give(owner: Any, column: str, old: int, new: int) -> list[Any]:
    """Of what one owner has (a pair with each value), let another have what it lacks; those values."""
    model = owner.class_
    value = getattr(model, column)
    has = select(value).where(owner == new)
    lacking = list(db.session.scalars(select(value).where(owner == old, value.not_in(has))))
    if lacking:
        db.session.execute(insert(model), [{owner.key: new, column: each} for each in lacking])
    return lacking


def take_back(owner: Any, column: str, values: Sequence[Any], new: int) -> None:
    """Take from an owner the values that were given to it."""
    db.session.execute(delete(owner.class_).where(owner == new, getattr(owner.class_, column).in_(values)))
