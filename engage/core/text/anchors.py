"""Stable ids of blocks, carried from one revision of a text to the next."""

import secrets
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIGNS = _LETTERS + "234567"
_LENGTH = 10

_SAME_WORDS = 0.5
_SAME_SPELLING = 80.0
_PLACE_BONUS = 0.05
# Bounds of the search, so that a document rewritten from end to end costs no more than a few seconds.
_NEIGHBOURS = 4
_CANDIDATES = 12
_COMMON_WORD = 20
_WORDS_COMPARED = 400
_SHORT = 200
_ALIGNED_PAIRS = 100_000_000


def new_anchor() -> str:
    """A random id for a block; it tells nothing of the block's place or words."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH - 1))


def carry_anchors(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[str]:
    """An anchor for each new source: that of the old (anchor, source) that it continues, or a new one.

    Equal blocks come first, in order and then moved; then the most similar ones. No anchor is given twice.
    """
    sources = [source for _, source in old]
    continued = _equal_in_order(sources, new)
    continued |= _equal_moved(sources, new, continued)
    continued |= _similar(sources, new, continued)
    return _named([anchor for anchor, _ in old], len(new), continued)


def _named(anchors: Sequence[str], count: int, continued: dict[int, int]) -> list[str]:
    known, used, named = set(anchors), set[str](), []
    for index in range(count):
        anchor = anchors[continued[index]] if index in continued else new_anchor()
        while anchor in used or (index not in continued and anchor in known):
            anchor = new_anchor()
        used.add(anchor)
        named.append(anchor)
    return named


def _equal_in_order(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    if len(old) * len(new) > _ALIGNED_PAIRS:
        return {}
    equal: dict[int, int] = {}
    for block in LCSseq.opcodes(old, new).as_matching_blocks():
        for step in range(block.size):
            if old[block.a + step] == new[block.b + step]:
                equal[block.b + step] = block.a + step
    return equal


def _equal_moved(old: Sequence[str], new: Sequence[str], continued: dict[int, int]) -> dict[int, int]:
    taken = set(continued.values())
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, source in enumerate(old):
        if index not in taken:
            waiting[source].append(index)
    return {
        index: waiting[source].popleft()
        for index, source in enumerate(new)
        if index not in continued and waiting.get(source)
    }


def _similar(old: Sequence[str], new: Sequence[str], continued: dict[int, int]) -> dict[int, int]:
    taken = set(continued.values())
    left = _Leftover({index: source for index, source in enumerate(old) if index not in taken})
    scored: list[tuple[float, int, int]] = []
    for at, place in _expected_places(len(new), continued):
        words = new[at].split()[:_WORDS_COMPARED]
        near = left.near(place)
        for candidate in dict.fromkeys([*near, *left.sharing(words)]):
            score = _similarity(left.sources[candidate], new[at], left.words[candidate], words)
            if score:
                scored.append((score + _PLACE_BONUS * (candidate in near[:2]), at, candidate))
    return _best_pairs(scored)


class _Leftover:
    """The old blocks without an equal new one, found by their place and by their rarer words."""

    def __init__(self, sources: dict[int, str]) -> None:
        self.sources = sources
        self.words = {index: source.split()[:_WORDS_COMPARED] for index, source in sources.items()}
        self._places = sorted(sources)
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for index, words in self.words.items():
            for word in dict.fromkeys(words):
                self._having[word].append(index)

    def near(self, place: int) -> list[int]:
        at = bisect_left(self._places, place)
        around = self._places[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS]
        return sorted(around, key=lambda index: abs(index - place))[:_NEIGHBOURS]

    def sharing(self, words: Sequence[str]) -> list[int]:
        shared: Counter[int] = Counter()
        for word in dict.fromkeys(words):
            having = self._having.get(word, [])
            if len(having) <= _COMMON_WORD:
                shared.update(having)
        return [index for index, _ in shared.most_common(_CANDIDATES)]


def _expected_places(count: int, continued: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Each new block that continues none yet, with the old place where it would have stood."""
    place = -1
    for index in range(count):
        place = continued.get(index, place + 1)
        if index not in continued:
            yield index, place


def _similarity(old: str, new: str, old_words: Sequence[str], new_words: Sequence[str]) -> float:
    by_words = Indel.normalized_similarity(old_words, new_words, score_cutoff=_SAME_WORDS)
    if by_words or max(len(old), len(new)) > _SHORT:
        return float(by_words)
    return fuzz.ratio(old, new, score_cutoff=_SAME_SPELLING) / 100


def _best_pairs(scored: list[tuple[float, int, int]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, candidate in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if at not in pairs and candidate not in taken:
            pairs[at] = candidate
            taken.add(candidate)
    return pairs
