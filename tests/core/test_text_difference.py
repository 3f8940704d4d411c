import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st

from engage.core.text import difference

CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff", include_characters="\n")


def folded(text: str) -> str:
    return "".join(text.split())


def without(html: str, tag: str) -> str:
    return unescape(re.sub("</?(ins|del)>", "", re.sub(f"(?s)<{tag}>.*?</{tag}>", "", html)))


def test_words_are_marked() -> None:
    assert difference("The cat sat.", "The dog sat.") == "The <del>cat </del><ins>dog </ins>sat."
    assert difference("one\ntwo\n", "one\nand two\n") == "one\n<ins>and </ins>two\n"
    assert difference("same", "same") == "same"
    assert difference("", "new") == "<ins>new</ins>"
    assert difference("old", "") == "<del>old</del>"


def test_only_spaces_changed_is_no_change() -> None:
    assert difference("one two\nthree", "one  two three") == "one  two three"


def test_a_new_paragraph_is_a_change() -> None:
    assert "<ins>" in difference("one\ntwo", "one\n\ntwo")


def test_what_is_written_stays_text() -> None:
    assert difference("", "<script>&amp;") == "<ins>&lt;script&gt;&amp;amp;</ins>"


@given(st.text(CHARACTERS), st.text(CHARACTERS))
@example("a b c", "<ins>x</ins>")
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    html = str(difference(old, new))
    assert folded(without(html, "del")) == folded(new)
    assert folded(without(html, "ins")) == folded(old)


def test_long_texts_are_compared() -> None:
    for sign, mark in (("a b ", "x"), ("a\n", "x\n"), ("word", " "), (",", "."), (" ", "x"), ("\n", "x")):
        old = sign * (100_000 // len(sign))
        new = old[: len(old) // 2] + mark + old[len(old) // 2 :]
        html = str(difference(old, new))
        assert folded(without(html, "del")) == folded(new)
    numbers = " ".join(map(str, range(20_000)))
    assert difference(numbers, numbers[::-1])
