"""What goes from a double to the record that is kept, and back: rows, and what the record itself says."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update

from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.held import Held, difference, plain
from engage.directory.models import Merge, Organisation, OrganisationStatus, StakeholderKind

# What an organisation says of itself, each with the columns that go with it.
SAID: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "short_name": ("short_name",),
    "kind_id": ("kind_id",),
    "description": ("description",),
    "website": ("website",),
    "email": ("email",),
    "telephone": ("telephone",),
    "status": ("status", "closed_on"),
    "opened_on": ("opened_on",),
    "parent_id": ("parent_id",),
    "is_public": ("is_public",),
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "closed_on": date.fromisoformat,
    "opened_on": date.fromisoformat,
    "status": OrganisationStatus,
}


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


def says(organisation: Organisation, field: str, *, beside: Organisation) -> Any:
    """What an organisation says in a field; that it belongs to the record beside it, which it is itself, is nothing."""
    value = getattr(organisation, field)
    return None if field == "parent_id" and value in (organisation.id, beside.id) else value


def asked_of(one: Organisation, other: Organisation) -> list[str]:
    """The fields in which both records say something, and not the same."""
    pairs = {field: (says(one, field, beside=other), says(other, field, beside=one)) for field in SAID}
    return [field for field, (mine, theirs) in pairs.items() if mine != theirs and not {mine, theirs} & {None, ""}]


def take_fields(kept: Organisation, double: Organisation, chosen: Collection[str]) -> Held:
    """Give the kept record what it does not say and what is chosen of the double; what each column held and holds."""
    before = {column: getattr(kept, column) for columns in SAID.values() for column in columns}
    for field, columns in SAID.items():
        own, value = says(kept, field, beside=double), says(double, field, beside=kept)
        if field == "parent_id":
            own, value = (each if _may_be_below(kept, double, each) else None for each in (own, value))
        if value not in (None, "") and (field in chosen or own in (None, "")):
            for column in columns:
                setattr(kept, column, getattr(double, column))
        elif field == "parent_id":
            kept.parent_id = own
    return difference(before, {column: getattr(kept, column) for column in before})


def _may_be_below(kept: Organisation, double: Organisation, parent_id: int | None) -> bool:
    """Whether neither of the two stands above there, so that no circle is made."""
    seen: set[int] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id in (kept.id, double.id):
            return False
        seen.add(parent_id)
        parent_id = db.session.get_one(Organisation, parent_id).parent_id
    return True


def put_fields_back(kept: Organisation, fields: Held) -> None:
    """Let a record say again what it said before, but for what somebody changed since."""
    for column, (before, after) in fields.items():
        if plain(getattr(kept, column)) == after:
            setattr(kept, column, _READ[column](before) if column in _READ and before is not None else before)
