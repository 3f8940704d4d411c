"""The blocks of a Markdown body, as plain text: what a comment quotes the opening words of."""

import re
from collections.abc import Callable
from functools import cache

from engage.core.text import split_blocks

_PICTURE = re.compile(r"\(picture:([a-z0-9_-]+)")
_LINK = re.compile(r"\]\((/[^)\s]*)")


@cache
def block_texts(body: str) -> tuple[str, ...]:
    """The text of each block on one line, in order, headings left out."""
    blocks = split_blocks(with_pictures(body, "/files/{}".format))
    return tuple(" ".join(block.text.split()) for block in blocks if block.kind != "heading")


def with_pictures(body: str, address: Callable[[str], str]) -> str:
    """The body with the address of each generated picture in place of its name."""
    return _PICTURE.sub(lambda found: f"({address(found[1])}", body)


def figure_names(body: str) -> frozenset[str]:
    """The generated pictures that a body shows."""
    return frozenset(_PICTURE.findall(body))


def internal_links(body: str) -> tuple[str, ...]:
    """The paths on this site that a body links to."""
    return tuple(_LINK.findall(body))
