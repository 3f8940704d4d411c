import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import clean_line, clean_text, is_blank, plain_comment, render_comment, split_blocks
from engage.core.text.redaction import SENTINEL

HIDDEN = [
    "\0",
    "\x07",
    "\x1b",
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2069",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2060",
]
HARD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("a e\u0301\u0338\u0e47\u20e3\u200d\u200c\u202e\r\n\t \u2028\u3164\ufdd0\u0958\u0cc6\u0cc2"),
        st.characters(categories=["Mn", "Me", "Mc", "Cf"]),
    )
)


@given(HARD)
def test_cleaning_twice_changes_nothing(value: str) -> None:
    assert clean_text(clean_text(value)) == clean_text(value)
    assert clean_line(clean_line(value)) == clean_line(value)


@given(HARD)
def test_what_is_clean_is_normal_and_can_be_stored(value: str) -> None:
    cleaned = clean_text(value)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & {"\0", "\r", "\u202e", SENTINEL}
    cleaned.encode()


@given(HARD)
def test_a_line_is_one_line(value: str) -> None:
    assert clean_line(value).splitlines() in ([], [clean_line(value)])


@given(st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0x500)))
def test_words_are_kept(value: str) -> None:
    assert clean_text(value) == unicodedata.normalize("NFC", value)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_characters_go(hidden: str) -> None:
    assert clean_text(f"pay{hidden}load") == "payload"
    assert clean_line(f"pay{hidden}load") == "payload"


@pytest.mark.parametrize(
    "needed",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian needs the non-joiner
        "\u0d28\u0d4d\u200d",  # Malayalam needs the joiner, at the end of a word too
        "\U0001f469\u200d\u2695\ufe0f",  # a woman who is a doctor
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
        "1\ufe0f\u20e3",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
    ],
)
def test_what_a_script_needs_stays(needed: str) -> None:
    assert clean_line(needed) == unicodedata.normalize("NFC", needed)


def test_joiners_and_tags_elsewhere_go() -> None:
    assert clean_line("pass\u200dword\U000e0041\U000e0042") == "password"


def test_ten_thousand_combining_marks_become_four() -> None:
    assert clean_text("q" + "\u0323" * 10_000 + "!") == "q" + "\u0323" * 4 + "!"
    assert len(clean_text("q" + "\u0301\u0323\u200d" * 10_000)) <= 6


def test_a_million_characters_are_cleaned() -> None:
    for part in (
        "a ",
        "\u0301",
        "\u0315\u0300",
        "\U0001d165\U0001d16d",
        "\u200d",
        "e\u0301",
        " \n",
        "\r",
        "\u202e",
    ):
        value = part * (1_000_000 // len(part))
        assert len(clean_text(value)) <= len(value)
        assert "\u202e" not in clean_line(value)


def test_line_ends_are_folded_and_spaces_trimmed() -> None:
    assert clean_text("\n one \r\ntwo\rthree\t\n\n\n") == " one\ntwo\nthree"
    assert clean_line("  one \t two\r\nthree\u2003") == "one two three"


def test_two_spaces_that_break_a_line_stay() -> None:
    assert clean_text("one    \ntwo  \n\nthree  ") == "one  \ntwo\n\nthree"


@pytest.mark.parametrize("blank", ["", "  \n\t", "\u200b\u00a0", "\u3164\u2800", "\u0301\u0301", "\0\u202e\ufeff"])
def test_only_invisible_is_blank(blank: str) -> None:
    assert is_blank(blank)


@pytest.mark.parametrize("seen", ["a", " . ", "\U0001f600", "\u0645", "1\u0301"])
def test_anything_visible_is_not_blank(seen: str) -> None:
    assert not is_blank(seen)


ENTITIES = ["&#8238;", "[a&#x202e;b](http://a.example)", "&#x2066;", "*&#x200b;*", "![&#8238;](/files/a)", "&#x7;"]


@pytest.mark.parametrize("source", ENTITIES)
def test_entities_are_no_way_round_the_cleaning(source: str) -> None:
    shown = str(render_comment(source)) + plain_comment(source)
    for block in split_blocks(f"{source}\n\n| {source} |\n|---|\n\n# {source}\n\n`{source}`"):
        shown += str(block.html) + block.text
    assert not set(shown) & set("\u202e\u2066\u200b\x07")


def test_entities_do_not_stack_marks() -> None:
    source = "q" + "&#x323;" * 1_300
    assert plain_comment(source) == split_blocks(source)[0].text == "q" + "\u0323" * 4
    assert plain_comment("&amp;&lt;b&gt;&nbsp;&#128512;") == "&<b>\u00a0\U0001f600"
