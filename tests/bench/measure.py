"""Figures and how they are taken: several rounds in turn, the median told with its spread."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured figure against its limit; the ratio is held against the bar."""

    name: str
    figure: float
    unit: str
    against: float
    bar: float
    at_most: bool = False
    spread: tuple[float, float] = field(default=(0.0, 0.0))

    @property
    def ratio(self) -> float:
        """The figure over what it is measured against."""
        return self.figure / self.against if self.against else 0.0

    @property
    def met(self) -> bool:
        """Whether the ratio is on the right side of the bar."""
        return self.ratio <= self.bar if self.at_most else self.ratio >= self.bar

    def as_json(self) -> dict:
        """For machines."""
        return {
            "name": self.name,
            "figure": round(self.figure, 3),
            "unit": self.unit,
            "against": round(self.against, 3),
            "ratio": round(self.ratio, 4),
            "bar": self.bar,
            "met": self.met,
        }

    def __str__(self) -> str:
        sign = "at most" if self.at_most else "at least"
        low, high = self.spread
        spread = f" (spread {low:.0f} to {high:.0f})" if high else ""
        return (
            f"{'met   ' if self.met else 'MISSED'} {self.name}: {self.figure:.1f} {self.unit}{spread}, "
            f"{self.ratio:.3f} of {self.against:.1f}; {sign} {self.bar}"
        )


def in_turn(rounds: int, acts: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Take each measure once a round, all of them in every round, so that a slow minute hits them alike."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            taken[name].append(act())
    return taken


def compare(name: str, taken: list[float], limit: list[float], *, bar: float, unit: str = "requests/s") -> Figure:
    """The median of what was taken against the median of the limit."""
    return Figure(name, median(taken), unit, median(limit), bar, spread=(min(taken), max(taken)))
