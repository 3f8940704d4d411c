import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import COMMENT, TextProblem, plain_comment, render_comment
from engage.core.text.redaction import REDACTED_HTML, SENTINEL
from engage.core.text.render import PLAIN, render_marked
from tests.core.safe_html import assert_safe

MARKDOWN = [
    *(
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~",
        "# ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "<",
    ),
    *(
        ">",
        "http://a.example/",
        "https://b.example/x_y",
        "javascript:x",
        "|",
        "|-|\n",
        "\\",
        "&amp;",
        "&#xFDD0;",
    ),
    *(
        "  \n",
        "    ",
        "\t",
        '"',
        "'",
        "<script>",
        "[a]: http://c.example\n",
        "<http://d.example>",
        "---\n",
        SENTINEL,
    ),
]
SOURCE = st.lists(st.one_of(st.sampled_from(MARKDOWN), st.text(max_size=4), st.just("word ")), max_size=40)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("# Title", "<p><strong>Title</strong></p>\n"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("| a |\n|---|\n| b |", "<p>| a |<br>\n|---|<br>\n| b |</p>\n"),
        ("`a` ~~b~~", "<p>`a` ~~b~~</p>\n"),
        (
            "[a]: http://x.example",
            '<p>[a]: <a href="http://x.example" rel="nofollow ugc noopener">http://x.example</a></p>\n',
        ),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>\n"),
        ("[a](//evil.example)", "<p>[a](//evil.example)</p>\n"),
        (
            "[](http://x.example)",
            '<p><a href="http://x.example" rel="nofollow ugc noopener">http://x.example</a></p>\n',
        ),
        ("#", "<p></p>\n"),
        ("", ""),
    ],
)
def test_the_subset(source: str, html: str) -> None:
    assert render_comment(source) == html


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("see https://a.example/b_c_d.", "https://a.example/b_c_d"),
        ("(http://a.example/x)", "http://a.example/x"),
        ("http://a.example/x_(y)", "http://a.example/x_(y)"),
        ("**http://a.example/**", "http://a.example/"),
        ("[words](http://a.example 'title')", "http://a.example"),
        ("![picture](http://a.example/p.png)", "http://a.example/p.png"),
        ("![picture](/files/p.png)", "/files/p.png"),
        ("HTTP://a.example", "HTTP://a.example"),
    ],
)
def test_links(source: str, target: str) -> None:
    assert f'<a href="{target}" rel="nofollow ugc noopener">' in render_comment(source)
    assert render_comment(source).count("<a ") == 1


def test_what_only_looks_like_an_address_is_text() -> None:
    assert "<a" not in render_comment("xhttp://a.example and http:// and ftp://a.example and \\http://")


@given(SOURCE.map("".join))
def test_any_comment_is_safe(source: str) -> None:
    html = str(render_comment(source))
    assert_safe(html, COMMENT)
    assert SENTINEL not in html
    assert "redacted" not in html


@given(SOURCE, SOURCE, SOURCE, SOURCE)
def test_nothing_of_a_redacted_passage_is_left(a: list[str], b: list[str], c: list[str], d: list[str]) -> None:
    start, secret = "".join(a), "xqzzq".join(["", *b, ""])
    middle, end = "".join(c), "".join(d)
    source = start + secret + middle + secret + end
    first = (len(start), len(start + secret))
    second = (first[1] + len(middle), first[1] + len(middle) + len(secret))
    html = str(render_comment(source, [second, first]))
    assert "xqzzq" not in html.lower()
    assert SENTINEL not in html
    assert "%EF%B7%90" not in html.upper()
    assert 1 <= html.count(REDACTED_HTML) <= 2
    assert_safe(html, COMMENT)
    assert "xqzzq" not in plain_comment(source, [first, second])


@given(st.integers(1, 30))
def test_the_mark_does_not_tell_the_length(length: int) -> None:
    assert render_comment("a " + "x" * length + " b", [(2, 2 + length)]) == f"<p>a {REDACTED_HTML} b</p>\n"


@pytest.mark.parametrize(
    ("source", "passage"),
    [
        ("[words](http://a.example/secret/x)", "secret"),
        ("http://a.example/secret/x", "secret"),
        ("<http://a.example/secret>", "secret"),
        ("[secret](http://a.example)", "secret"),
        ("**bold secret** more", "secret** m"),
        ("![secret](http://a.example/secret.png)", "secret](http://a.example/secret.png)"),
        ("- one secret\n- two", "secret\n- t"),
        ("http://secret.example/", "secret"),
    ],
)
def test_a_cut_through_syntax_stays_sound(source: str, passage: str) -> None:
    at = source.index(passage)
    html = str(render_comment(source, [(at, at + len(passage))]))
    assert html.count(REDACTED_HTML) == 1
    assert "secret" not in html.replace(REDACTED_HTML, "")
    assert_safe(html, COMMENT)


def test_a_link_that_was_cut_leads_nowhere() -> None:
    assert "<a" not in render_comment("http://good.example.evil.example/", [(19, 31)])
    assert "<a" not in render_comment("[x](http://good.example/secret)", [(24, 30)])


