"""Comments as HTML, and any text as plain words."""

import re
from collections.abc import Sequence

from markdown_it.token import Token
from markupsafe import Markup

from engage.core.text.blocks import split_blocks
from engage.core.text.parser import COMMENT_PARSER
from engage.core.text.redaction import REDACTED_HTML, REDACTED_TEXT, SENTINEL, redact
from engage.core.text.sanitise import COMMENT, sanitise, stored
from engage.core.text.tokens import (
    as_typed,
    drop_empty_headings,
    is_nested_too_deeply,
    settle_inline,
    strengthen_headings,
    text_of,
    units_of,
)

# Raise it when the same source gives other HTML, so that what is stored is rendered again.
RENDERER_VERSION = 2

# Lines of words in which nothing is Markdown, nothing is HTML and nothing needs cleaning: most comments are such.
_PLAIN_LINE = r"[A-Za-z](?:[A-Za-z0-9 ,.;:?!'()/%+£€‘’“”–—…-]*[A-Za-z0-9,.;:?!'()/%£€‘’“”…])?"
PLAIN = re.compile(rf"{_PLAIN_LINE}(?:\n{{1,2}}{_PLAIN_LINE})*")


def render_comment(source: str, redactions: Sequence[tuple[int, int]] = ()) -> Markup:
    """A comment as HTML: paragraphs, line breaks, emphasis, lists, quotes and links.

    Each redaction is a [start, end) passage of the source: a mark stands there and nothing is left of it.
    """
    if not redactions and PLAIN.fullmatch(source) and "://" not in source:
        return _render_plain(source)
    return render_marked(source, redactions)


def _render_plain(source: str) -> Markup:
    """Plain lines as the parser and the cleaner would make them, without asking either."""
    return stored("".join("<p>" + part.replace("\n", "<br>\n") + "</p>\n" for part in source.split("\n\n")))


def render_marked(source: str, redactions: Sequence[tuple[int, int]] = ()) -> Markup:
    """A comment that may hold anything, through the parser and the cleaner."""
    source = redact(source, redactions)
    html = "".join(
        as_typed(_typed(unit, source)) if is_nested_too_deeply(unit) else _render(unit)
        for unit in units_of(_parse(source))
    )
    return sanitise(html.replace(SENTINEL, REDACTED_HTML), COMMENT)


def plain(source: str) -> str:
    """The words of a publication's Markdown, a blank line between blocks: for search, feeds and mail."""
    return "\n\n".join(block.text for block in split_blocks(source) if block.text)


def plain_comment(source: str, redactions: Sequence[tuple[int, int]] = ()) -> str:
    """The words of a comment without its redacted passages: for search, feeds and mail."""
    source = redact(source, redactions)
    units = units_of(_parse(source))
    texts = (_typed(unit, source) if is_nested_too_deeply(unit) else text_of(unit) for unit in units)
    return "\n\n".join(filter(None, texts)).replace(SENTINEL, REDACTED_TEXT)


def _parse(source: str) -> list[Token]:
    tokens = COMMENT_PARSER.parse(source)
    settle_inline(tokens, pictures=False)
    drop_empty_headings(tokens)
    strengthen_headings(tokens)
    for token in tokens:
        for child in token.children or []:
            child.attrs.pop("title", None)
    return tokens


def _render(unit: Sequence[Token]) -> str:
    return str(COMMENT_PARSER.renderer.render(unit, COMMENT_PARSER.options, {}))


def _typed(unit: Sequence[Token], source: str) -> str:
    start, end = unit[0].map or (0, 0)
    return "\n".join(source.split("\n")[start:end])
