"""How many records a page of the directory finds."""

from collections.abc import Sequence
from typing import Any

from flask import request

from engage.directory.models import ListWhom
from engage.directory.queries.filtering import Filter
from engage.directory.queries.list_sizes import MOST_COUNTED, Seen, size_of

__all__ = ["MOST_COUNTED", "PER_PAGE", "total_of"]

PER_PAGE = 50


def total_of(wanted: Filter, whom: ListWhom, first: Sequence[Any], *, seen: Seen = ()) -> int | None:
    """How many there are, told where all are among the first, or where the address asks to count; else not known."""
    if len(first) <= PER_PAGE:
        return len(first)
    return size_of(wanted, whom, seen=seen) if "count" in request.args else None
