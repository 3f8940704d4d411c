"""The tables of reach as they may be published: what would give a small number away is not in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.reach.queries.doings import Doing
from engage.reach.queries.figures import Group, People
from engage.reach.suppression import shown_apart, shown_column, shown_counts

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

    A number that the table by kind hides stands in no other table of the page either, as that of a route or of an
    area or a topic that all of them share.
    """
    kinds = _by_kind(groups, threshold)
    hidden = {at for at, number in enumerate(kinds[-1].numbers) if number is None} if kinds else set()
    return Tables(
        kinds,
        _apart(groups, "area", threshold, hidden),
        _apart(groups, "topic", threshold, hidden),
        _routes(groups, threshold, is_hidden=1 in hidden),
    )


def _did(group: Group, measure: str) -> int:
    return group.told if measure == "told" else group.did[measure]


def _by_kind(groups: Sequence[Group], threshold: int) -> list[Line]:
    """The kinds, which do not overlap, with their total."""
    kinds = [group for group in groups if group.what == "kind"]
    sizes = [group.size for group in kinds]
    columns = [shown_column(sizes, threshold=threshold)]
    untold = [at for at, size in enumerate(columns[0][0]) if size is None]
    columns += [
        shown_counts([_did(group, measure) for group in kinds], sizes=sizes, threshold=threshold, sizes_hidden=untold)
        for measure in MEASURES
    ]
    lines = [Line(group.name, tuple(numbers[at] for numbers, _ in columns)) for at, group in enumerate(kinds)]
    return [*lines, Line("All", tuple(total for _, total in columns))] if lines else []


def _apart(groups: Sequence[Group], what: str, threshold: int, hidden: set[int]) -> list[Line]:
    """The areas or topics, which overlap, so that they have no total."""
    found = [group for group in groups if group.what == what]
    everybody = sum(group.size for group in groups if group.what == "all")
    sizes = [group.size for group in found]
    columns = [shown_apart(sizes, sizes=sizes, threshold=threshold)]
    columns += [
        shown_apart([_did(group, measure) for group in found], sizes=sizes, threshold=threshold) for measure in MEASURES
    ]
    return [
        Line(
            group.name,
            tuple(
                None if group.size == everybody and place in hidden else numbers[at]
                for place, numbers in enumerate(columns)
            ),
        )
        for at, group in enumerate(found)
    ]


def _routes(groups: Sequence[Group], threshold: int, *, is_hidden: bool) -> list[tuple[str, int | None]]:
    """How many of all were told by each route, which overlap; one alone may be the number of all who were told."""
    everybody = next((group for group in groups if group.what == "all"), None)
    if everybody is None:
        return []
    counts = [everybody.did[route] for route in ROUTES]
    shown = shown_apart(counts, sizes=[everybody.size] * len(counts), threshold=threshold)
    shown = [None if is_hidden and number else number for number in shown]
    return list(zip(ROUTES.values(), shown, strict=True))


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
