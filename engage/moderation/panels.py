"""What features further down the shelf add to the desk's pages: appeals, notes, assignment and the like.

They register a function when they are loaded, as they do with menus; the desk asks it each time and knows nothing of
them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.comments.models import Comment
from engage.core.permissions import Viewer

Figure = tuple[str, str, str | None, str | None]


@dataclass(frozen=True)
class Panel:
    """A piece of the page of an item: its template, which sees `panel`, and what the template shows."""

    template: str
    facts: Mapping[str, Any]


_panels: list[Callable[[Viewer, Comment], Panel | None]] = []
_figures: list[Callable[[Viewer], Sequence[Figure]]] = []


def add_panel(make: Callable[[Viewer, Comment], Panel | None]) -> None:
    """Show on the page of each comment at the desk what this function gives for it."""
    _panels.append(make)


def add_figures(make: Callable[[Viewer], Sequence[Figure]]) -> None:
    """Show among the desk's figures each (label, value, address, tone) that this function gives."""
    _figures.append(make)


def panels_of(viewer: Viewer, comment: Comment) -> list[Panel]:
    """The pieces for the page of a comment."""
    return [panel for make in _panels if (panel := make(viewer, comment)) is not None]


def figures_for(viewer: Viewer) -> list[Figure]:
    """The figures of other features."""
    return [figure for make in _figures for figure in make(viewer)]
