"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape
from rapidfuzz.distance import LCSseq

from engage.core.text.sanitise import CHANGES, sanitise

_LINE = re.compile(r"[^\n]+\n*|\n+")
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# Comparing takes a bit of memory for each pair: 75 MB at most.
_PAIRS = 600_000_000

_Run = tuple[bool, Sequence[str], Sequence[str]]


def difference(old: str, new: str) -> Markup:
    """The new text with what it adds in <ins> and what it leaves out in <del>; line ends are kept.

    Changes of spaces alone are not shown. Texts too long to compare closely are shown with coarser changes.
    """
    runs = groupby(_pieces(old, new), key=lambda piece: piece[0])
    return sanitise("".join(_marked(tag, "".join(text for _, text in run)) for tag, run in runs), CHANGES)


def _marked(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if tag else str(escape(text))


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Pieces of text with "ins", "del" or "": lines are compared first, then words of changed lines."""
    for same_lines, before, after in _compared(_LINE.findall(old), _LINE.findall(new)):
        if same_lines:
            yield "", "".join(after)
            continue
        words = _compared(_WORD.findall("".join(before)), _WORD.findall("".join(after)))
        for same, left_out, added in words:
            pieces = [("", added)] if same else [("del", left_out), ("ins", added)]
            yield from ((tag, "".join(tokens)) for tag, tokens in pieces if tokens)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Runs of both lists in order, each with whether they are equal there."""
    a, b = [_key(token) for token in old], [_key(token) for token in new]
    start = _equal_at_start(a, b)
    end = _equal_at_start(a[start:][::-1], b[start:][::-1])
    yield True, old[:start], new[:start]
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    if len(middle_a) * len(middle_b) > _PAIRS:
        yield False, old[start : len(a) - end], new[start : len(b) - end]
    else:
        for same, steps in groupby(LCSseq.opcodes(middle_a, middle_b), key=lambda step: step.tag == "equal"):
            run = list(steps)
            left_out = old[start + run[0].src_start : start + run[-1].src_end]
            yield same, left_out, new[start + run[0].dest_start : start + run[-1].dest_end]
    yield True, old[len(a) - end :], new[len(b) - end :]


def _key(token: str) -> str:
    """What is compared: the token without the spaces behind it, but with the end of its paragraph."""
    word = token.rstrip()
    return word + ("\n\n" if token.count("\n", len(word)) > 1 else "")


def _equal_at_start(a: Sequence[str], b: Sequence[str]) -> int:
    return next((index for index, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
