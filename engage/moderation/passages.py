"""Finding in a comment as it was typed the words that a moderator marked on the page."""

import re

# What may stand in the source between two words that are neighbours on the page: spaces, marks of emphasis,
# of a quotation or a list, and the ends of a link with its address.
_BETWEEN = r"(?:[\s*_`~>#\[\\-]|\]\([^)\s]*\))+"


def find_passage(source: str, words: str, occurrence: int = 1) -> tuple[int, int] | None:
    """Where the words stand in the source for the given time, counted from 1; None where they do not."""
    parts = words.split()
    if not parts or occurrence < 1:
        return None
    pattern = re.compile(_BETWEEN.join(re.escape(part) for part in parts))
    for number, found in enumerate(pattern.finditer(source), 1):
        if number == occurrence:
            return found.span()
    return None
