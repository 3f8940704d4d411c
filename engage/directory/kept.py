"""Pages of a record that became part of another: they lead there, and what was typed into them is not lost."""

from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.core.access import viewer
from engage.core.errors import Refused
from engage.core.opened import OpenedForm
from engage.core.pages import see_other
from engage.directory import queries
from engage.directory.models import Contact, Organisation
from engage.directory.queries.history import last_saved

MERGED = (
    "This record has become part of another one since you opened it, and nothing is saved. "
    "Copy what you typed, open the record again, and change it there."
)


def kept_page(found: Organisation | Contact, endpoint: str, name: str) -> Response | None:
    """The same page of the record that is kept, where one comes to look; nothing where something was typed."""
    if found.merged_into_id is None or request.method == "POST":
        return None
    flash(f"{found.name} is part of this record now.", "warning")
    values: dict[str, Any] = {name: found.merged_into_id}
    return see_other(url_for(endpoint, **values))


def compare_saved(form: OpenedForm, found: Organisation | Contact) -> None:
    """Have a form compared with what is saved now; not where `refuse_merged` tells the person more than that."""
    if found.merged_into_id is not None:
        return
    if isinstance(found, Contact):
        form.compare(found, lambda: last_saved("contact", queries.contact_ids_of(found.id)))
    else:
        form.compare(found, lambda: last_saved("organisation", queries.ids_of(found.id)))


def refuse_merged(found: Organisation | Contact) -> None:
    """Refuse to write to a record that became part of another."""
    if found.merged_into_id is not None:
        raise Refused(MERGED)


def kept_writable(organisation_id: int) -> Organisation:
    """An organisation that the viewer may change, or the one that it became part of."""
    found = queries.access_writable(viewer(), organisation_id)
    return found if found.merged_into_id is None else queries.access_writable(viewer(), found.merged_into_id)
