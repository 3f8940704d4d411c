"""The history of a record as a whole, and one change of it with what stood there before."""

from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.pages import see_other
from engage.directory import queries
from engage.directory.blueprint import blueprint
from engage.directory.history_pages import one_change, whole_history
from engage.directory.models import Contact, Network, Organisation, OrganisationKind
from engage.directory.queries import contacts as people
from engage.directory.queries import kinds as kinds_read
from engage.directory.queries import networks as reads
from engage.directory.queries.history import access_change
from engage.directory.rights import CONTACTS, KINDS, WRITE

Record = Organisation | Contact | Network | OrganisationKind


def _organisation(organisation_id: int) -> Organisation:
    return queries.organisation(organisation_id) or abort(404)


def _around(name: str, record: Record, list_title: str, list_endpoint: str) -> dict[str, Any]:
    endpoint = ".one" if name == "organisation" else f".{name}"
    own: dict[str, Any] = {f"{name}_id": record.id}
    return {
        "pages": f"directory_staff.{name}",
        "record": record,
        "own": own,
        "record_url": url_for(endpoint, **own),
        "list_title": list_title,
        "list_url": url_for(list_endpoint),
    }


@blueprint.get("/organisations/<int:organisation_id>/history/")
@requires(WRITE)
def organisation_history(organisation_id: int) -> Response:
    """All that happened to an organisation's record and those that became part of it."""
    found = _organisation(organisation_id)
    if found.merged_into_id is not None:
        return see_other(url_for(".organisation_history", organisation_id=found.merged_into_id))
    around = _around("organisation", found, "Organisations", ".index")
    return whole_history("organisation", queries.ids_of(found.id), around)


@blueprint.get("/organisations/<int:organisation_id>/history/<int:entry_id>/")
@requires(WRITE)
def organisation_change(organisation_id: int, entry_id: int) -> Response:
    """One change of an organisation: what stood there before and after."""
    found = _organisation(organisation_id)
    around = _around("organisation", found, "Organisations", ".index")
    return one_change("organisation", queries.ids_of(found.merged_into_id or found.id), entry_id, around)


@blueprint.get("/contacts/<int:contact_id>/history/")
@requires(CONTACTS)
def contact_history(contact_id: int) -> Response:
    """All that happened to a person's record and those that became part of it."""
    found = people.access_contact(viewer(), contact_id, erased=True)
    if found.merged_into_id is not None:
        return see_other(url_for(".contact_history", contact_id=found.merged_into_id))
    return whole_history(
        "contact", queries.contact_ids_of(found.id), _around("contact", found, "Contacts", ".contacts")
    )


@blueprint.get("/contacts/<int:contact_id>/history/<int:entry_id>/")
@requires(CONTACTS)
def contact_change(contact_id: int, entry_id: int) -> Response:
    """One change of a person's record: what stood there before and after."""
    found = people.access_contact(viewer(), contact_id, erased=True)
    ids = queries.contact_ids_of(found.merged_into_id or found.id)
    return one_change("contact", ids, entry_id, _around("contact", found, "Contacts", ".contacts"))


@blueprint.get("/networks/<int:network_id>/history/")
@requires(WRITE)
def network_history(network_id: int) -> Response:
    """All that happened to a network's record."""
    found = reads.network_or_404(network_id)
    return whole_history("network", [found.id], _around("network", found, "Networks and panels", ".networks"))


@blueprint.get("/networks/<int:network_id>/history/<int:entry_id>/")
@requires(WRITE)
def network_change(network_id: int, entry_id: int) -> Response:
    """One change of a network: what stood there before and after; a person's term for those who may see the person."""
    found = reads.network_or_404(network_id)
    change = access_change("network", [found.id], entry_id)
    member_id = change.happening.facts.get("member_id")
    if member_id is not None:
        reads.term_of(viewer(), found.id, member_id)
    return one_change("network", [found.id], entry_id, _around("network", found, "Networks and panels", ".networks"))


@blueprint.get("/kinds/<int:kind_id>/history/")
@requires(KINDS)
def kind_history(kind_id: int) -> Response:
    """All that happened to a kind of organisations."""
    found = kinds_read.kind_or_404(kind_id)
    return whole_history("organisation_kind", [found.id], _around("kind", found, "Kinds of organisations", ".kinds"))


@blueprint.get("/kinds/<int:kind_id>/history/<int:entry_id>/")
@requires(KINDS)
def kind_change(kind_id: int, entry_id: int) -> Response:
    """One change of a kind: what it was called and to what it belonged, before and after."""
    found = kinds_read.kind_or_404(kind_id)
    return one_change(
        "organisation_kind", [found.id], entry_id, _around("kind", found, "Kinds of organisations", ".kinds")
    )
