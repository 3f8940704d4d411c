"""A text as a list of words sees it: folded letters, where each came from, and what stood between them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial

from engage.screening.lookalikes import FIGURES, LETTERS, UPRIGHT

_DISGUISE = "".join(re.escape(sign) for sign in [*FIGURES, *sorted(UPRIGHT)])
_WORD = re.compile(r"[^ .]+")
_TOKEN = re.compile(rf"[\w{_DISGUISE}]+")
_HAS_DISGUISE = re.compile(rf"[^\W\d_][{_DISGUISE}]|[{_DISGUISE}][^\W\d_]")
_SILENT = frozenset("'’ʼ‘`´")
_MARKS = ((0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE2F))


class Gap(IntEnum):
    """What stands before a letter."""

    NONE = 0
    SIGN = 1
    SPACE = 2


@dataclass(frozen=True)
class Folded:
    """The folded letters of a text.

    `places[i]` is the offset in the text of the character that letter i came from; `gaps[i]` is what stands before
    it. A character may give several letters, or none.
    """

    letters: str
    places: list[int]
    gaps: bytearray


@lru_cache(maxsize=8192)
def fold_character(character: str) -> str:
    """The letters and figures of one character; a space or a full stop for what parts words; nothing if unseen."""
    if character in _SILENT:
        return ""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character).casefold())
    kept = "".join(LETTERS.get(each, each) for each in folded if not _is_mark(each))
    letters = "".join(each for each in kept if each.isalnum())
    if letters or not kept:
        return letters
    return _parting(kept[0])


def _parting(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    return " " if category[0] in "ZC" else "."


def _is_mark(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _MARKS)


def fold(text: str) -> Folded:
    """Fold a text: compatibility forms, case, accents and look-alike letters; offsets lead back to the original."""
    pieces = list(map(fold_character, text))
    flat = "".join(pieces)
    origins: Sequence[int] = range(len(flat))
    if len(flat) != len(text) or "" in pieces:
        origins = [place for place, piece in enumerate(pieces) for _ in piece]
    letters: list[str] = []
    places: list[int] = []
    gaps = bytearray()
    behind = 0
    for word in _WORD.finditer(flat):
        start, end = word.span()
        letters.append(word[0])
        places.extend(origins[start:end])
        gaps.append(Gap.SPACE if not behind or " " in flat[behind:start] else Gap.SIGN)
        gaps.extend(bytes(end - start - 1))
        behind = end
    return Folded("".join(letters), places, gaps)


def readings(text: str) -> Iterator[Folded]:
    """The text as it stands, and as it reads with figures and signs in words taken for letters."""
    yield fold(text)
    if not _HAS_DISGUISE.search(text):
        return
    for upright in ("i", "l"):
        yield fold(_TOKEN.sub(partial(_undisguised, upright), text))
        if not UPRIGHT.intersection(text):
            return


def _undisguised(upright: str, match: re.Match[str]) -> str:
    token = match[0]
    if not any(character.isalpha() for character in token):
        return token
    return "".join(upright if each in UPRIGHT else FIGURES.get(each, each) for each in token)
