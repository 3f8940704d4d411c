"""Words and phrases of lists, found in a text however they are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engage.screening.automaton import Automaton
from engage.screening.folding import Folded, Gap, fold, readings

LONGEST_ENTRY = 80
MOST_ENTRIES = 10_000
MOST_MARKS = 50
MOST_FOUND = 2_000
SPACED_OUT_FROM = 3
Span = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """One line of a list: its letters, before which of them a new word begins, and whether longer words count."""

    owner: int
    letters: str
    breaks: tuple[int, ...]
    open_start: bool
    open_end: bool


def entry_of(owner: int, line: str) -> Entry | None:
    """What a line of a list asks for: `*` at an end means that the word may go on there; nothing if it says nothing."""
    line = line.strip()
    folded = fold(line.strip("*"))
    if not folded.letters or len(folded.letters) > LONGEST_ENTRY:
        return None
    breaks = tuple(place for place, gap in enumerate(folded.gaps) if gap and place)
    return Entry(owner, folded.letters, breaks, line.startswith("*"), line.endswith("*"))


class WordLists:
    """The entries of all lists, compiled together, each with the owner that it was given for."""

    def __init__(self, lists: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Compile (owner, lines) pairs."""
        made = (entry_of(owner, line) for owner, lines in lists for line in lines)
        self._entries = [entry for entry in made if entry is not None]
        open_ended = {number for number, entry in enumerate(self._entries) if entry.open_end}
        self._automaton = Automaton([entry.letters for entry in self._entries], open_ended)

    def find(self, text: str) -> dict[int, list[Span]]:
        """Where the entries of each owner stand in the text, as offsets into it, first to last."""
        if not self._entries:
            return {}
        found: dict[int, set[Span]] = {}
        for folded in readings(text):
            self._read(folded, found)
        return {owner: joined(spans)[:MOST_MARKS] for owner, spans in found.items()}

    def _read(self, folded: Folded, found: dict[int, set[Span]]) -> None:
        gaps = bytes(folded.gaps) + bytes([Gap.SPACE])
        counts: _Counts | None = None
        left = MOST_FOUND
        for number, end in self._automaton.find(folded.letters, gaps.__getitem__):
            counts = counts or _Counts.of(gaps)
            entry = self._entries[number]
            start = end - len(entry.letters)
            if _stands(entry, gaps, counts, start, end):
                found.setdefault(entry.owner, set()).add((folded.places[start], folded.places[end - 1] + 1))
                left -= 1
                if not left:
                    return


@dataclass(frozen=True)
class _Counts:
    """How many gaps, and how many spaces, stand before each letter."""

    parted: list[int]
    spaced: list[int]

    @classmethod
    def of(cls, gaps: bytes) -> "_Counts":
        """Count them once, so that no match has to."""
        return cls(
            list(accumulate(map(bool, gaps), initial=0)),
            list(accumulate((gap == Gap.SPACE for gap in gaps), initial=0)),
        )


def _stands(entry: Entry, gaps: bytes, counts: _Counts, start: int, end: int) -> bool:
    """Whether letters that match are the entry: whole words, or letters that all stand apart."""
    if not (entry.open_start or gaps[start]) or not (entry.open_end or gaps[end]):
        return False
    inside = end - start - 1
    if inside >= SPACED_OUT_FROM - 1 and counts.parted[end] - counts.parted[start + 1] == inside:
        return True
    at_breaks = [gaps[start + place] for place in entry.breaks]
    return all(at_breaks) and at_breaks.count(Gap.SPACE) == counts.spaced[end] - counts.spaced[start + 1]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
