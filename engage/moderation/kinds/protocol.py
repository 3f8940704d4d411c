"""What a feature's own waiting list offers, so that the desk can show it among the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engage.core.permissions import Viewer
from engage.moderation.queries import Card, Filter

Place = tuple[datetime, int]


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


class WaitingList(Protocol):
    """The waiting list of one feature. `name` is what its items are called in leases; `kinds` has the label of each.

    `counts_rows` says that `counts` looks at the rows themselves each time, and not at kept counters.
    """

    name: str
    kinds: Mapping[str, str]
    counts_rows: bool

    def page(self, wanted: Filter, after: Place | None, limit: int) -> Sequence[Item]:
        """The items behind a place (since, id), oldest first; none where the filter cannot be about them."""
        ...

    def counts(self, area_ids: frozenset[int] | None) -> Mapping[str, int]:
        """How many of each kind wait within the areas, from kept counters where there can be many."""
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
