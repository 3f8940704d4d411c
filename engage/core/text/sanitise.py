"""The last gate before HTML reaches a page: what is not named here is removed."""

from collections.abc import Mapping
from dataclasses import dataclass

import bleach
import nh3
from markupsafe import Markup, escape

from engage.core.text.links import SCHEMES, is_link, is_picture

_FIXED_VALUES: Mapping[str, frozenset[str]] = {
    "class": frozenset({"align-center", "align-right", "pull-quote", "redacted", "table-scroll"}),
    "loading": frozenset({"lazy"}),
    "role": frozenset({"region"}),
    "scope": frozenset({"col"}),
    "tabindex": frozenset({"0"}),
}
_FREE_VALUES = frozenset({"alt", "aria-label", "title"})


@dataclass(frozen=True)
class Allowed:
    """The elements and attributes that a kind of text may hold, and the rel that its links are given."""

    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    link_rel: str | None = None


COMMENT = Allowed(
    tags=frozenset({"a", "blockquote", "br", "em", "li", "ol", "p", "span", "strong", "ul"}),
    attributes={"a": frozenset({"href"}), "ol": frozenset({"start"}), "span": frozenset({"class"})},
    link_rel="nofollow ugc noopener",
)
CHANGES = Allowed(tags=frozenset({"del", "ins"}), attributes={})
PUBLICATION = Allowed(
    tags=COMMENT.tags
    | {"code", "div", "figcaption", "figure", "hr", "img", "pre", "s"}
    | {"h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr"},
    attributes={
        "a": frozenset({"href", "title"}),
        "div": frozenset({"aria-label", "class", "role", "tabindex"}),
        "figure": frozenset({"class"}),
        "img": frozenset({"alt", "loading", "src", "title"}),
        "ol": frozenset({"start"}),
        "pre": frozenset({"tabindex"}),
        "td": frozenset({"class"}),
        "th": frozenset({"class", "scope"}),
    },
)


def sanitise(html: str, allowed: Allowed) -> Markup:
    """The HTML with only what is allowed left in it; text inside a removed element stays as text."""
    html = _bleach(html, allowed)
    return Markup(  # noqa: S704 -- this is the one place where HTML is declared safe
        nh3.clean(
            html,
            tags=set(allowed.tags),
            attributes={tag: set(names) for tag, names in allowed.attributes.items()},
            attribute_filter=lambda tag, name, value: value if _permits(allowed, tag, name, value) else None,
            link_rel=allowed.link_rel,
            url_schemes=set(SCHEMES),
        )
    )


def stored(html: str) -> Markup:
    """HTML that `sanitise` made and the database kept: as safe as when it was stored."""
    return Markup(html)  # noqa: S704 -- only what went through `sanitise` is stored as HTML


def with_renditions(html: Markup, pictures: Mapping[str, Mapping[str, str | int]]) -> Markup:
    """Stored HTML whose pictures, known by their `src`, get more attributes: their size and smaller renditions."""
    for src, attributes in pictures.items():
        said = f'src="{escape(src)}"'
        more = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        html = Markup(str(html).replace(said, said + more))  # noqa: S704 -- what is put in is escaped here
    return html


def _bleach(html: str, allowed: Allowed) -> str:
    return bleach.clean(
        html,
        tags=allowed.tags,
        attributes=lambda tag, name, value: _permits(allowed, tag, name, value),
        protocols=SCHEMES,
        strip=True,
    )


def _permits(allowed: Allowed, tag: str, name: str, value: str) -> bool:
    if name == "rel" and tag == "a":
        return value == allowed.link_rel
    if name not in allowed.attributes.get(tag, ()):
        return False
    if name == "href":
        return is_link(value)
    if name == "src":
        return is_picture(value)
    if name == "start":
        return value.isascii() and value.isdigit()
    return name in _FREE_VALUES or value in _FIXED_VALUES.get(name, ())
