"""Which numbers of a table may be published so that no small one can be worked out from the others: pure.

Criterion: whoever knows every number that is shown, that each cell is a whole number, that rows and columns add up, and
that nobody hides a 0, finds at least two values possible for each number that is not shown.

A table of which rows and columns add up is a flow: each row and column is a place where what comes in goes out, each
cell and each total an arc between two of them. Other tables that look the same differ from the true one by circles of
hidden arcs on which every number can go up, or down as far as it would still be hidden. So a hidden number is safe
when such a circle leads through it, and where none does, the cheapest one is closed by hiding more. One over the
totals always exists.

A column alone is held against a stricter reader, who knows these rules as well and so reads from what is hidden why it
is. There each hidden number differs between two columns that are printed alike.
"""

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

Place = tuple[int, int]
Node = tuple[str, int]
Shown = list[list[int | None]]
_Step = tuple[Node, int, Place]
_ZERO_COSTS, _TOTAL_COSTS = 1_000_000, 100_000_000


@dataclass(frozen=True)
class _Arc:
    """A number of the table as an arc that leads from one place to another."""

    place: Place
    tail: Node
    head: Node
    value: int
    least: int


def is_small(number: int, threshold: int) -> bool:
    """Whether so few people or groups stand behind a number that it is not published; nobody stands behind 0."""
    return 0 < number < threshold


def shown_table(
    cells: Sequence[Sequence[int]],
    *,
    threshold: int,
    unpublished: Collection[Place] = (),
    known: Collection[Place] = (),
    hidden: Collection[Place] = (),
    blind: Collection[Place] = (),
) -> Shown:
    """The table with its totals as it may be published: a last row, a last column, and None for what is not shown.

    `unpublished` names numbers that nobody is shown anyway, `known` those that a reader may have from elsewhere,
    `hidden` those that must not be shown whatever their size, and `blind` those that would not be shown even as a 0.
    """
    if not cells:
        return []
    whole = _with_totals(cells)
    arcs = {arc.place: arc for arc in _arcs(whole, {*unpublished, *blind})}
    private, fixed = set(unpublished), set(known)
    masked = {place for place, arc in arcs.items() if is_small(arc.value, threshold)} | {*hidden, *blind}
    masked -= private | fixed
    waiting = sorted(masked)
    while waiting:
        added = _circle(_Network(arcs, masked | private, fixed), arcs[waiting.pop()])
        masked |= added
        waiting += sorted(added)
    return [
        [None if (row, column) in masked | private else number for column, number in enumerate(line)]
        for row, line in enumerate(whole)
    ]


def shown_counts(
    counts: Sequence[int], *, sizes: Sequence[int], threshold: int, sizes_hidden: Collection[int] = ()
) -> tuple[list[int | None], int | None]:
    """How many of each group, and of all, did something, as it may be published beside the sizes of the groups.

    Whoever knows the sizes knows how many did not, so these stand in the table too, unpublished. Of a group that is
    itself small nothing is told; and nothing but a 0 of a group whose size is not shown, for it is at least as large.
    """
    cells = [[count, size - count] for count, size in zip(counts, sizes, strict=True)]
    rows = range(len(cells) + 1)
    small = {(row, 0) for row, size in enumerate(sizes) if is_small(size, threshold)}
    did_not, all_of_them = {(row, 1) for row in rows}, {(row, 2) for row in rows}
    untold = {(row, 0) for row in sizes_hidden if counts[row]}
    shown = shown_table(cells, threshold=threshold, unpublished=did_not, known=all_of_them, hidden=untold, blind=small)
    return [line[0] for line in shown[:-1]], shown[-1][0] if shown else 0


