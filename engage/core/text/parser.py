"""The two Markdown parsers: the full one for publications, the small one for comments."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from engage.core.text.links import is_link
from engage.core.text.redaction import SENTINEL

# Each list takes two levels; what is nested deeper is shown as plain text, see tokens.units_of.
MAX_NESTING = 40

_OPTIONS = {"html": False, "xhtmlOut": False, "maxNesting": MAX_NESTING}
_BARE_URL = re.compile(r"(?<![A-Za-z0-9])https?://[^\s<>\"`]+", re.IGNORECASE)
_TAG_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)


class _Renderer(RendererHTML):
    """HTML without inline styles, and with wide things in a box that the keyboard can scroll."""

    def table_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        label = escapeHtml(tokens[idx].meta.get("label", "Table"))
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'

    def table_close(self, *_: object) -> str:
        return "</table></div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return f'<pre tabindex="0"><code>{escapeHtml(tokens[idx].content)}</code></pre>\n'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrSet("loading", "lazy")
        return super().image(tokens, idx, options, env)


class Parser(MarkdownIt):
    """A parser that follows only the links that a text may hold; any other stays as it was typed."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 -- the library's name
        # A link with a passage removed from it is no longer an address.
        return "" if SENTINEL in url else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        return is_link(url)


def _bare_link(state: StateInline, silent: bool) -> bool:
    """Makes an address that stands in the text a link, before its underscores are read as emphasis."""
    if silent or state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = re.search(r"https?$", state.pending, re.IGNORECASE)
    found = scheme and _BARE_URL.match(state.src, state.pos - len(scheme[0]))
    if not scheme or not found:
        return False
    url = _without_trailing_marks(found[0])
    target = state.md.normalizeLink(url)
    if SENTINEL in found[0] or not state.md.validateLink(target):
        # The rest is taken as text at once, so that no part of it is tried again.
        state.pending += found[0][len(scheme[0]) :]
        state.pos = found.end()
        return True
    state.pending = state.pending[: -len(scheme[0])]
    state.push("link_open", "a", 1).attrs = {"href": target}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)
    state.pos = found.start() + len(url)
    return True


def _without_trailing_marks(url: str) -> str:
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'*_~]}" or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _tag_break(state: StateInline, silent: bool) -> bool:
    """Reads <br> as a line break: the only way to have one in a cell of a table."""
    found = _TAG_BREAK.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def _publication_parser() -> Parser:
    parser = Parser("commonmark", _OPTIONS, renderer_cls=_Renderer)
    # Indented text comes from pasting far more often than from programming; a fence still makes code.
    parser.enable(["table", "strikethrough"]).disable("code")
    parser.inline.ruler.before("autolink", "tag_break", _tag_break)
    return parser


def _comment_parser() -> Parser:
    parser = Parser("commonmark", _OPTIONS | {"breaks": True}, renderer_cls=_Renderer)
    # A definition would vanish from what the person wrote; the others are not in the subset.
    parser.disable(["reference", "code", "fence", "backticks", "hr"])
    parser.inline.ruler.before("escape", "bare_link", _bare_link)
    return parser


PUBLICATION_PARSER = _publication_parser()
COMMENT_PARSER = _comment_parser()
for _parser in (PUBLICATION_PARSER, COMMENT_PARSER):
    _parser.parse("*warm*")  # the rules are gathered at the first use, which two threads must not share
