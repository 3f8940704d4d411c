"""Finding in a comment as it was typed the words that a moderator marked on the page."""

from itertools import islice

from engage.core.text import passages


def find_passage(source: str, words: str, occurrence: int = 1) -> tuple[int, int] | None:
    """Where the words stand in the source for the given time, counted from 1; None where they do not."""
    return next(islice(passages(source, words), occurrence - 1, None), None) if occurrence >= 1 else None
