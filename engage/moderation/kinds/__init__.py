"""Everything that waits, as one list: the comments, and each feature's own lines, merged by (since, id).

To add a kind, write one file beside this one with a class that does what `protocol.WaitingList` asks, and name it in
`LISTS`, at the end: the place in the list is part of the address of a page. A feature above this one calls `add`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from typing import Any

from sqlalchemy import literal, select, union_all

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import excerpt
from engage.moderation.kinds.claims import ClaimList
from engage.moderation.kinds.comments import CommentList
from engage.moderation.kinds.protocol import Item, Line, Lines, OwnList, Place, WaitingList
from engage.moderation.kinds.responses import ResponseList
from engage.moderation.queries import Card, Filter

__all__ = ["Entry", "Item", "Line", "Lines", "Place", "WaitingList"]
COMMENTS = CommentList()
LISTS: list[WaitingList] = [ResponseList(), ClaimList()]
# In an address an id and the list that it belongs to are one number.
_MOST_LISTS = 100
_EXCERPT = 300


@dataclass(frozen=True)
class Entry:
    """An item as the queue shows it."""

    item: Item
    shown: Card | Line
    url: str

    @property
    def card(self) -> Card | None:
        """The card of a comment."""
        return self.shown if isinstance(self.shown, Card) else None


def add(found: WaitingList) -> None:
    """Put the waiting list of a feature that stands above this one behind the others."""
    if list_of(found.name) is None:
        LISTS.append(found)


def all_lists() -> list[OwnList]:
    """Every list, the comments first."""
    return [COMMENTS, *LISTS]


def list_of(name: str) -> OwnList | None:
    """The list of a name."""
    return next((found for found in all_lists() if found.name == name), None)


def kind_labels() -> dict[str, str]:
    """Every kind with its label."""
    return {kind: label for found in all_lists() for kind, label in found.kinds.items()}


def place_of(item: Item) -> Place:
    """The place of an item in the merged list."""
    number = next(number for number, found in enumerate(all_lists()) if found.name == item.list_name)
    return item.since, item.id * _MOST_LISTS + number


def page_of_all(
    viewer: Viewer, wanted: Filter, after: Place | None, limit: int, known: Mapping[str, int] | None = None
) -> list[Item]:
    """The items behind a place, oldest first, of all lists in which the viewer may decide, by two statements.

    `known` is how many of each kind wait, as `counts` just gave it: a list that counts its rows each time, and found
    none, is not asked again.
    """
    comments = COMMENTS.page(_scoped(viewer, wanted, COMMENTS), _after_in(0, after), limit)
    return list(merge(comments, _lines(viewer, wanted, after, limit, known), key=place_of))[:limit]


def _scoped(viewer: Viewer, wanted: Filter, found: OwnList) -> Filter:
    return replace(wanted, area_ids=viewer.scope(found.permission))


def _lines(
    viewer: Viewer, wanted: Filter, after: Place | None, limit: int, known: Mapping[str, int] | None
) -> list[Item]:
    """The items of all lists but the comments."""
    asked = []
    for number, found in enumerate(LISTS, start=1):
        if viewer.may(found.permission) and not _is_empty(found, known):
            lines = found.lines(_scoped(viewer, wanted, found), _after_in(number, after), limit)
            if lines is not None:
                asked.append(select(literal(number), *lines.subquery().c))
    if not asked:
        return []
    together = union_all(*asked).subquery()
    rows = db.session.execute(select(*together.c))
    return sorted((_item(LISTS[number - 1], *row) for number, *row in rows), key=place_of)


def _item(found: WaitingList, *row: Any) -> Item:
    item_id, since, title, words, place = row
    [kind] = found.kinds
    return Item(found.name, kind, item_id, since, Line(title, excerpt(found.words(words or ""), _EXCERPT), place or ""))


def _is_empty(found: WaitingList, known: Mapping[str, int] | None) -> bool:
    return known is not None and found.counts_rows and not any(known.get(kind) for kind in found.kinds)


def _after_in(number: int, after: Place | None) -> Place | None:
    if after is None:
        return None
    moment, (last_id, last_list) = after[0], divmod(after[1], _MOST_LISTS)
    return moment, last_id if number <= last_list else last_id - 1


def entries(viewer: Viewer, wanted: Filter, items: Sequence[Item]) -> list[Entry]:
    """The items as the queue shows them, in their order; one that went meanwhile is left out."""
    comments = [item for item in items if item.line is None]
    cards = COMMENTS.shown(viewer, comments) if comments else {}
    shown = [(item, item.line or cards.get(item.id)) for item in items]
    return [Entry(item, what, url_of(item, wanted)) for item, what in shown if what is not None]


def url_of(item: Item, wanted: Filter) -> str:
    """The page on which an item is decided about."""
    found = list_of(item.list_name)
    return found.url(item.id, wanted) if found else ""


def counts(viewer: Viewer) -> Mapping[str, int]:
    """How many of each kind wait where the viewer may decide, by one statement for all lists."""
    asked = [found.counting(viewer.scope(found.permission)) for found in _open_to(viewer)]
    rows = db.session.execute(union_all(*asked)) if asked else ()
    counted = {str(kind): int(number) for kind, number in rows if number}
    return {kind: counted[kind] for kind in kind_labels() if kind in counted}


def _open_to(viewer: Viewer) -> Iterator[OwnList]:
    """The lists in which somebody may decide anything."""
    return (found for found in all_lists() if viewer.may(found.permission))


def next_of(viewer: Viewer, wanted: Filter, after: Place | None, without: Sequence[str]) -> Item | None:
    """The first item behind a place, or of the whole list; never one of the keys given."""
    for place in dict.fromkeys((after, None)):
        for item in page_of_all(viewer, wanted, place, len(without) + 1):
            if item.key not in without:
                return item
    return None
