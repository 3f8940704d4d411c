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


@dataclass(frozen=True)
class Line:
    """One line of a table; a number that is not shown is None."""

    name: str
    numbers: tuple[int | None, ...]


def _did(group: Group, measure: str) -> int:
    return group.told if measure == "told" else group.did[Doing(measure)]


def by_kind(groups: Sequence[Group], threshold: int) -> list[Line]:
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


def apart(groups: Sequence[Group], what: str, threshold: int) -> list[Line]:
    """The areas or topics, which overlap, so that they have no total."""
    found = [group for group in groups if group.what == what]
    sizes = [group.size for group in found]
    columns = [shown_apart(sizes, sizes=sizes, threshold=threshold)]
    columns += [
        shown_apart([_did(group, measure) for group in found], sizes=sizes, threshold=threshold) for measure in MEASURES
    ]
    return [Line(group.name, tuple(numbers[at] for numbers in columns)) for at, group in enumerate(found)]


@dataclass(frozen=True)
class PeopleLine:
    """An area with its people beside those who answered; the rate stands only where the number does."""

    name: str
    population: int | None
    answered: int | None
    rate: float | None


def of_people(people: Sequence[People], threshold: int) -> list[PeopleLine]:
    """How many people answered from each area, with their total."""
    shown, total = shown_column([each.answered for each in people], threshold=threshold)
    lines = [
        PeopleLine(
            each.area.name if each.area else "Elsewhere, or not said",
            each.population,
            number,
            _rate(number, each.population),
        )
        for each, number in zip(people, shown, strict=True)
    ]
    return [*lines, PeopleLine("All", None, total, None)]


def _rate(number: int | None, population: int | None) -> float | None:
    return round(number * 10_000 / population, 1) if number is not None and population else None


def routes(groups: Sequence[Group], threshold: int) -> list[tuple[str, int | None]]:
    """How many of all were told by each route, which overlap."""
    everybody = next((group for group in groups if group.what == "all"), None)
    if everybody is None:
        return []
    words = {
        Doing.NOTICE: "By email, as followers or on a chosen list",
        Doing.INVITATION: "By an invitation",
        Doing.ENGAGEMENT: "In a meeting, call, letter or visit",
    }
    counts = [everybody.did[route] for route in words]
    shown = shown_apart(counts, sizes=[everybody.size] * len(counts), threshold=threshold)
    return list(zip(words.values(), shown, strict=True))
