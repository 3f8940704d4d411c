"""What has to go with a passage that is cut out: addresses of links that it touches, marks left without a partner."""

import re
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_STEP = re.compile(r"\\.|\n[ \t>]*\n|[\[\]()]", re.DOTALL)
_POINTED = re.compile(r"\]\(\s*<[^<>\n]*>[^)\n]*\)?")
_RUN = re.compile(r"\\.|\*+|_+", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n")


def addresses_cut(source: str, passages: Sequence[Span]) -> list[Span]:
    """The brackets and the address of each link of which a passage takes a part: its other words stay as text."""
    cuts = []
    for start, middle, end in _links(source):
        if any(a < end and start < b for a, b in passages):
            cuts += [(start, source.index("[", start) + 1), (middle, end)]
    return cuts


def _links(source: str) -> Iterator[tuple[int, int, int]]:
    """Of each link or picture where it starts, where its words end and where it ends."""
    brackets: list[int] = []
    parentheses: list[int] = []
    opened: dict[int, int] = {}
    waiting: dict[int, tuple[int, int]] = {}
    for step in _STEP.finditer(source):
        sign, at = step[0], step.start()
        if sign.startswith("\n"):
            brackets, parentheses = [], []
        elif sign == "[":
            brackets.append(at)
        elif sign == "]" and brackets:
            opened[at] = brackets.pop()
        elif sign == "(":
            parentheses.append(at)
            if at - 1 in opened:
                waiting[at] = (_with_picture_mark(source, opened[at - 1]), at - 1)
        elif sign == ")" and parentheses:
            begun = parentheses.pop()
            if begun in waiting:
                start, middle = waiting.pop(begun)
                yield start, middle, _end(source, middle, at + 1)
    for start, middle in waiting.values():  # no end was found, so that it goes up to the next space
        pointed = _POINTED.match(source, middle)
        yield start, middle, pointed.end() if pointed else middle + len(re.split(r"\s", source[middle:], maxsplit=1)[0])


def _end(source: str, middle: int, balanced: int) -> int:
    pointed = _POINTED.match(source, middle)
    return max(pointed.end(), balanced) if pointed else balanced


def _with_picture_mark(source: str, at: int) -> int:
    return at - 1 if at and source[at - 1] == "!" else at


def marks_cut(source: str, passages: Sequence[Span]) -> list[Span]:
    """The marks of emphasis whose partners go with a passage."""
    cuts: list[Span] = []
    for start, end in passages:
        for run, closes in _unpaired(source, start, end):
            partner = _before(source, start, run) if closes else _after(source, end, run)
            cuts += [partner] if partner else []
    return cuts


def _unpaired(source: str, start: int, end: int) -> list[tuple[str, bool]]:
    """Each run of marks in a passage that has no partner there, with whether it closes."""
    left: list[tuple[str, bool]] = []
    for run, at in _runs(source, start, end):
        closes = not source[at - 1 : at].isspace() and at > 0
        partner = next((n for n in reversed(range(len(left))) if left[n] == (run, False)), None) if closes else None
        if partner is not None:
            del left[partner:]
        else:
            opens = source[at + len(run) : at + len(run) + 1].strip() != ""
            left.append((run, closes and (not opens or _before(source, start, run) is not None)))
    return left


def _before(source: str, start: int, run: str) -> Span | None:
    """The last run of the same marks in the paragraph before the passage, if it is not closed there."""
    begin = max((found.end() for found in _PARAGRAPH_END.finditer(source, 0, start)), default=0)
    return _odd_one([at for same, at in _runs(source, begin, start) if same == run], -1, len(run))


def _after(source: str, end: int, run: str) -> Span | None:
    found = _PARAGRAPH_END.search(source, end)
    stop = found.start() if found else len(source)
    return _odd_one([at for same, at in _runs(source, end, stop) if same == run], 0, len(run))


def _odd_one(places: Sequence[int], which: int, length: int) -> Span | None:
    return (places[which], places[which] + length) if len(places) % 2 else None


def _runs(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The runs of marks that could be emphasis: not those of a list, nor underscores within a word."""
    for found in _RUN.finditer(source, start, end):
        before, after = source[max(found.start() - 1, 0) : found.start()], source[found.end() : found.end() + 1]
        alone = before.strip() == "" and after.strip() == ""
        inner = found[0].startswith("_") and before.isalnum() and after.isalnum()
        if not (found[0].startswith("\\") or alone or inner):
            yield found[0], found.start()
