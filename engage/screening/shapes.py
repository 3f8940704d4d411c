"""What the shape of a text says: its links, its capital letters, and what other texts are nearly the same."""

import re
import zlib

Span = tuple[int, int]
_LINK = re.compile(
    r"(?<![\w.@-])(?:(?:https?://|www\.)\S{1,2000}"
    r"|[a-z0-9-]{2,63}\.(?-i:com|org|net|info|biz|ru|xyz|shop|online|site|io|co\.uk|org\.uk)(?![\w@]))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
LETTERS_THAT_TELL = 20
WORDS_THAT_TELL = 8
AT_A_TIME = 3


def links(text: str) -> list[Span]:
    """Addresses of pages, with or without what browsers want before them."""
    return [found.span() for found in _LINK.finditer(text)]


def share_of_capitals(text: str) -> int:
    """How many of a hundred letters are capitals; 0 where there are too few letters to tell."""
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isupper, text)) * 100 // letters if letters >= LETTERS_THAT_TELL else 0


def likeness(text: str) -> int | None:
    """A number that nearly equal texts share, and others do not; nothing for one of very few words.

    Of every three words in a row two hashes are taken, and of each hash the least in the text: two texts share both
    about as often as the square of the share of their word triples that they have in common.
    """
    words = _WORD.findall(text.casefold())
    if len(words) < WORDS_THAT_TELL:
        return None
    triples = {" ".join(words[place : place + AT_A_TIME]) for place in range(len(words) - AT_A_TIME + 1)}
    hashes = [zlib.crc32(triple.encode("utf-8", "replace")) for triple in triples]
    return min(hashes) << 31 | min((each * 0x9E3779B1 & 0xFFFFFFFF) >> 1 for each in hashes)
