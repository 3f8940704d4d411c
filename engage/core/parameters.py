"""What an address or a form says, read so that nothing in it can break what is asked of the database."""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

LARGEST_ID = 2**31 - 1
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+\.?")


def whole_number(said: str) -> int:
    """The number as it was said; one that no id or count can be counts as no number at all."""
    number = int(said)
    if abs(number) > LARGEST_ID:
        raise ValueError(f"No id is as large as {number:.0e}.")
    return number


def address_parts(said: str) -> SplitResult:
    """The parts of a web address; what is no address has none."""
    try:
        return urlsplit(said)
    except ValueError:
        return urlsplit("")


def is_web_address(said: str) -> bool:
    """Whether this is a whole address of a page, which a browser opens and does not run."""
    parts = address_parts(said)
    try:
        known_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return known_port and parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.hostname or ""))


class Parameters(ImmutableMultiDict[str, str]):
    """Parameters whose `get(..., type=int)` answers numbers that both databases can compare with an id."""

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002
        """The first value for the key, or the default where there is none of that type."""
        return super().get(key, default, whole_number if type is int else type)


class SiteRequest(Request):
    """A request to the site."""

    parameter_storage_class = Parameters
