"""The map as a picture and as advice: where each dot stands, and how to keep in touch with each quadrant: pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from engage.reach.models import MOST, MappingScales
from engage.reach.queries.maps import Placed

CELL = 100
STEP = 26
IN_A_ROW = 3


@dataclass(frozen=True)
class Dot:
    """A numbered dot of the picture; the number is that of the line in the table."""

    number: int
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Quadrant:
    """A quarter of the map, what to do for those who stand in it, and who they are."""

    title: str
    where: str
    advice: str
    names: tuple[str, ...]


def dots(placed: Sequence[Placed]) -> list[Dot]:
    """The dots in the order of the table; those of one cell stand beside and below each other."""
    in_cell: dict[tuple[int, int], int] = defaultdict(int)
    found = []
    for number, one in enumerate(placed, start=1):
        cell = (one.placement.across or 1, one.placement.up or 1)
        along, below = in_cell[cell] % IN_A_ROW, in_cell[cell] // IN_A_ROW
        in_cell[cell] += 1
        x = (cell[0] - 1) * CELL + 24 + along * STEP
        y = (MOST - cell[1]) * CELL + 24 + min(below, 2) * STEP
        found.append(Dot(number, one.name, x, y))
    return found


def quadrants(placed: Sequence[Placed], scales: MappingScales) -> list[Quadrant]:
    """The four quarters, the one that needs most first."""
    across, up = scales.across.lower(), scales.up.lower()
    return [
        Quadrant(title, where.format(across=across, up=up), advice, _standing(placed, corner))
        for corner, title, where, advice in _QUARTERS
    ]


def _standing(placed: Sequence[Placed], corner: tuple[bool, bool]) -> tuple[str, ...]:
    return tuple(one.name for one in placed if one.quadrant == corner)


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
