"""Whatever goes in, only what is allowed comes out; read with a parser of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.text import COMMENT, PUBLICATION, Allowed, sanitise
from tests.core.safe_html import assert_safe, elements

SOUP = [
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "<math>",
        "<mtext>",
        "<template>",
        "<noscript>",
    ),
    *(
        "<a href='javascript:alert(1)'>",
        '<a href="jAvA\tScript:x">',
        "<a href='//evil.example'>",
        "<a href=/ok>",
    ),
    *("<a href='/\\evil.example'>", "<a href='data:text/html,x'>", "<a href='&#106;avascript:x'>", "</a>"),
    *(
        "<img src=x onerror=alert(1)>",
        "<img src='/files/a.png' style='x:y'>",
        "<img src='/files/../x'>",
        "<iframe>",
    ),
    *(
        "<p onclick=x>",
        "<p style='position:fixed'>",
        "</p>",
        "<div class='admin'>",
        "<div class=table-scroll>",
    ),
    *(
        "<table><tr><td>",
        "<table>",
        "</table>",
        "<form action=/x>",
        "<input name=body>",
        "<textarea>",
        "<title>",
    ),
    *(
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "<",
        ">",
        '"',
        "'",
        "&lt;script&gt;",
        "&",
        "\0",
        "text ",
        "<span id=x>",
    ),
    *(
        "<span class=redacted>",
        "<ol start=9>",
        "<ol start=x>",
        "<base href=//e>",
        "<meta>",
        "<plaintext>",
        "<a\f/href",
    ),
]
HOSTILE = st.lists(st.one_of(st.sampled_from(SOUP), st.text(max_size=5))).map("".join)


@given(HOSTILE, st.sampled_from([COMMENT, PUBLICATION]))
def test_only_what_is_allowed_comes_out(html: str, allowed: Allowed) -> None:
    assert_safe(str(sanitise(html, allowed)), allowed)


@given(HOSTILE, st.sampled_from([COMMENT, PUBLICATION]))
def test_sanitising_twice_changes_nothing(html: str, allowed: Allowed) -> None:
    once = sanitise(html, allowed)
    assert sanitise(once, allowed) == once


@given(HOSTILE)
def test_links_of_comments_always_say_what_they_are(html: str) -> None:
    for element in elements(str(sanitise(html, COMMENT))):
        if element.tag == "a":
            assert element.attrib.get("rel") == "nofollow ugc noopener"


@pytest.mark.parametrize("good", ["<p>A &amp; B &lt;c&gt;</p>", "<ul>\n<li>one</li>\n</ul>", "<p>a<br>b</p>"])
def test_what_is_allowed_stays_as_it_is(good: str) -> None:
    assert sanitise(good, COMMENT) == good
    assert sanitise(good, PUBLICATION) == good


def test_words_in_removed_elements_stay_as_text() -> None:
    assert "important" in sanitise("<section><b>important</b></section>", COMMENT)
