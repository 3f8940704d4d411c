import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import clean_text, import_markdown, plain, split_blocks


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("##Heading", "## Heading"),
        ("# Heading", "# Heading"),
        ("#hashtag and #1", "#hashtag and #1"),
        ("##Heading\n{:.no_toc}\n\ntext", "## Heading\n\n\ntext"),
        ("text{: .fig #a} more", "text more"),
        ("{pull}", ""),
        ('<div class="title">\n\n# A\n\n</div>', "# A"),
        ("Get {PDF=report.pdf} here", "Get report.pdf here"),
        ("```\n##code {:.x}\n```", "```\n##code {:.x}\n```"),
    ],
)
def test_foreign_signs(foreign: str, ours: str) -> None:
    assert import_markdown(foreign) == ours


def test_footnotes_can_be_read_at_the_end() -> None:
    source = "First[^1] and second[^note].\n\n[^1]: The *first*\n    goes on.\n\n[^note]: The second.\n\nLast."
    words = plain(import_markdown(source))
    assert words == "First[1] and second[note].\n\nLast.\n\n[1] The first goes on.\n\n[note] The second."


def test_a_table_under_its_caption_is_a_table() -> None:
    source = "Figure 1: Costs\n{: .fig #f}\n\nYear | Cost\n---- | ---\n1 | 2\n{: .chart}\n\nText"
    assert [block.kind for block in split_blocks(import_markdown(source))] == [
        "paragraph",
        "table",
        "paragraph",
    ]


def test_a_table_of_html_is_a_table() -> None:
    source = """Before
<TABLE><THEAD><tr><th rowspan="2">Year</TH><TH COLSPAN=2 style="x">Cost | £</TH></TR>
<tr><th>low</th><th>high</th></tr></thead>
<tr><td>2030<td><strong>1</strong></td><td>2<br/>or 3</td></tr></TABLE>
After"""
    assert import_markdown(source) == (
        "Before\n\n\n| Year | Cost \\| £: low | Cost \\| £: high |\n| --- | --- | --- |\n"
        "| 2030 | **1** | 2<br>or 3 |\n\n\nAfter"
    )
    assert [block.kind for block in split_blocks(import_markdown(source))] == [
        "paragraph",
        "table",
        "paragraph",
    ]


@pytest.mark.parametrize("source", ["<table>", "<table></table>", "a </table> b", "<table>words</table>", "<td>"])
def test_what_is_no_table_stays(source: str) -> None:
    assert import_markdown(source) == source


@given(
    st.lists(
        st.sampled_from(["<table>", "<tr>", "<td>", "<th rowspan=3>", "<td colspan=9>", "</td>", "</table>", "word "])
    )
)
def test_any_table_keeps_its_words(parts: list[str]) -> None:
    source = "<table><tr><td>" + "".join(parts) + "</table>"
    shown = plain(import_markdown(source))
    assert shown.count("word") >= parts.count("word ")


def test_the_place_of_a_contents_list_is_left_out() -> None:
    assert import_markdown("# A\n\n* Replaced by the contents\n{:toc}\n\nText") == "# A\n\n\n\nText"


@given(st.text(st.sampled_from("ab #{}:[^]`~\n1. ")))
def test_any_text_is_imported(source: str) -> None:
    imported = import_markdown(source)
    assert imported == clean_text(imported)
    assert all(block.html for block in split_blocks(imported))


def test_a_hundred_thousand_signs_are_imported() -> None:
    for sign in ("{:", "[^", "<div ", "{A=", "#", "[^1]: \n", "```\n"):
        assert import_markdown(sign * (100_000 // len(sign))) is not None
