import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import PUBLICATION, Block, clean_text, plain, split_blocks
from tests.core.safe_html import assert_safe, elements

DOCUMENT = """\
# Our plan

A paragraph with [a link] and *stress*.
- one
- two

  still two

| Year | Cost |
|:-----|-----:|
| 2030 | £1m  |

![A map](/files/map.png "Where we are")

> Quoted.

```python
code
```

***

#### Far below

[a link]: https://example.org/ "Title"
"""
PIECES = [
    *(
        "# ",
        "## ",
        "#### ",
        "\n",
        "\n\n",
        "- ",
        "* ",
        "1. ",
        "2. ",
        "> ",
        "    ",
        "  ",
        "\t",
        "```\n",
        "~~~\n",
        "|",
        "|-|\n",
    ),
    *(
        "***\n",
        "---\n",
        "===\n",
        "[a]",
        "[a]: /x\n",
        "[b]: http://b.example 't'\n",
        "![p](/files/p.png)",
        "word ",
        "*",
        "**",
    ),
    *(
        "_",
        "`",
        "\\",
        "<br>",
        "<div>",
        "[x](javascript:y)",
        "![q](http://q.example/q.png)",
        "\u2014 ",
        "-- ",
        "a | b\n",
    ),
]
SOURCE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=50).map("".join)


def only(source: str) -> Block:
    blocks = split_blocks(source)
    assert len(blocks) == 1
    return blocks[0]


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).replace(" <", "<").replace("> ", ">")


def rendered(blocks: list[Block]) -> list[str]:
    return [squeezed(block.html) for block in blocks]


def test_each_kind_of_block() -> None:
    kinds = [block.kind for block in split_blocks(DOCUMENT)]
    wanted = ["heading", "paragraph", "list", "table", "figure", "quote", "code", "rule", "heading"]
    assert kinds == wanted


def test_definitions_of_links_work_across_blocks_and_stay() -> None:
    blocks = split_blocks(DOCUMENT)
    assert '<a href="https://example.org/" title="Title">a link</a>' in blocks[1].html
    assert "[a link]: https://example.org/" in blocks[-1].source
    assert split_blocks("[a]: /x\n\nsee [a]")[0].source == "[a]: /x\n\nsee [a]"
    assert [block.source for block in split_blocks("[a]: /x")] == ["[a]: /x"]


@given(SOURCE)
def test_sources_joined_by_blank_lines_are_the_same_document(source: str) -> None:
    blocks = split_blocks(source)
    again = split_blocks("\n\n".join(block.source for block in blocks))
    assert rendered(again) == rendered(blocks)
    assert [block.kind for block in again] == [block.kind for block in blocks]


@given(SOURCE)
def test_no_line_is_lost(source: str) -> None:
    lines = [line.strip() for line in clean_text(source).split("\n") if line.strip()]
    kept = [line.strip() for block in split_blocks(source) for line in block.source.split("\n") if line.strip()]
    assert kept == lines


@given(SOURCE)
def test_any_document_is_safe(source: str) -> None:
    for block in split_blocks(source):
        assert_safe(str(block.html), PUBLICATION)


@given(SOURCE, st.integers(2, 5))
def test_headings_leave_no_level_out(source: str, top: int) -> None:
    last = top - 1
    for block in split_blocks(source, top):
        for element in elements(str(block.html)):
            found = re.fullmatch("h([1-6])", str(element.tag))
            if found:
                assert top <= int(found[1]) <= last + 1 or int(found[1]) == 6
                last = int(found[1])


def test_headings_start_below_the_title_of_the_page() -> None:
    levels = [block.level for block in split_blocks("# a\n\n## b\n\n#### c\n\n#### d\n\n### e\n\n## f")]
    assert levels == [2, 2, 3, 3, 3, 2]
    assert [block.level for block in split_blocks("### a\n\n### b", top=3)] == [3, 3]


def test_a_heading_without_words_is_none() -> None:
    blocks = split_blocks("#\n\n### a\n\n##  \n\n### b")
    assert [block.level for block in blocks] == [None, 2, None, 2]
    assert blocks[0].html == "<p></p>\n"


def test_indented_text_is_a_paragraph() -> None:
    assert only("    pasted text").html == "<p>pasted text</p>\n"


def test_a_table_can_be_scrolled_and_names_itself() -> None:
    html = only("| Year | | Cost |\n|--|--|--:|\n| 1<br>2 | | 3 |").html
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="Table: Year, Cost"><table>' in html
    assert '<th scope="col">Year</th>\n<td></td>\n<th class="align-right" scope="col">Cost</th>' in html
    assert '<td class="align-right">3</td>' in html
    assert "1<br>\n2" in html
    assert "style" not in html


