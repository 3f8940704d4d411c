"""Finding words in a text as it was typed, through the marks that stand between them."""

import re
from collections.abc import Iterator

# What may stand in the source between two words that are neighbours on the page: spaces, marks of emphasis,
# of a quotation or a list, and the ends of a link with its address.
_BETWEEN = r"(?:[\s*_`~>#\[\\-]|\]\([^)\s]*\))+"
_LETTER = r"[^\W_]"  # underscores around a word are emphasis


def passages(source: str, words: str) -> Iterator[tuple[int, int]]:
    """Each [start, end) where the words stand in the source, as they are spelled."""
    parts = words.split()
    if parts:
        yield from (found.span() for found in re.finditer(_BETWEEN.join(map(re.escape, parts)), source))


def passages_again(passage: tuple[int, int], old: str, new: str) -> list[tuple[int, int]]:
    """Where the words of a passage of an old text stand in a new one, in whatever case and with other marks.

    A passage of whole words is found as whole words only.
    """
    start, end = passage
    parts = [part for part in re.split(_BETWEEN, old[start:end]) if part]
    if not parts:
        return []
    before = f"(?<!{_LETTER})" if parts[0][0].isalnum() and not old[:start][-1:].isalnum() else ""
    after = f"(?!{_LETTER})" if parts[-1][-1].isalnum() and not old[end:][:1].isalnum() else ""
    spelled = before + _BETWEEN.join(map(re.escape, parts)) + after
    return [found.span() for found in re.finditer(spelled, new, re.IGNORECASE)]
