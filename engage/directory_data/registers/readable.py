"""Names and addresses that a register has in capitals, as people write them."""

import re
from functools import lru_cache

_CAPITALS = frozenset(
    {"A&E", "APMS", "CCG", "CIC", "GB", "GP", "HMP", "ICB", "ICS", "II", "III", "IV", "MOD", "NE", "NHS", "NW", "PCN"}
    | {"PCT", "PMS", "RAF", "SE", "SW", "UK", "VI", "VII", "YMCA", "YWCA"}
)
_SMALL = frozenset({"and", "at", "by", "for", "in", "of", "on", "the", "to", "under", "upon", "with"})
_FIGURE = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=20_000)
def readable(text: str) -> str:
    """Words in capitals as people write them; a text that has small letters stays as it is."""
    if not text.isupper():
        return text
    first, *others = text.split(" ")
    return " ".join([_first(first), *map(_word, others)])


@lru_cache(maxsize=20_000)
def _first(word: str) -> str:
    if word in _CAPITALS or _FIGURE.search(word):
        return word
    return _LETTERS.sub(lambda found: _letters(found.group()), word)


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    small = word.lower()
    return small if small in _SMALL else _first(word)


def _letters(word: str) -> str:
    if word in _CAPITALS:
        return word
    head, mark, tail = word.partition("'") if "'" in word else word.partition("’")
    if mark and len(head) == 1:
        return f"{head}{mark}{tail.capitalize()}"
    if word.startswith("MC") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()
