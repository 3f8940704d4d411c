"""The body of a publication as blocks, each of which can be commented on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import Markup, escape

from engage.core.text.cleaning import clean_text
from engage.core.text.parser import PUBLICATION_PARSER
from engage.core.text.sanitise import PUBLICATION, sanitise
from engage.core.text.tokens import (
    as_typed,
    drop_empty_headings,
    inline_text,
    is_nested_too_deeply,
    label_tables,
    settle_inline,
    shift_headings,
    text_of,
    units_of,
)

_KINDS = {
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "fence": "code",
    "hr": "rule",
}
_BREAKS = frozenset({"softbreak", "hardbreak"})


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list, table, figure, quote, code or rule; level is a heading's, in the page."""

    kind: str
    source: str
    html: Markup
    text: str
    level: int | None = None


def split_blocks(source: str, top: int = 2) -> list[Block]:
    """The blocks of a text in order; their sources joined by blank lines are the same document.

    The highest headings get the level `top`, and no level is left out below it.
    """
    source = clean_text(source)
    tokens = PUBLICATION_PARSER.parse(source)
    settle_inline(tokens, pictures=True)
    drop_empty_headings(tokens)
    shift_headings(tokens, top)
    label_tables(tokens)
    units = list(units_of(tokens))
    sources = _sources(source.split("\n"), units)
    if not units and source.strip():
        return [Block("paragraph", source, Markup(), "")]  # only definitions of links, which show nothing
    return [_block(unit, text) for unit, text in zip(units, sources, strict=True)]


def _sources(lines: Sequence[str], units: Sequence[Sequence[Token]]) -> list[str]:
    """The lines of each block; definitions of links belong to the block before them, or to the first."""
    starts = [(unit[0].map or [0, 0])[0] for unit in units]
    edges = [0, *starts[1:], len(lines)]
    return [_without_blank_ends(lines[a:b]) for a, b in pairwise(edges)][: len(units)]


def _without_blank_ends(lines: Sequence[str]) -> str:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end])


def _block(unit: list[Token], source: str) -> Block:
    if is_nested_too_deeply(unit):
        return Block("paragraph", source, sanitise(as_typed(source), PUBLICATION), source)
    kind = "figure" if _is_figure(unit) else _KINDS.get(unit[0].type, "paragraph")
    level = int(unit[0].tag[1]) if kind == "heading" else None
    text = _figure_text(unit) if kind == "figure" else text_of(unit)
    html = {"figure": _figure, "quote": _quote}.get(kind, _render)(unit)
    return Block(kind, source, sanitise(html, PUBLICATION), text, level)


def _render(tokens: Sequence[Token]) -> str:
    return str(PUBLICATION_PARSER.renderer.render(tokens, PUBLICATION_PARSER.options, {}))


def _is_figure(unit: Sequence[Token]) -> bool:
    children = unit[1].children if unit[0].type == "paragraph_open" else None
    return bool(children) and len(children or []) == 1 and (children or [])[0].type == "image"


def _figure(unit: Sequence[Token]) -> str:
    picture = (unit[1].children or [])[0]
    caption = picture.attrs.pop("title", "")
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{_render([unit[1]])}{words}</figure>"


def _figure_text(unit: Sequence[Token]) -> str:
    """The alternative text and the caption, as far as there are any."""
    picture = (unit[1].children or [])[0]
    return "\n".join(filter(None, [text_of(unit), str(picture.attrs.get("title", ""))]))


def _quote(unit: Sequence[Token]) -> str:
    """A quote; a pull quote with its speaker if it ends with a line that starts with a dash."""
    if [token.type for token in unit[-4:-1]] != ["paragraph_open", "inline", "paragraph_close"]:
        return _render(unit)
    last = unit[-3].children or []
    line = max((index + 1 for index, token in enumerate(last) if token.type in _BREAKS), default=0)
    speaker, quoted = _speaker(last[line:]), last[: max(line - 1, 0)]
    if not speaker or not (quoted or len(unit) > 5):
        return _render(unit)
    unit[-3].children = quoted
    kept = unit if quoted else [*unit[:-4], unit[-1]]
    return (
        f'<figure class="pull-quote">{_render(kept)}<figcaption>'
        f"{_render([Token('inline', '', 0, children=speaker)])}</figcaption></figure>"
    )


def _speaker(line: Sequence[Token]) -> list[Token]:
    first = line[0].content if line and line[0].type == "text" else ""
    dash = next((dash for dash in ("\u2014", "\u2013 ", "-- ") if first.startswith(dash)), None)
    if dash is None:
        return []
    name = [Token("text", "", 0, content=first[len(dash) :].lstrip()), *line[1:]]
    return name if inline_text(name).strip() else []
