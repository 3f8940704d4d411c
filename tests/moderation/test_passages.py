"""Words of the page, found again in the comment as it was typed."""

import pytest

from engage.moderation.passages import find_passage


@pytest.mark.parametrize(
    ("source", "words", "occurrence", "found"),
    [
        ("Ask Joan Brown again", "Joan Brown", 1, "Joan Brown"),
        ("Ask **Joan** Brown again", "Joan Brown", 1, "Joan** Brown"),
        ("Ask Joan\nBrown again", "Joan   Brown", 1, "Joan\nBrown"),
        ("> Ask Joan\n> Brown again", "Joan Brown", 1, "Joan\n> Brown"),
        ("see [my page](http://x.example/a) now", "page now", 1, "page](http://x.example/a) now"),
        ("Joan. Joan!", "Joan", 2, "Joan"),
        ("What (really)?", "(really)?", 1, "(really)?"),
    ],
)
def test_words_are_found_through_their_marks(source, words, occurrence, found):
    start, end = find_passage(source, words, occurrence)
    assert source[start:end] == found


def test_the_occurrence_is_the_one_that_was_meant():
    assert find_passage("Joan. Joan!", "Joan", 2) == (6, 10)


@pytest.mark.parametrize(("words", "occurrence"), [("", 1), ("Jim", 1), ("Joan", 2), ("Joan", 0)])
def test_what_is_not_there_is_not_found(words, occurrence):
    assert find_passage("Joan alone", words, occurrence) is None


def test_long_and_hostile_text_is_searched_in_linear_time():
    assert find_passage("[" * 100_000, "a b " * 100) is None
    assert find_passage("a " * 50_000, "a b") is None
