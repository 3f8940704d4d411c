"""The pages of the history of a record: `around` says which record, where it stands, and how its pages are called."""

from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from engage.core.access import viewer
from engage.core.pages import page
from engage.directory.queries import contacts as people
from engage.directory.queries import networks as reads
from engage.directory.queries.history import Conditions, access_change, history_of
from engage.directory.revisions_told import lines_of

PER_PAGE = 50


def whole_history(kind: str, ids: Sequence[int], around: dict[str, Any]) -> Response:
    """All that happened to a record, page by page."""
    before = request.args.get("before", type=int)
    found = history_of(kind, ids, before=before, limit=PER_PAGE, seen=_seen(kind))
    if kind == "network":
        found = reads.with_members(found, reads.terms_of(viewer(), ids[0]))
    return page("directory/history.html", history=found, is_later=before is not None, **around)


def _seen(kind: str) -> Conditions:
    return people.within_scope(viewer()) if kind == "contact" else ()


def one_change(kind: str, ids: Sequence[int], entry_id: int, around: dict[str, Any]) -> Response:
    """One change of a record: what stood there before and after."""
    change = access_change(kind, ids, entry_id, seen=_seen(kind))
    return page(
        "directory/change.html",
        change=change,
        lines=lines_of(change.held or {}, change.names),
        **around,
    )