def shown_column(numbers: Sequence[int], *, threshold: int) -> tuple[list[int | None], int | None]:
    """Numbers that add up to one total, as they may be published, also to somebody who knows how that is decided.

    Where all small ones are equal, so that none could trade places with another, the least of the others is hidden with
    all that are as large; where there is none but 0, the total is.
    """
    # Below a threshold of 3 the only small number is 1, and hiding it would name it.
    threshold = max(threshold, 3) if threshold > 1 else threshold
    hidden = {number for number in numbers if is_small(number, threshold)}
    larger = [number for number in numbers if number >= threshold]
    if len(hidden) == 1 and larger:
        hidden.add(min(larger))
    total = sum(numbers)
    is_told = not hidden or (total >= threshold and len(hidden) > 1)
    return [None if number in hidden else number for number in numbers], total if is_told else None


def shown_apart(counts: Sequence[int], *, sizes: Sequence[int], threshold: int) -> list[int | None]:
    """How many of each group did something, where the groups overlap, so that no sum gives anything away."""
    return [
        None if is_small(count, threshold) or is_small(size, threshold) else count
        for count, size in zip(counts, sizes, strict=True)
    ]


def _with_totals(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    whole = [[*line, sum(line)] for line in cells]
    return [*whole, [sum(column) for column in zip(*whole, strict=True)]]


def _arcs(whole: Sequence[Sequence[int]], may_be_none: Collection[Place]) -> Iterator[_Arc]:
    last_row, last_column = len(whole) - 1, len(whole[0]) - 1
    for row, line in enumerate(whole):
        for column, value in enumerate(line):
            ends = (("row", row), ("column", column))
            # What leaves a row for the columns comes back through the totals: they lead the other way round.
            tail, head = ends if (row == last_row) == (column == last_column) else ends[::-1]
            is_total = row == last_row or column == last_column
            least = 0 if is_total or (row, column) in may_be_none else min(value, 1)
            yield _Arc((row, column), tail, head, value, least)


@dataclass(frozen=True)
class _Network:
    """The arcs of a table: those in `free` can turn unseen, those in `fixed` never."""

    arcs: dict[Place, _Arc]
    free: Collection[Place]
    fixed: Collection[Place]

    def steps(self, without: _Arc) -> dict[Node, list[_Step]]:
        """Where one comes along arcs that can go up and against arcs that can go down, and what hiding them costs."""
        found: dict[Node, list[_Step]] = {}
        for arc in self.arcs.values():
            if arc.place == without.place or arc.place in self.fixed:
                continue
            cost = 0 if arc.place in self.free else _cost(self.arcs, arc)
            found.setdefault(arc.tail, []).append((arc.head, cost, arc.place))
            if arc.value > arc.least:
                found.setdefault(arc.head, []).append((arc.tail, cost, arc.place))
        return found


def _circle(network: _Network, arc: _Arc) -> set[Place]:
    """What must be hidden as well so that the number on the arc could be another one; nothing if it could already."""
    steps = network.steps(arc)
    ways = [_way(steps, arc.head, arc.tail)]
    if arc.value > arc.least:
        ways.append(_way(steps, arc.tail, arc.head))
    found = [way for way in ways if way is not None]
    if not found:
        raise ValueError("no other table fits what a reader knows already")
    cheapest = min(found, key=lambda way: (way[0], sorted(way[1])))
    return {place for place in cheapest[1] if place not in network.free}


def _way(steps: dict[Node, list[_Step]], start: Node, end: Node) -> tuple[int, frozenset[Place]] | None:
    """The cheapest way from one place to another, with what it costs."""
    waiting: list[tuple[int, Node, frozenset[Place]]] = [(0, start, frozenset())]
    seen: set[Node] = set()
    while waiting:
        cost, node, places = heapq.heappop(waiting)
        if node == end:
            return cost, places
        if node in seen:
            continue
        seen.add(node)
        for beyond, more, place in steps.get(node, ()):
            if beyond not in seen:
                heapq.heappush(waiting, (cost + more, beyond, places | {place}))
    return None


def _cost(arcs: dict[Place, _Arc], arc: _Arc) -> int:
    """What is lost by hiding a number: little for small ones, more for a silence, most for a total."""
    last_row, last_column = max(arcs)
    if last_row in arc.place[:1] or last_column in arc.place[1:]:
        return _TOTAL_COSTS + arc.value
    return 1 + arc.value if arc.value else _ZERO_COSTS
