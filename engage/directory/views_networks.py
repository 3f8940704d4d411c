"""Networks, partnerships and panels at the desk: listed, added, changed, and who belongs to them."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.i18n import today
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory import queries
from engage.directory.actions import networks as writes
from engage.directory.blueprint import blueprint
from engage.directory.forms_networks import NetworkForm, TermForm
from engage.directory.models import Contact, Network, NetworkKind, NetworkMember, Organisation
from engage.directory.queries import networks as reads
from engage.directory.queries.filtering import Filter
from engage.directory.queries.history import history_of, last_saved
from engage.directory.rights import CONTACTS, WRITE
from engage.taxonomy.queries import all_areas

AT_MOST = 8


@blueprint.get("/networks/")
@requires(WRITE)
def networks() -> Response:
    """Every network, those at work first."""
    return page("directory/networks.html", networks=reads.all_networks())


def _offered(form: NetworkForm) -> NetworkForm:
    scope = viewer().scope(WRITE)
    areas = [(area.id, area.name) for area in all_areas() if scope is None or area.id in scope]
    form.offer(areas, everywhere=scope is None)
    return form


def _said(form: NetworkForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "kind": NetworkKind(form.kind.data),
        "description": form.description.data or "",
        "area_id": form.area.data or None,
        "is_public": bool(form.is_public.data),
    }


@blueprint.route("/networks/new/", methods=["GET", "POST"])
@requires(WRITE)
def new_network() -> Response:
    """Add a network."""
    form = _offered(NetworkForm())
    del form.ended_on
    if form.validate_on_submit():
        try:
            found = writes.add_network(viewer(), **_said(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{found.name} is added. Now say who belongs to it.", "success")
            return see_other(url_for(".network", network_id=found.id))
    return page("directory/edit_network.html", 422 if form.errors else 200, form=form, network=None)


@blueprint.get("/networks/<int:network_id>/")
@requires(WRITE)
def network(network_id: int) -> Response:
    """One network: who belongs to it, when it met and what it advised."""
    found = reads.network_or_404(network_id)
    words = request.args.get("who", "").strip()
    terms = reads.terms_of(viewer(), found.id)
    return page(
        "directory/network.html",
        network=found,
        area=next((each for each in all_areas() if each.id == found.area_id), None),
        terms=terms,
        meetings=reads.meetings_of(found.id),
        history=reads.with_members(history_of("network", [found.id]), terms),
        may_write=reads.may_write(viewer(), found),
        may_see_people=viewer().may(CONTACTS),
        words=words,
        candidates=_candidates(words) if words else [],
        today=today(),
    )


def _candidates(words: str) -> list[tuple[str, Organisation | Contact]]:
    """Organisations and people of this name who could belong to it."""
    wanted = Filter(words=words[:200])
    groups = queries.listed_organisations(wanted=wanted, limit=AT_MOST)
    people = queries.listed_contacts(viewer(), wanted=wanted, limit=AT_MOST) if viewer().may(CONTACTS) else []
    return [*(("organisation", each) for each in groups), *(("contact", each) for each in people)]


@blueprint.route("/networks/<int:network_id>/edit/", methods=["GET", "POST"])
@requires(WRITE)
def edit_network(network_id: int) -> Response:
    """Change what is said of a network."""
    hold(Network, network_id)
    found = reads.access_network(viewer(), network_id)
    form = _offered(NetworkForm(obj=found, kind=found.kind.value, area=found.area_id or 0))
    form.compare(found, lambda: last_saved("network", [found.id]))
    if form.validate_on_submit():
        try:
            writes.change_network(viewer(), network=found, ended_on=form.ended_on.data, **_said(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("It is saved.", "success")
            return see_other(url_for(".network", network_id=found.id))
    return page("directory/edit_network.html", 422 if form.errors else 200, form=form, network=found)


def _member_named() -> Organisation | Contact:
    """Who shall belong to it, from the address; 404 for nobody, and for a person whom the viewer may not see."""
    organisation_id = request.args.get("organisation", type=int)
    if organisation_id is not None:
        found = queries.organisation(organisation_id)
        return found if found is not None and found.merged_into_id is None else abort(404)
    return queries.access_contact(viewer(), request.args.get("contact", 0, type=int))


@blueprint.route("/networks/<int:network_id>/members/new/", methods=["GET", "POST"])
@requires(WRITE)
def new_network_member(network_id: int) -> Response:
    """Say that an organisation or a person belongs to a network."""
    found, member, form = reads.access_network(viewer(), network_id), _member_named(), TermForm()
    if isinstance(member, Organisation):
        del form.is_named
    if form.validate_on_submit():
        try:
            writes.add_network_member(viewer(), network=found, member=member, **_term(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{member.name} belongs to it.", "success")
            return see_other(url_for(".network", network_id=found.id, _anchor="members"))
    return page("directory/network_member.html", 422 if form.errors else 200, form=form, network=found, who=member.name)


@blueprint.route("/networks/<int:network_id>/members/<int:member_id>/", methods=["GET", "POST"])
@requires(WRITE)
def edit_network_member(network_id: int, member_id: int) -> Response:
    """Change or end the term of a member."""
    hold(NetworkMember, member_id)
    found: Network = reads.access_network(viewer(), network_id)
    term = reads.term_of(viewer(), found.id, member_id)
    form = TermForm(obj=term.member)
    form.compare(term.member, lambda: last_saved("network", [found.id]))
    if term.organisation:
        del form.is_named
    if form.validate_on_submit():
        try:
            writes.change_network_member(viewer(), member=term.member, **_term(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The term is saved.", "success")
            return see_other(url_for(".network", network_id=found.id, _anchor="members"))
    return page("directory/network_member.html", 422 if form.errors else 200, form=form, network=found, who=term.name)


def _term(form: TermForm) -> dict[str, Any]:
    is_named = "is_named" in form and bool(form.is_named.data)
    return {"part": form.part.data or "", "since": form.since.data, "until": form.until.data, "is_named": is_named}
