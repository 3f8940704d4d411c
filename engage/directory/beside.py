"""What other features show beside an entry of the directory.

What was said under an account is shown only where the person agreed that it is linked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engage.core.permissions import Viewer
from engage.directory.models import StakeholderKind


@dataclass(frozen=True)
class Said:
    """One thing that a person said or took part in: what it is, what about, and where staff read it."""

    kind: str
    title: str
    url: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """One thing of which a stakeholder was told by mail: how, about what, by whom, and what came of it."""

    kind: str
    title: str
    url: str
    at: datetime
    by: str
    outcome: str


Source = Callable[[Viewer, int], Sequence[Said]]
Notes = Callable[[Viewer, Sequence[int]], Sequence[Said]]
Mails = Callable[[Viewer, StakeholderKind, Sequence[int]], Sequence[Sent]]
_sources: list[Source] = []
_notes: list[Notes] = []
_mails: list[Mails] = []


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


def offer_mails(mails: Mails) -> Mails:
    """Show what a source has sent to a stakeholder, known by these ids, as far as the viewer may see it."""
    if mails not in _mails:
        _mails.append(mails)
    return mails


def sent_to(viewer: Viewer, kind: StakeholderKind, ids: Sequence[int], *, limit: int = 50) -> list[Sent]:
    """What was sent to a stakeholder, as far as the viewer may see it, the newest first."""
    found = [sent for source in _mails for sent in source(viewer, kind, ids)]
    return sorted(found, key=lambda sent: sent.at, reverse=True)[:limit]
