"""Passages of a text that a moderator has blacked out."""

from collections.abc import Sequence

from engage.core.text.cleaning import TextProblem, drop_hidden
from engage.core.text.cuts import addresses_cut, marks_cut

# A noncharacter: cleaning removes it from what people write, and a Markdown entity cannot spell it.
SENTINEL = "\ufdd0"
REDACTED_TEXT = "[removed by a moderator]"
REDACTED_HTML = f'<span class="redacted">{REDACTED_TEXT}</span>'


def redact(source: str, redactions: Sequence[tuple[int, int]]) -> str:
    """The source with a sentinel in place of each [start, end) passage; nothing tells how long it was.

    The address of a link of which a passage takes a part goes too, and so do marks of emphasis left without a partner.
    """
    passages = _merged(source, redactions)
    kept, at = [], 0
    for start, end, shown in _with_what_goes_too(source, passages):
        kept.append(drop_hidden(source[at:start]) + (SENTINEL if shown else ""))
        at = end
    return "".join([*kept, drop_hidden(source[at:])])


def _with_what_goes_too(source: str, passages: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Everything to cut, in order, each with whether a mark stands in its place."""
    if not passages:
        return []
    more = [*addresses_cut(source, passages), *marks_cut(source, passages)]
    cuts: list[tuple[int, int, bool]] = []
    for start, end, shown in sorted([*((a, b, True) for a, b in passages), *((a, b, False) for a, b in more)]):
        if cuts and start <= cuts[-1][1]:
            cuts[-1] = (cuts[-1][0], max(end, cuts[-1][1]), cuts[-1][2] or shown)
        else:
            cuts.append((start, end, shown))
    return cuts


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
