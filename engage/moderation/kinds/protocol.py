"""What a feature's own waiting list offers, so that the desk can show it among the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, literal, select

from engage.core.permissions import Permission, Viewer
from engage.moderation.queries import Card, Filter

Place = tuple[datetime, int]
Counting = Select[str, int]


@dataclass(frozen=True)
class Item:
    """Something that waits: of which list and kind, its id there, and since when."""

    list_name: str
    kind: str
    id: int
    since: datetime

    @property
    def key(self) -> str:
        """How pages and leases call it."""
        return f"{self.list_name}.{self.id}"


@dataclass(frozen=True)
class Line:
    """An item of another kind than comments, as the queue shows it: a title, some of its words, where it belongs."""

    title: str
    excerpt: str
    place: str


def counting_one(kind: str, number: Select[int]) -> Counting:
    """The statement for how many wait of a list's only kind."""
    return select(literal(kind), number.scalar_subquery())


class WaitingList(Protocol):
    """The waiting list of one feature. `name` is what its items are called in leases; `kinds` has the label of each.

    `permission` is what somebody needs to decide here: the areas in a filter, and those to count in, are where the
    viewer holds it. `counts_rows` says that the rows themselves are counted each time, and not kept counters.
    """

    name: str
    kinds: Mapping[str, str]
    permission: Permission
    counts_rows: bool

    def page(self, wanted: Filter, after: Place | None, limit: int) -> Sequence[Item]:
        """The items behind a place (since, id), oldest first; none where the filter cannot be about them."""
        ...

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """The statement for how many of each kind wait within the areas: kind, number; of counters where many can."""
        ...

    def shown(self, viewer: Viewer, items: Sequence[Item]) -> Mapping[int, Card | Line]:
        """What the queue shows of the items, by id, with a number of statements that does not depend on theirs."""
        ...

    def reachable(self, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
        """Those of the ids that the viewer may decide about."""
        ...

    def waiting(self, ids: Collection[int]) -> Mapping[int, int]:
        """Those of the ids that still wait, with the revision to be read."""
        ...

    def outcome(self, ids: Collection[int]) -> Mapping[int, str]:
        """What became of those that wait no more, as a short sentence."""
        ...

    def url(self, item_id: int, wanted: Filter) -> str:
        """The page on which an item is decided about."""
        ...
