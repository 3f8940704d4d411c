from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import excerpt, quote_of


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("Hello there,  my\nfriend", 40) == "Hello there, my friend"
    assert excerpt("Hello there, my friend", 15) == "Hello there\u2026"
    assert excerpt("Incomprehensibilities", 10) == "Incompreh\u2026"
    assert excerpt("cafe\u0301s", 5) == "caf\u2026"


@given(st.text(), st.integers(-1, 50))
def test_an_excerpt_is_never_longer(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= max(length, 0)


def test_the_selected_words_are_quoted() -> None:
    assert quote_of("One two\nthree four", " two   three ") == "two three"
    assert quote_of("One two", "other words") == "One two"
    assert quote_of("One two", None) == quote_of("One two", " ") == "One two"
    assert quote_of("word " * 100, None) == "word " * 39 + "word\u2026"


@given(st.text(max_size=40), st.text(max_size=10))
def test_only_words_of_the_block_are_quoted(block: str, selected: str) -> None:
    assert quote_of(block, selected) in quote_of(block, None)
