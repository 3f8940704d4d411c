"""Passages of a text that a moderator has blacked out."""

from collections.abc import Sequence

from engage.core.text.cleaning import TextProblem, drop_hidden

# A noncharacter: cleaning removes it from what people write, and a Markdown entity cannot spell it.
SENTINEL = "\ufdd0"
REDACTED_TEXT = "[removed by a moderator]"
REDACTED_HTML = f'<span class="redacted">{REDACTED_TEXT}</span>'


def redact(source: str, redactions: Sequence[tuple[int, int]]) -> str:
    """The source with a sentinel in place of each [start, end) passage; nothing tells how long it was."""
    kept, at = [], 0
    for start, end in _merged(source, redactions):
        kept.append(drop_hidden(source[at:start]))
        at = end
    return SENTINEL.join([*kept, drop_hidden(source[at:])])


def redacted_source(source: str, redactions: Sequence[tuple[int, int]]) -> str:
    """The text as it was typed, with a mark in place of each passage."""
    return redact(source, redactions).replace(SENTINEL, REDACTED_TEXT)


def _merged(source: str, redactions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(redactions):
        if not 0 <= start < end <= len(source):
            raise TextProblem("The passage to remove is not part of this text. Choose it again.")
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
