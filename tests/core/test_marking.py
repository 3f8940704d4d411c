"""Marked passages: cut out with some words around, escaped, and joined where they lie close together."""

from engage.core.text import marked_passages

TEXT = "Before it. " * 10 + "Call <b>01632 960</b> now or 01632 961. " + "After it. " * 10


def test_a_passage_is_marked_among_its_neighbours_and_escaped():
    start = TEXT.index("<b>")
    [found] = marked_passages(TEXT, [(start, start + 6)], around=10)
    assert str(found) == "\u2026  it. Call <mark>&lt;b&gt;016</mark>32 960&lt;/b&gt; \u2026"


def test_neighbours_become_one_and_what_overlaps_is_marked_once():
    assert [str(found) for found in marked_passages("one two three", [(0, 3), (2, 5), (8, 13)])] == [
        "<mark>one t</mark>wo <mark>three</mark>"
    ]


def test_what_lies_outside_is_left_out():
    assert marked_passages("short", [(7, 9), (3, 3)]) == []
    assert [str(found) for found in marked_passages("short", [(3, 99)])] == ["sho<mark>rt</mark>"]
