"""How many records a page of the directory finds."""

from collections.abc import Sequence
from typing import Any

from flask import request

from engage.directory.models import ListWhom
from engage.directory.queries.filtering import Filter
from engage.directory.queries.sizes import MOST_COUNTED, Seen, size_of

PER_PAGE = 50


def total_of(wanted: Filter, whom: ListWhom, first: Sequence[Any], *, seen: Seen = ()) -> str:
    """How many there are, in words; nothing where that is not known, because it was not asked.

    It is known where all are among the first, and asked by the address.
    """
    if "after" in request.args or not first:
        return ""
    if len(first) <= PER_PAGE:
        return str(len(first))
    if "count" not in request.args:
        return ""
    size = size_of(wanted, whom, seen=seen)
    return f"More than {MOST_COUNTED:,}" if size > MOST_COUNTED else f"{size:,}"
