"""The blocks of a Markdown body, as plain text: what a comment quotes the opening words of."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_FIGURE = re.compile(r"!\[[^\]]*\]\(picture:([a-z0-9_-]+)")
_LINK = re.compile(r"\]\((/[^)\s]*)")


def block_texts(body: str) -> tuple[str, ...]:
    """The plain text of each paragraph, list, quotation, table and figure, in order; no headings."""
    return tuple(" ".join(words) for kind, words in _top_level(_PARSER.parse(body)) if kind != "heading_open")


def figure_names(body: str) -> frozenset[str]:
    """The generated pictures that a body shows."""
    return frozenset(_FIGURE.findall(body))


def internal_links(body: str) -> tuple[str, ...]:
    """The paths on this site that a body links to."""
    return tuple(_LINK.findall(body))


def _top_level(tokens: list[Token]) -> Iterator[tuple[str, list[str]]]:
    kind, words = "", list[str]()
    for token in tokens:
        if token.level == 0 and token.nesting == 1:
            kind, words = token.type, []
        elif token.type == "inline":
            words.append(_plain(token))
        if token.level == 0 and token.nesting == -1:
            yield kind, [word for word in words if word]


def _plain(inline: Token) -> str:
    return "".join(" " if part.type == "softbreak" else part.content for part in inline.children or ()).strip()
