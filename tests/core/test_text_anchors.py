import random
import re

from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import carry_anchors, new_anchor

WORDS = st.lists(st.sampled_from(["care", "plan", "ward", "nurse", "budget", "home", "night", "bus"]), min_size=1)
SOURCES = st.lists(WORDS.map(" ".join), max_size=30)
Old = list[tuple[str, str]]


def written(seed: int, count: int, length: int = 30) -> list[str]:
    """Paragraphs of words that no two of them share in that order."""
    chance = random.Random(seed)
    return [" ".join(f"w{chance.randrange(3000)}" for _ in range(length)) for _ in range(count)]


def anchored(sources: list[str]) -> Old:
    return [(f"anchor{index}", source) for index, source in enumerate(sources)]


def test_an_anchor_is_ten_random_signs_that_start_with_a_letter() -> None:
    anchors = {new_anchor() for _ in range(1000)}
    assert len(anchors) == 1000
    assert all(re.fullmatch("[a-z][a-z2-7]{9}", anchor) for anchor in anchors)


@given(SOURCES)
def test_unchanged_text_keeps_every_anchor(sources: list[str]) -> None:
    old = anchored(sources)
    assert carry_anchors(old, sources) == [anchor for anchor, _ in old]


@given(SOURCES, SOURCES)
def test_no_anchor_is_given_twice(before: list[str], after: list[str]) -> None:
    carried = carry_anchors(anchored(before), after)
    assert len(carried) == len(after) == len(set(carried))


@given(st.integers(), st.lists(st.booleans(), min_size=8, max_size=8), st.randoms(use_true_random=False))
def test_insertion_deletion_and_order_leave_the_others_alone(
    seed: int, kept: list[bool], chance: random.Random
) -> None:
    sources = written(seed, 12)
    old = anchored(sources[:8])
    new = [source for source, keep in zip(sources[:8], kept, strict=True) if keep] + sources[8:]
    chance.shuffle(new)
    known = {source: anchor for anchor, source in old}
    for source, anchor in zip(new, carry_anchors(old, new), strict=True):
        assert anchor == known.get(source, anchor)
        assert (anchor in known.values()) == (source in known)


@given(st.integers(), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 29)), max_size=6))
def test_an_edit_of_a_few_words_keeps_the_anchor(seed: int, edits: list[tuple[int, int]]) -> None:
    sources = written(seed, 10)
    blocks = [source.split() for source in sources]
    for block, word in edits:
        blocks[block][word] = "edited"
    carried = carry_anchors(anchored(sources), [" ".join(words) for words in blocks])
    assert carried == [f"anchor{index}" for index in range(10)]


@given(st.integers(), st.integers(16, 24))
def test_a_split_and_a_merge_keep_the_anchor_on_the_better_match(seed: int, at: int) -> None:
    before, block, after = written(seed, 3)
    words = block.split()
    larger, smaller = " ".join(words[:at]), " ".join(words[at:])
    split = carry_anchors(anchored([before, block, after]), [before, larger, smaller, after])
    assert split[:2] == ["anchor0", "anchor1"]
    assert split[3] == "anchor2"
    merged = carry_anchors(anchored([before, larger, smaller, after]), [before, block, after])
    assert merged == ["anchor0", "anchor1", "anchor3"]


def test_of_equal_blocks_those_in_order_go_on() -> None:
    old = anchored(["a", "same", "b", "same", "c"])
    assert carry_anchors(old, ["a", "b", "same", "c"]) == ["anchor0", "anchor2", "anchor3", "anchor4"]


def test_a_block_that_was_moved_and_edited_is_found() -> None:
    sources = written(7, 40)
    moved = [*sources[1:], sources[0] + " with a few words more"]
    assert carry_anchors(anchored(sources), moved)[-1] == "anchor0"


def test_a_mended_spelling_keeps_the_anchor_of_a_heading() -> None:
    assert carry_anchors([("a", "## Introduciton")], ["## Introduction"]) == ["a"]


def test_another_text_gets_a_new_anchor() -> None:
    assert carry_anchors([("a", "We will build a hospital")], ["Buses run late on Sundays here"]) != ["a"]


def test_thousands_of_rewritten_blocks_are_carried() -> None:
    for length in (5, 300):
        old = written(1, 2000, length)
        new = [" ".join([*source.split()[1:], "changed"]) for source in old]
        assert carry_anchors(anchored(old), new) == [anchor for anchor, _ in anchored(old)]
    alike = [f"the same words in every block but number {index}" for index in range(2000)]
    assert len(set(carry_anchors(anchored(alike), [text + " again" for text in alike]))) == 2000
