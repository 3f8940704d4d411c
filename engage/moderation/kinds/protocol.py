"""What a feature's own waiting list offers, so that the desk can show it among the others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, literal, select

from engage.core.permissions import Permission, Viewer
from engage.moderation.queries import Filter

Place = tuple[datetime, int]
Counting = Select[str, int]
# Id, since when, title, words, and where it belongs.
Lines = Select[int, datetime, str, str, str]


@dataclass(frozen=True)
class Line:
    """An item of another kind than comments, as the queue shows it: a title, some of its words, where it belongs."""

    title: str
    excerpt: str
    place: str


@dataclass(frozen=True)
class Item:
    """Something that waits: of which list and kind, its id there, since when, and what it says if it is no comment."""

    list_name: str
    kind: str
    id: int
    since: datetime
    line: Line | None = None

    @property
    def key(self) -> str:
        """How pages and leases call it."""
        return f"{self.list_name}.{self.id}"


def counting_one(kind: str, number: Select[int]) -> Counting:
    """The statement for how many wait of a list's only kind."""
    return select(literal(kind), number.scalar_subquery())


class OwnList(Protocol):
    """What every waiting list tells of its items, by their ids. `name` is what they are called in leases.

    `kinds` has the label of each. `permission` is what somebody needs to decide here: the areas in a filter, and those
    to count in, are where the viewer holds it.
    """

    name: str
    kinds: Mapping[str, str]
    permission: Permission

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """The statement for how many of each kind wait within the areas: kind, number; of counters where many can."""
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


class WaitingList(OwnList, Protocol):
    """The waiting list of one feature, of one kind, whose lines are gathered with those of the others.

    `counts_rows` says that the rows themselves are counted each time, and not kept counters.
    """

    counts_rows: bool

    def lines(self, wanted: Filter, after: Place | None, limit: int) -> Lines | None:
        """The statement for what stands behind a place (since, id), oldest first; None where the filter takes none."""
        ...

    def words(self, kept: str) -> str:
        """What the queue shows of the words that the statement gives."""
        ...
