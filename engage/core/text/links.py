"""Which addresses a text may point to."""

import re
from urllib.parse import unquote

_UNSAFE = re.compile("[\\x00-\\x20\\x7f-\\xa0\\\\\ufdd0-\ufdef]")
_ALLOWED = re.compile(r"https?://[^/?#]|mailto:.|tel:[+\d]|/(?!/)|#.", re.IGNORECASE)

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def is_link(url: str) -> bool:
    """Whether a text may link there: http, https, mailto, tel, a path of this site or a place on the page."""
    return _UNSAFE.search(url) is None and _ALLOWED.match(url) is not None


def is_picture(url: str) -> bool:
    """Whether a text may show the picture: only files that this site serves itself."""
    return is_link(url) and url.startswith("/files/") and ".." not in unquote(url).split("?")[0].split("/")