@pytest.mark.parametrize(
    ("source", "passage", "shown"),
    [
        ("See [his page](http://drfoo.example/secret) now", "his", "See MARK page now"),
        ("See [his page](http://drfoo.example/secret) now", "page", "See his MARK now"),
        ("See [his page](http://drfoo.example/secret) now", "See [his", "MARK page now"),
        ("See [his page](http://drfoo.example/secret) now", "page](http://drfoo", "See his MARK now"),
        ("See [his page](http://drfoo.example/secret) now", "example", "See his pageMARK now"),
        ("See [his page](<http://drfoo.example/a)secret> 'Dr Foo') now", "his page", "See MARK now"),
        ("See [his page](http://drfoo.example/(a)secret) now", "his page", "See MARK now"),
        ("See [his page](http://drfoo.example/((secret now", "his page", "See MARK now"),
        ("See ![his page](http://drfoo.example/secret) now", "his page", "See MARK now"),
        ("> See [his\n> page](http://drfoo.example/secret) now", "his", None),
        ("[other](http://a.example) [his](http://drfoo.example)", "his", "other MARK"),
    ],
)
def test_a_link_loses_its_address_with_any_of_its_words(source: str, passage: str, shown: str | None) -> None:
    at = source.index(passage)
    html = str(render_comment(source, [(at, at + len(passage))]))
    assert "drfoo" not in html
    assert "secret" not in html
    words = plain_comment(source, [(at, at + len(passage))])
    assert shown is None or words == shown.replace("MARK", "[removed by a moderator]")


@pytest.mark.parametrize(
    ("source", "passage", "shown"),
    [
        ("**Dr Foo** Bar is it", "Dr Foo** Bar", "MARK is it"),
        ("ask **Very Dr Foo** Bar", "Dr Foo** Bar", "ask Very MARK"),
        ("ask Dr *Foo Bar* again", "Dr *Foo", "ask MARK Bar again"),
        ("ask **Dr Foo** again", "**Dr Foo**", "ask MARK again"),
        ("ask _Dr Foo_ of foo_bar_baz", "Foo_ of", "ask Dr MARK foo_bar_baz"),
        ("* ask Dr Foo\n* *now*", "Dr Foo\n* *now", "ask MARK"),
    ],
)
def test_no_mark_of_emphasis_is_left_alone(source: str, passage: str, shown: str) -> None:
    at = source.index(passage)
    words = plain_comment(source, [(at, at + len(passage))])
    assert words == shown.replace("MARK", "[removed by a moderator]")


@pytest.mark.parametrize("hostile", ["[a](", "[](", "**a ", "a_ ", "*_", "](", "[a](<", "\\", "a\n\n"])
def test_thousands_of_signs_are_cut(hostile: str) -> None:
    source = hostile * (10_000 // len(hostile)) + "last"
    assert "last" not in render_comment(source, [(len(source) - 4, len(source))])
    cuts = [(at, at + 1) for at in range(0, 10_000, 100)]
    assert render_comment(source, cuts)


def test_overlapping_redactions_are_one() -> None:
    assert render_comment("abcdef", [(1, 3), (2, 5), (5, 6)]) == f"<p>a{REDACTED_HTML}</p>\n"


@pytest.mark.parametrize("passage", [(3, 2), (0, 9), (-1, 2), (1, 1)])
def test_a_passage_that_is_not_in_the_text_is_refused(passage: tuple[int, int]) -> None:
    with pytest.raises(TextProblem, match="not part of this text"):
        render_comment("abcdef", [passage])


def test_the_mark_cannot_be_forged() -> None:
    for forged in (SENTINEL, "&#xFDD0;", "&#64976;", '<span class="redacted">'):
        assert "<span" not in render_comment(f"a {forged} b")


@pytest.mark.parametrize("hostile", [">", "[", "- "])
def test_a_hundred_thousand_signs_are_rendered(hostile: str) -> None:
    assert "last" in render_comment(hostile * (100_000 // len(hostile)) + "last")


@pytest.mark.parametrize("hostile", ["![", "*a_ ", "[a](", "<", "`", "&", "1. ", "\\", "http://", "http://(", "a\n"])
def test_thousands_of_signs_are_rendered(hostile: str) -> None:
    assert "last" in render_comment(hostile * (20_000 // len(hostile)) + "last")


def test_lists_nested_too_deeply_are_shown_as_typed() -> None:
    source = "\n".join("  " * depth + f"- item{depth}" for depth in range(100))
    assert all(f"item{depth}" in render_comment(source) for depth in range(100))
    assert all(f"item{depth}" in plain_comment(source) for depth in range(100))


def test_plain_words_of_a_comment() -> None:
    source = "# Hello\n*dear* [all](http://a.example)\n\n- one\n- two"
    assert plain_comment(source) == "Hello\n\ndear all\n\none\ntwo"


PLAIN_PARTS = [
    *"aZ09 .,;:?!'()/%+-£’“”–—…",
    "\n",
    "\n\n",
    "www.",
    "http",
    "a)",
    "1.",
    "- ",
    "  ",
    "setext\n",
    "mailto:x",
]


@given(st.from_regex(PLAIN, fullmatch=True))
def test_plain_words_look_the_same_without_parser_and_cleaner(source):
    assert render_comment(source) == render_marked(source)


@given(st.lists(st.sampled_from(PLAIN_PARTS)).map("".join))
def test_nearly_plain_words_look_the_same_too(source):
    assert render_comment(source) == render_marked(source)


def test_what_most_people_write_is_plain():
    assert PLAIN.fullmatch("I use the Hartley line.\nWhat about the winter?\n\nIt’s full (always), isn't it")
    for marked in ("*now*", "a\n- b", "a\n===", "see [this](/x)", "a  \nb", " a", "a & b", "1. a", "x < y"):
        assert not PLAIN.fullmatch(marked)
