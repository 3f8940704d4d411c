"""Work on parsed Markdown, between its parsing and its rendering."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import escape

from engage.core.text.cleaning import clean_characters, is_blank
from engage.core.text.links import is_link, is_picture
from engage.core.text.parser import MAX_NESTING
from engage.core.text.quoting import excerpt
from engage.core.text.redaction import SENTINEL

_ENDS_LINE = frozenset({"paragraph_close", "heading_close", "tr_close", "list_item_close"})
_ENDS_CELL = frozenset({"th_close", "td_close"})
_ALIGNMENT = {"text-align:right": "align-right", "text-align:center": "align-center"}


def units_of(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of one top-level block after the other."""
    unit: list[Token] = []
    for token in tokens:
        unit.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield unit
            unit = []


def is_nested_too_deeply(unit: Sequence[Token]) -> bool:
    """Whether the parser gave up inside the block, and left out what stands deeper."""
    return any(token.nesting == 1 and token.level + 1 >= MAX_NESTING for token in unit)


def as_typed(source: str) -> str:
    """A block that is shown as it was typed, because it cannot be read as Markdown."""
    return "<p>" + "<br>\n".join(str(escape(line)) for line in source.split("\n")) + "</p>\n"


def text_of(tokens: Sequence[Token]) -> str:
    """The words of the tokens as plain text: a line for each paragraph, item and row."""
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(inline_text(token.children or []))
        elif token.type == "fence":
            parts.append(token.content)
        elif token.type in _ENDS_LINE:
            parts.append("\n")
        elif token.type in _ENDS_CELL:
            parts.append(" ")
    lines = (line.rstrip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def inline_text(children: Sequence[Token]) -> str:
    """The words of inline tokens; a picture is told by its alternative text."""
    return "".join(_inline_part(token) for token in children)


def _inline_part(token: Token) -> str:
    if token.type == "image":
        return inline_text(token.children or [])
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)


def clean_decoded(tokens: Sequence[Token]) -> None:
    """Cleans the words once more, because entities such as &#8238; become characters only when they are parsed."""
    for token in tokens:
        token.content = _cleaned(token.content)
        for name, value in token.attrs.items():
            token.attrs[name] = _cleaned(value) if isinstance(value, str) else value
        clean_decoded(token.children or [])


def _cleaned(words: str) -> str:
    return SENTINEL.join(clean_characters(part) for part in words.split(SENTINEL))


def settle_inline(tokens: Sequence[Token], pictures: bool) -> None:
    """Cleans the words, turns each picture that may not be shown into a link, and gives each link a name."""
    clean_decoded(tokens)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = _with_named_links(_with_shown_pictures(token.children, pictures))


def _with_named_links(children: Iterable[Token]) -> list[Token]:
    named: list[Token] = []
    start = 0
    for token in children:
        if token.type == "link_open":
            start = len(named)
        if token.type == "link_close" and not inline_text(named[start:]).strip():
            named.append(_text(str(named[start].attrGet("href"))))
        named.append(token)
    return named


def _with_shown_pictures(children: Sequence[Token], pictures: bool) -> Iterator[Token]:
    links = 0
    for token in children:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        source = str(token.attrGet("src") or "") if token.type == "image" else ""
        if token.type != "image" or (pictures and is_picture(source)):
            yield token
            continue
        words = _text(inline_text(token.children or []).strip() or source)
        if links or not is_link(source):
            yield words
        else:
            yield from [Token("link_open", "a", 1, attrs={"href": source}), words, Token("link_close", "a", -1)]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def drop_empty_headings(tokens: Sequence[Token]) -> None:
    """Makes a heading without words an empty paragraph, which no screen reader announces."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and is_blank(inline_text(tokens[index + 1].children or [])):
            token.type, token.tag = "paragraph_open", "p"
            tokens[index + 2].type, tokens[index + 2].tag = "paragraph_close", "p"


def shift_headings(tokens: Sequence[Token], top: int) -> None:
    """Gives headings the levels from top down to 6 without a gap; the first two signs mean the same level."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = max(int(token.tag[1]), 2)
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(top + len(above) - 1, 6)}"


def strengthen_headings(tokens: Sequence[Token]) -> None:
    """Makes headings strong paragraphs, for texts that may not have headings."""
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and token.children is not None:
            token.children = [
                Token("strong_open", "strong", 1),
                *token.children,
                Token("strong_close", "strong", -1),
            ]
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"


def label_tables(tokens: Sequence[Token]) -> None:
    """Gives each table a name of its own from its heads, cells a class for their alignment, and heads their scope."""
    given: Counter[str] = Counter()
    for index, token in enumerate(tokens):
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            alignment = _ALIGNMENT.get(str(token.attrs.pop("style")))
            if alignment:
                token.attrs["class"] = alignment
        if token.type == "th_open":
            _settle_head(token, tokens[index + 1], tokens[index + 2])
        if token.type == "table_open":
            label = _table_label(tokens[index:])
            given[label] += 1
            token.meta["label"] = label if given[label] == 1 else f"{label} ({given[label]})"


def _settle_head(head: Token, inline: Token, close: Token) -> None:
    if inline.content.strip():
        head.attrs["scope"] = "col"
    else:
        head.tag = close.tag = "td"  # an empty head would be read out as one


def _table_label(tokens: Sequence[Token]) -> str:
    heads: list[str] = []
    for token in tokens:
        if token.type == "thead_close":
            break
        if token.type == "inline":
            heads.append(" ".join(inline_text(token.children or []).split()))
    named = excerpt(", ".join(filter(None, heads)), 100)
    return f"Table: {named}" if named else "Table"
