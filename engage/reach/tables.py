"""The tables of reach as they may be published: what would give a small number away is not in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.reach.queries.doings import Doing
from engage.reach.queries.figures import Group, People
from engage.reach.suppression import (
    Whole,
    most_that_fit,
    shown_column,
    shown_counts,
    shown_overlapping,
    shown_parts,
    shown_sizes,
)

NOT_SHOWN = "Not shown"
MEASURES = {
    "told": "Told",
    Doing.FOLLOWED: "Follow",
    Doing.DRAFTING: "Drafting",
    Doing.RESPONDED: "Responded",
    Doing.COMMENTED: "Commented",
}
HEADS = ("In the directory", *MEASURES.values())
ROUTES = {
    Doing.NOTICE: "By a notice, as followers or on a chosen list",
    Doing.DIGEST: "By a digest",
    Doing.NEWSLETTER: "By a newsletter",
    Doing.INVITATION: "By an invitation",
    Doing.LETTER: "By a letter to those who prefer letters",
    Doing.ENGAGEMENT: "In a meeting, call, letter or visit",
}


@dataclass(frozen=True)
class Line:
    """One line of a table; a number that is not shown is None."""

    name: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True)
class Tables:
    """What may be published of one sort of stakeholders: three tables, and how many were told by each route."""

    by_kind: Sequence[Line]
    by_area: Sequence[Line]
    by_topic: Sequence[Line]
    by_route: Sequence[tuple[str, int | None]]


def of_stakeholders(groups: Sequence[Group], threshold: int) -> Tables:
    """All that may be published of them.

    The tables of a page and its file are one publication. The other tables are held against the table by kind, with
    which they have in common how many all are, and nothing else: of a number that its last line does not show they show
    no part, and of one that it shows none that leaves few.
    """
    kinds = _by_kind(groups, threshold)
    if not kinds:
        return Tables([], [], [], [])
    wholes = _wholes(kinds, threshold)
    return Tables(
        kinds,
        _apart(groups, "area", threshold, wholes),
        _apart(groups, "topic", threshold, wholes),
        _routes(groups, threshold, told=wholes[0].count),
    )


def _did(group: Group, measure: str) -> int:
    return group.told if measure == "told" else group.did[measure]


def _by_kind(groups: Sequence[Group], threshold: int) -> list[Line]:
    """The kinds, which do not overlap, with their total."""
    kinds = [group for group in groups if group.what == "kind"]
    sizes = [group.size for group in kinds]
    columns = [shown_column(sizes, threshold=threshold)]
    columns += [
        shown_counts([_did(group, measure) for group in kinds], sizes=sizes, threshold=threshold)
        for measure in MEASURES
    ]
    lines = [Line(group.name, tuple(numbers[at] for numbers, _ in columns)) for at, group in enumerate(kinds)]
    return [*lines, Line("All", tuple(total for _, total in columns))] if lines else []


def _wholes(kinds: Sequence[Line], threshold: int) -> list[Whole]:
    """What the table by kind tells of all, for each measure."""
    (everybody, *counts), each = kinds[-1].numbers, kinds[:-1]
    sizes = [line.numbers[0] for line in each]
    columns = [[line.numbers[at] for line in each] for at in range(1, len(HEADS))]
    return [
        Whole(everybody, count, most_that_fit(column, sizes=sizes, everybody=everybody, threshold=threshold))
        for count, column in zip(counts, columns, strict=True)
    ]


def _apart(groups: Sequence[Group], what: str, threshold: int, wholes: Sequence[Whole]) -> list[Line]:
    """The areas or topics, which overlap, so that they have no total."""
    found = [group for group in groups if group.what == what]
    sizes = [group.size for group in found]
    columns = [shown_sizes(sizes, whole=wholes[0].size, threshold=threshold)]
    columns += [
        shown_parts([_did(group, measure) for group in found], sizes=sizes, whole=whole, threshold=threshold)
        for measure, whole in zip(MEASURES, wholes, strict=True)
    ]
    return [Line(group.name, tuple(numbers[at] for numbers in columns)) for at, group in enumerate(found)]


def _routes(groups: Sequence[Group], threshold: int, *, told: int | None) -> list[tuple[str, int | None]]:
    """How many of all were told by each route, which overlap."""
    everybody = next((group for group in groups if group.what == "all"), None)
    if everybody is None:
        return []
    counts = [everybody.did[route] for route in ROUTES]
    return list(zip(ROUTES.values(), shown_overlapping(counts, union=told, threshold=threshold), strict=True))


@dataclass(frozen=True)
class PeopleLine:
    """An area with its people beside those who answered; the rate stands only where the number does."""

    name: str
    population: int | None
    answered: int | None
    rate: float | None


def of_people(people: Sequence[People], threshold: int) -> list[PeopleLine]:
    """How many people answered from each area, with their total."""
    if not people:
        return []
    shown, total = shown_column([each.answered for each in people], threshold=threshold)
    lines = [
        PeopleLine(each.name or "Elsewhere, or not said", each.population, number, _rate(number, each.population))
        for each, number in zip(people, shown, strict=True)
    ]
    return [*lines, PeopleLine("All", None, total, None)]


def _rate(number: int | None, population: int | None) -> float | None:
    return round(number * 10_000 / population, 1) if number is not None and population else None
