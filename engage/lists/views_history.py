"""The history of a saved list as a whole, and one change of it with whom it meant before."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from engage.core.access import requires
from engage.directory.history_pages import one_change, whole_history
from engage.directory.rights import CONTACTS
from engage.lists.blueprint import blueprint
from engage.lists.models import StakeholderList
from engage.lists.queries.lists import list_or_404


def _around(found: StakeholderList) -> dict[str, Any]:
    own: dict[str, Any] = {"list_id": found.id}
    return {
        "pages": "lists_staff.list",
        "record": found,
        "own": own,
        "record_url": url_for(".one_list", **own),
        "list_title": "Lists",
        "list_url": url_for(".lists"),
    }


@blueprint.get("/lists/<int:list_id>/history/")
@requires(CONTACTS)
def list_history(list_id: int) -> Response:
    """All that happened to a saved list."""
    found = list_or_404(list_id)
    return whole_history("stakeholder_list", [found.id], _around(found))


@blueprint.get("/lists/<int:list_id>/history/<int:entry_id>/")
@requires(CONTACTS)
def list_change(list_id: int, entry_id: int) -> Response:
    """One change of a saved list: what it was called and whom it meant, before and after."""
    found = list_or_404(list_id)
    return one_change("stakeholder_list", [found.id], entry_id, _around(found))
