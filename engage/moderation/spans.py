"""Spans of time in which decisions are counted, and the median that they give."""

from collections.abc import Mapping

# Upper ends in seconds: each next about half as long again or twice as long, so that a median is never far out.
ENDS = (60, 120, 300, 600, 1200, 1800, 2700, 3600, 5400, 7200, 14400, 28800, 43200, 86400, 172800, 345600, 604800)
LONGER = 2_592_000


def span_of(seconds: int) -> str:
    """The span that so many seconds fall into, named by its upper end."""
    return str(next((end for end in ENDS if seconds < end), LONGER))


def median_of(spans: Mapping[str, int]) -> int | None:
    """About how many seconds half of what was counted took at most; nothing where nothing was counted."""
    total = sum(spans.values())
    if total <= 0:
        return None
    passed, lower = 0, 0
    for end in (*ENDS, LONGER):
        here = spans.get(str(end), 0)
        if here and passed + here >= total / 2:
            return round(lower + (end - lower) * (total / 2 - passed) / here)
        passed, lower = passed + here, end
    return LONGER


def in_words(seconds: int | None) -> str:
    """A length of time as a short figure."""
    if seconds is None:
        return "\u2013"
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number} {word}{'' if number == 1 else 's'}"
    return "Under a minute"
