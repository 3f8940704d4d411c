"""Finding in a comment as it was typed the words that a moderator marked on the page."""

import re
from collections.abc import Collection
from itertools import islice

from engage.core.errors import Refused
from engage.core.text import passages

MOST = 60
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?\u2026]+(?=\s)|$)", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\s].*?(?=\n\s*\n|\Z)", re.DOTALL)
NOT_THERE = "These words are not in the comment: \u201c{}\u201d. Copy them exactly as they stand there."


def find_passage(source: str, words: str, occurrence: int = 1) -> tuple[int, int] | None:
    """Where the words stand in the source for the given time, counted from 1; None where they do not."""
    return next(islice(passages(source, words), occurrence - 1, None), None) if occurrence >= 1 else None


def parts_of(source: str) -> list[tuple[int, int]]:
    """The sentences of a text as it was typed, or of a very long one its paragraphs: what can be marked by a tick."""
    found = [match.span() for match in _SENTENCE.finditer(source)]
    if len(found) > MOST:
        found = [match.span() for match in _PARAGRAPH.finditer(source)]
    return found[:MOST]


def marked_spans(source: str, ticked: Collection[str], typed: str) -> list[tuple[int, int]]:
    """The passages that a moderator marked: parts of the text by name, and each line of words wherever they stand."""
    found = {span for span in parts_of(source) if name_of(span) in ticked}
    for line in filter(None, map(str.strip, typed.splitlines())):
        places = list(passages(source, line))
        if not places:
            raise Refused(NOT_THERE.format(line[:80]), "marked")
        found.update(places)
    return _joined(sorted(found))


def name_of(span: tuple[int, int]) -> str:
    """How a form calls a part of the text."""
    return f"{span[0]}-{span[1]}"


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
