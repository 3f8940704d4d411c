"""Words of a text as it was typed, with some of them marked: for those who have to see what a rule found."""

from collections.abc import Collection

from markupsafe import Markup

AROUND = 40


def marked_passages(source: str, spans: Collection[tuple[int, int]], around: int = AROUND) -> list[Markup]:
    """Each passage marked, with a few words around it; passages that lie close together are shown as one."""
    found: list[Markup] = []
    for start, end, inside in _neighbours(source, spans, around):
        parts = [Markup("") if start == 0 else Markup("\u2026 ")]
        at = start
        for first, last in inside:
            parts += [Markup.escape(source[at:first]), Markup("<mark>{}</mark>").format(source[first:last])]
            at = last
        parts += [Markup.escape(source[at:end]), Markup("") if end == len(source) else Markup(" \u2026")]
        found.append(Markup("").join(parts))
    return found


def _neighbours(
    source: str, spans: Collection[tuple[int, int]], around: int
) -> list[tuple[int, int, list[tuple[int, int]]]]:
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    inside = [(max(0, first), min(len(source), last)) for first, last in sorted(spans)]
    for first, last in inside:
        if first >= last:
            continue
        start, end = max(0, first - around), min(len(source), last + around)
        if found and first < found[-1][1]:
            before = found.pop()
            kept = before[2] if first >= before[2][-1][1] else before[2][:-1]
            joined = (first, last) if kept is before[2] else (before[2][-1][0], max(last, before[2][-1][1]))
            found.append((before[0], max(end, before[1]), [*kept, joined]))
        else:
            found.append((start, end, [(first, last)]))
    return found
