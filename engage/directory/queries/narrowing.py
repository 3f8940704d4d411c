"""Filters that mean few: begun from those few, where a walk along the whole list would meet them last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.core.database import db

FEW = 10_000
FewOf = Callable[[Sequence[Select[Any]]], Sequence[bool]]


@dataclass(frozen=True)
class Part:
    """One part of a filter, said in two ways: asked of each record in turn, and as the ids of those who are meant.

    Without `ids` it is always asked, because it means nearly all.
    """

    asked: ColumnElement[bool]
    ids: Select[Any] | None = None


def are_few(wanted: Sequence[Select[Any]]) -> Sequence[bool]:
    """Whether each means few, found out by one bounded statement."""
    if not wanted:
        return []
    each = [
        select(func.count()).select_from(ids.limit(FEW + 1).subquery()).scalar_subquery().label(f"part_{place}")
        for place, ids in enumerate(wanted)
    ]
    return [count <= FEW for count in db.session.execute(select(*each)).one()]


def narrowed(
    key: InstrumentedAttribute[int], parts: Sequence[Part], few_of: FewOf = are_few
) -> list[ColumnElement[bool]]:
    """The parts as conditions: looked up where they mean few, which `few_of` finds out; else asked."""
    known = [part.ids for part in parts if part.ids is not None]
    few = dict(zip(known, few_of(known), strict=True))
    return [key.in_(part.ids) if part.ids is not None and few[part.ids] else part.asked for part in parts]
