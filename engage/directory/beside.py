"""What other features show beside a person of the directory who agreed that her account is linked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engage.core.permissions import Viewer


@dataclass(frozen=True)
class Said:
    """One thing that a person said on the site: what it is, what about, and where staff read it."""

    kind: str
    title: str
    url: str
    at: datetime


Source = Callable[[Viewer, int], Sequence[Said]]
_sources: list[Source] = []


def offer(source: Source) -> Source:
    """Show what a source finds of an account, as far as the viewer may see it."""
    if source not in _sources:
        _sources.append(source)
    return source


def said_by(viewer: Viewer, account_id: int, *, limit: int = 50) -> list[Said]:
    """What somebody said, as far as the viewer may see it, the newest first."""
    found = [said for source in _sources for said in source(viewer, account_id)]
    return sorted(found, key=lambda said: said.at, reverse=True)[:limit]
