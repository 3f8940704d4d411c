"""The map as a picture and as advice: where each dot stands, and how to keep in touch with each quadrant: pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.reach.models import MOST, MappingScales
from engage.reach.queries.maps import MIDDLE, Cell, Corner, Placed

CELL = 100
STEP = 26
IN_A_ROW = 3
IN_A_CELL = IN_A_ROW * IN_A_ROW
LARGEST, SMALLEST = 42, 14


@dataclass(frozen=True)
class Dot:
    """A dot of the picture with a number in it: that of a line in the table, or how many stand there."""

    label: str
    name: str
    x: int
    y: int
    radius: int = 12


@dataclass(frozen=True)
class Quadrant:
    """A quarter of the map, what to do for those who stand in it, the first of them, and how many there are."""

    number: int
    title: str
    where: str
    advice: str
    names: Sequence[str]
    total: int


def has_room(cells: Mapping[Cell, int], limit: int) -> bool:
    """Whether each stakeholder can have a dot of its own."""
    return sum(cells.values()) <= limit and all(number <= IN_A_CELL for number in cells.values())


def dots(placed: Sequence[Placed]) -> list[Dot]:
    """One dot for each, in the order of the table; those of one cell stand beside and below each other."""
    in_cell: dict[Cell, int] = defaultdict(int)
    found = []
    for number, one in enumerate(placed, start=1):
        cell = (one.across, one.up)
        along, below = in_cell[cell] % IN_A_ROW, in_cell[cell] // IN_A_ROW
        in_cell[cell] += 1
        x = (cell[0] - 1) * CELL + 24 + along * STEP
        y = (MOST - cell[1]) * CELL + 24 + below * STEP
        found.append(Dot(str(number), f"{number}. {one.name}", x, y))
    return found


def heaps(cells: Mapping[Cell, int], scales: MappingScales) -> list[Dot]:
    """One dot for each cell, as large as the number of those who stand there; for maps with many."""
    most = max(cells.values(), default=1)
    return [
        Dot(
            label=str(number),
            name=f"{number} at {scales.across.lower()} {across} and {scales.up.lower()} {up}",
            x=(across - 1) * CELL + CELL // 2,
            y=(MOST - up) * CELL + CELL // 2,
            radius=round(SMALLEST + (LARGEST - SMALLEST) * (number / most) ** 0.5),
        )
        for (across, up), number in sorted(cells.items())
    ]


def quadrants(
    cells: Mapping[Cell, int], names: Mapping[Corner, Sequence[str]], scales: MappingScales
) -> list[Quadrant]:
    """The four quarters, the one that needs most first."""
    across, up = scales.across.lower(), scales.up.lower()
    totals: dict[Corner, int] = defaultdict(int)
    for cell, number in cells.items():
        totals[(cell[0] >= MIDDLE, cell[1] >= MIDDLE)] += number
    return [
        Quadrant(number, title, where.format(across=across, up=up), advice, names.get(corner, ()), totals[corner])
        for number, (corner, title, where, advice) in enumerate(_QUARTERS, start=1)
    ]


def corner_of(number: int) -> Corner | None:
    """The quarter of a number; nothing when there is none."""
    return _QUARTERS[number - 1][0] if 0 < number <= len(_QUARTERS) else None


_QUARTERS = (
    (
        (True, True),
        "Work together",
        "High {up}, high {across}",
        "Meet at least once a month. Ask before you draft, show what their words changed, and invite by name.",
    ),
    (
        (False, True),
        "Keep satisfied",
        "High {up}, low {across}",
        "Brief them in person before each decision, in short. Find out what would make the plan matter to them.",
    ),
    (
        (True, False),
        "Keep informed and lend a voice",
        "Low {up}, high {across}",
        "Write with each step, hold meetings where they are, and help them to answer: their interest is the closest.",
    ),
    (
        (False, False),
        "Keep an eye on",
        "Low {up}, low {across}",
        "Send the launch and the outcome. Look again when the plan changes.",
    ),
)
