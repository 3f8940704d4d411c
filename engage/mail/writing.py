"""Writing a digest when it leaves: from its ids to its words, of what is public and followed at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cachetools import LRUCache
from flask import current_app

from engage.core import cache
from engage.core.database import db
from engage.core.messages import link
from engage.mail import audience, checks, contents, links
from engage.mail.assembling import Piece, Written, assemble
from engage.mail.contents import Part
from engage.mail.digests import section, within
from engage.mail.models import MailRun, RunKind, Subscriber
from engage.mail.news import Happening, happenings, items, keys_of
from engage.mail.targets import Key

OFTEN = {RunKind.AT_ONCE: "as it happens", RunKind.DAILY: "once a day", RunKind.WEEKLY: "once a week"}
OWN = "/subscriptions/"
MOST_PIECES = 1500
MOST_RUNS = 4


@dataclass(frozen=True)
class Kept:
    """A piece with the versions that it was made from, and everything by which it can be followed."""

    versions: tuple[int, ...]
    piece: Piece | None
    keys: frozenset[Key]


@dataclass(frozen=True)
class RunNews:
    """A run and what happened in it, by publication."""

    kind: RunKind
    begins: int
    happened: Mapping[int, Sequence[Happening]]


class Desk:
    """What one process keeps at hand while it writes digests; bounded, and never used beyond its versions."""

    def __init__(self) -> None:
        """Nothing is at hand."""
        self._runs: LRUCache[int, RunNews] = LRUCache(MOST_RUNS)
        self._pieces: LRUCache[tuple[int, Part], Kept] = LRUCache(MOST_PIECES)

    def write(
        self, run_id: int, subscriber: Subscriber, kept_contents: str, *, for_others: bool = False
    ) -> Written | None:
        """A subscriber's digest; nothing when there is nothing left in it that she may be told and still follows.

        One that others look at has no link by which they could act in her name.
        """
        what = contents.read(kept_contents)
        mine = audience.live_keys(subscriber.id)
        found = self._pieces_of(run_id, what.parts)
        pieces = [one.piece for one in found if one.piece is not None and not mine.isdisjoint(one.keys)]
        if not pieces:
            return None
        return assemble(
            pieces,
            total=what.total - len(what.parts) + len(pieces),
            often=OFTEN[self._run(run_id, what.parts).kind],
            preferences_url=link(OWN) if for_others else links.url("mail.preferences", links.PREFERENCES, subscriber),
            unsubscribe_url=link(OWN) if for_others else links.url("mail.unsubscribe", links.UNSUBSCRIBE, subscriber),
        )

    def lay_out(self, run_id: int, kind: RunKind, begins: int, happened: Sequence[Happening]) -> None:
        """Put what happened in a run at hand, for one that is only pretended."""
        by_publication: dict[int, list[Happening]] = {}
        for one in happened:
            by_publication.setdefault(one.publication_id, []).append(one)
        self._runs[run_id] = RunNews(kind, begins, by_publication)

    def _pieces_of(self, run_id: int, parts: Sequence[Part]) -> list[Kept]:
        """The pieces, made again where what they tell of has changed; two statements when none has."""
        scopes = [scope for part in parts for scope in _scopes(part.publication_id)]
        versions = cache.versions(scopes)
        listed = checks.publications({part.publication_id for part in parts})
        now = {part: versions[2 * place : 2 * place + 2] for place, part in enumerate(parts)}
        found = {part: self._pieces.get((run_id, part)) for part in parts if part.publication_id in listed}
        stale = [part for part, known in found.items() if known is None or known.versions != now[part]]
        if stale:
            found |= self._made(run_id, stale, now)
        return [known for known in found.values() if known is not None]

    def _made(self, run_id: int, parts: Sequence[Part], versions: Mapping[Part, tuple[int, ...]]) -> dict[Part, Kept]:
        """Make pieces again, with as many statements for twenty as for one."""
        run = self._run(run_id, parts)
        told = [one for part in parts for one in within(run.happened.get(part.publication_id, ()), part.told)]
        made, keys = items(told), keys_of({part.publication_id for part in parts})
        found = {}
        for part in parts:
            item = made.get(part.publication_id)
            piece = Piece(section(item)) if item is not None else None
            found[part] = Kept(versions[part], piece, keys.get(part.publication_id, frozenset()))
            self._pieces[(run_id, part)] = found[part]
        return found

    def _run(self, run_id: int, parts: Sequence[Part]) -> RunNews:
        """What happened in a run, and before it as far back as these parts go."""
        begins = min(part.told[0][0] for part in parts)
        known = self._runs.get(run_id)
        if known is None or begins < known.begins:
            run = db.session.get_one(MailRun, run_id)
            begins = min(begins, run.after_position + 1)
            self.lay_out(run_id, run.kind, begins, happenings(begins - 1, run.until_position))
        return self._runs[run_id]


def _scopes(publication_id: int) -> tuple[str, str]:
    return f"publication:{publication_id}", f"thread:{publication_id}"


def desk() -> Desk:
    """The desk of this process."""
    found: Desk = current_app.extensions.setdefault("engage.digest_desk", Desk())
    return found
