"""A text in pieces, those that a rule found marked, for pages that show why it is held."""

from collections.abc import Sequence

from engage.screening.wordlists import Span, joined

Piece = tuple[str, bool]


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The whole text as (words, whether they are marked); spans that lie outside it are left out."""
    found: list[Piece] = []
    behind = 0
    for start, end in joined((start, end) for start, end in spans if 0 <= start < end <= len(text)):
        found += [(text[behind:start], False), (text[start:end], True)]
        behind = end
    found.append((text[behind:], False))
    return [piece for piece in found if piece[0]]


def excerpt(text: str, spans: Sequence[Span], around: int = 90) -> list[Piece]:
    """The same of the beginning, or of what stands around the first mark, in one line."""
    first = min((start for start, _ in spans), default=0)
    begin = max(0, first - around)
    cut = text[begin : begin + 3 * around]
    shifted = [(start - begin, min(end - begin, len(cut))) for start, end in spans if begin <= start < begin + len(cut)]
    found = pieces(cut, shifted)
    before = [("… ", False)] if begin else []
    behind = [(" …", False)] if begin + len(cut) < len(text) else []
    return before + found + behind