def test_a_picture_alone_is_a_figure() -> None:
    block = only('![A map](/files/map.png "Where *we* are")')
    assert block.html == (
        '<figure><img src="/files/map.png" alt="A map" loading="lazy"><figcaption>Where *we* are</figcaption></figure>'
    )
    assert block.text == "A map\nWhere *we* are"
    assert "<figcaption>" not in only("![A map](/files/map.png)").html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![a map](https://x.example/m.png)", '<p><a href="https://x.example/m.png">a map</a></p>\n'),
        (
            "![](https://x.example/m.png)",
            '<p><a href="https://x.example/m.png">https://x.example/m.png</a></p>\n',
        ),
        ("[![a map](http://x.example/m)](/y)", '<p><a href="/y">a map</a></p>\n'),
        ("![a](/files/../secret.png)", '<p><a href="/files/../secret.png">a</a></p>\n'),
        ("![a](data:image/png;base64,AA)", "<p>![a](data:image/png;base64,AA)</p>\n"),
        ("[a](/x) [b](mailto:a@b.example)", '<p><a href="/x">a</a> <a href="mailto:a@b.example">b</a></p>\n'),
        ("[](/x)", '<p><a href="/x">/x</a></p>\n'),
        ("[**](/x)", '<p><a href="/x">**</a></p>\n'),
        ("[![](/files/a.png)](/x)", '<p><a href="/x"><img src="/files/a.png" alt="" loading="lazy">/x</a></p>\n'),
        ("[a](vbscript:x)", "<p>[a](vbscript:x)</p>\n"),
        ("http://a.example", "<p>http://a.example</p>\n"),
        ("~~a~~ `b`", "<p><s>a</s> <code>b</code></p>\n"),
    ],
)
def test_links_and_pictures(source: str, html: str) -> None:
    assert only(source).html == html


@pytest.mark.parametrize("dash", ["\u2014 ", "\u2014", "\u2013 ", "-- "])
@pytest.mark.parametrize("between", ["\n> ", "\n>\n> "])
def test_a_quote_with_a_speaker_is_a_pull_quote(dash: str, between: str) -> None:
    block = only(f"> We *were* heard.{between}{dash}Jo Bloggs, **carer**")
    assert squeezed(block.html) == (
        '<figure class="pull-quote"><blockquote><p>We<em>were</em>heard.</p></blockquote>'
        "<figcaption>Jo Bloggs,<strong>carer</strong></figcaption></figure>"
    )
    assert "Jo Bloggs, carer" in block.text
    assert block.kind == "quote"


@pytest.mark.parametrize(
    "source", ["> Just a quote", "> \u2014 Jo Bloggs", "> a\n> \u2014", "> - \u2014 a", "> a\n\n\u2014 b"]
)
def test_a_quote_without_words_or_speaker_is_a_quote(source: str) -> None:
    assert "<figure" not in split_blocks(source)[0].html


def test_the_words_of_blocks() -> None:
    texts = [block.text for block in split_blocks(DOCUMENT)]
    assert texts[1:4] == ["A paragraph with a link and stress.", "one\ntwo\nstill two", "Year Cost\n2030 £1m"]
    assert plain("# *Hi*\n\na &amp; b\n\n- x") == "Hi\n\na & b\n\nx"


@pytest.mark.parametrize("sign", ["> ", "- ", "1. "])
def test_what_is_nested_too_deeply_is_shown_as_typed(sign: str) -> None:
    block = only(sign * 500 + "words")
    assert "words" in block.html
    assert "words" in block.text


def test_deep_lists_lose_nothing() -> None:
    source = "\n".join("  " * depth + f"- item{depth}" for depth in range(60))
    assert all(f"item{depth}" in block.html for block in split_blocks(source) for depth in range(60))


@pytest.mark.parametrize("sign", [">", "[", "![", "*", "|", "|a|\n|-|\n", "[a]: /x\n", "~~a", "\n", "-\n", "a_*"])
def test_thousands_of_signs_are_split(sign: str) -> None:
    source = sign * (20_000 // len(sign)) + "\nlast"
    assert "last" in "\n".join(block.source for block in split_blocks(source))


def test_nothing_is_no_block() -> None:
    assert split_blocks("") == split_blocks(" \n\n\t") == []


def test_two_tables_with_the_same_heads_have_two_names():
    html = [str(block.html) for block in split_blocks("| Year |\n|---|\n| 1 |\n\nText\n\n| Year |\n|---|\n| 2 |")]
    assert 'aria-label="Table: Year"' in html[0]
    assert 'aria-label="Table: Year (2)"' in html[2]
