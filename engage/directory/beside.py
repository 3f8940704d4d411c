"""What other features show beside a person of the directory.

What was said under an account is shown only where the person agreed that it is linked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engage.core.permissions import Viewer


@dataclass(frozen=True)
class Said:
    """One thing that a person said or took part in: what it is, what about, and where staff read it."""

    kind: str
    title: str
    url: str
    at: datetime


Source = Callable[[Viewer, int], Sequence[Said]]
Notes = Callable[[Viewer, Sequence[int]], Sequence[Said]]
_sources: list[Source] = []
_notes: list[Notes] = []


def offer(source: Source) -> Source:
    """Show what a source finds of an account, as far as the viewer may see it."""
    if source not in _sources:
        _sources.append(source)
    return source


def said_by(viewer: Viewer, account_id: int, *, limit: int = 50) -> list[Said]:
    """What somebody said, as far as the viewer may see it, the newest first."""
    found = [said for source in _sources for said in source(viewer, account_id)]
    return sorted(found, key=lambda said: said.at, reverse=True)[:limit]


def offer_notes(notes: Notes) -> Notes:
    """Show what a source has noted of a contact, known by these ids, as far as the viewer may see it."""
    if notes not in _notes:
        _notes.append(notes)
    return notes


def noted_of(viewer: Viewer, contact_ids: Sequence[int], *, limit: int = 50) -> list[Said]:
    """What was noted of a contact, as far as the viewer may see it, the newest first."""
    found = [noted for source in _notes for noted in source(viewer, contact_ids)]
    return sorted(found, key=lambda noted: noted.at, reverse=True)[:limit]
