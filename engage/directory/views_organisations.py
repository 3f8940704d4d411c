"""Organisations at the desk: listed, added, changed, and who may act for them."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engage.accounts.queries import account_by_email
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory import actions, queries
from engage.directory.beside import sent_to
from engage.directory.blueprint import blueprint
from engage.directory.counting import PER_PAGE, total_of
from engage.directory.filters import FilterForm
from engage.directory.forms import MemberForm, NewOrganisationForm, OrganisationForm
from engage.directory.kept import compare_saved, kept_page, refuse_merged
from engage.directory.models import ListWhom, Organisation, StakeholderKind
from engage.directory.queries import records
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.history import history_of
from engage.directory.queries.networks import networks_of
from engage.directory.queries.succession import coded
from engage.directory.rights import CONTACTS, EMPOWER, WRITE
from engage.directory.schemes import SCHEMES
from engage.taxonomy.models import Area
from engage.taxonomy.queries import all_areas


@blueprint.get("/")
@requires(WRITE)
def front() -> Response:
    """The directory begins with its organisations."""
    return redirect(url_for(".index"), 301)


def _organisation(organisation_id: int) -> Organisation:
    return queries.organisation(organisation_id) or abort(404)


def _open_areas() -> list[Area]:
    """The areas that this person may give to an organisation."""
    scope = viewer().scope(WRITE)
    return [area for area in all_areas() if scope is None or area.id in scope]


def _offer(form: OrganisationForm, kind: str = "") -> None:
    form.offer([SelectChoice(str(area.id), area.name) for area in _open_areas()], queries.kind_choices(kind))


def _chosen_areas(form: OrganisationForm, present: Organisation | None = None) -> list[Area]:
    """What was ticked, and what stands outside of this person's reach."""
    open_areas = _open_areas()
    ticked = [area for area in open_areas if str(area.id) in (form.areas.data or [])]
    reach = {area.id for area in open_areas}
    beyond = [area for area in queries.areas_of(present.id) if area.id not in reach] if present else []
    if viewer().scope(WRITE) is not None and not ticked:
        raise Refused("Choose at least one of your areas.", "areas")
    return ticked + beyond


def _said(form: OrganisationForm) -> dict[str, Any]:
    names = ("name", "short_name", "kind", "description", "website", "email")
    return {name: form[name].data or "" for name in names}


@blueprint.get("/organisations/")
@requires(WRITE)
def index() -> Response:
    """Organisations by name."""
    form = FilterForm(request.args)
    after = request.args.get("after", type=int)
    found = queries.listed_organisations(
        wanted=form.wanted, after=_organisation(after) if after else None, limit=PER_PAGE + 1
    )
    more = found[PER_PAGE - 1].id if len(found) > PER_PAGE else None
    return page(
        "directory/index.html",
        form=form,
        coded=coded(form.q.data or ""),
        kinds=queries.kinds_by_id(),
        found=found[:PER_PAGE],
        areas=queries.area_names([each.id for each in found]),
        total=total_of(form.wanted, ListWhom.ORGANISATIONS, found),
        next_url=url_for(".index", after=more, **form.said) if more else None,
        first_url=url_for(".index", **form.said) if after else None,
    )


@blueprint.route("/organisations/new/", methods=["GET", "POST"])
@requires(WRITE)
def new() -> Response:
    """Add an organisation."""
    form = NewOrganisationForm()
    _offer(form)
    if not form.validate_on_submit():
        return page("directory/edit.html", 422 if form.errors else 200, form=form, organisation=None)
    try:
        told = {"slug": form.slug.data, "is_public": form.is_public.data, **_said(form)}
        organisation = actions.add_organisation(viewer(), areas=_chosen_areas(form), **told)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("directory/edit.html", 422, form=form, organisation=None)
    flash(f"{organisation.name} is added.", "success")
    _tell_of_namesake(organisation)
    return see_other(url_for(".one", organisation_id=organisation.id))


@blueprint.get("/organisations/<int:organisation_id>/")
@requires(WRITE)
def one(organisation_id: int) -> Response:
    """One organisation with all that is known of it; one that became part of another leads there."""
    organisation = _organisation(organisation_id)
    if organisation.merged_into_id is not None:
        return see_other(url_for(".one", organisation_id=organisation.merged_into_id))
    return _one(organisation, MemberForm())


def _one(organisation: Organisation, form: Form, status: int = 200) -> Response:
    return page(
        "directory/one.html",
        status,
        organisation=organisation,
        kind=queries.kinds_by_id().get(organisation.kind_id or 0),
        record=records.record(organisation),
        below=records.below(organisation.id),
        networks=networks_of(organisation.id),
        people=records.people_at(organisation.id, seen=within_scope(viewer())) if viewer().may(CONTACTS) else [],
        may_see_people=viewer().may(CONTACTS),
        history=history_of("organisation", queries.ids_of(organisation.id)),
        mails=sent_to(viewer(), StakeholderKind.ORGANISATION, queries.ids_of(organisation.id)),
        schemes=SCHEMES,
        members=queries.members_of(organisation.id),
        form=form,
        may_write=queries.may_write(viewer(), organisation),
        may_empower=viewer().may(EMPOWER),
    )


def _filled(organisation: Organisation) -> OrganisationForm:
    kind = queries.kinds_by_id().get(organisation.kind_id or 0)
    form = OrganisationForm(
        obj=organisation,
        kind=kind.slug if kind else "",
        areas=[str(area.id) for area in queries.areas_of(organisation.id)],
    )
    _offer(form, kind.slug if kind else "")
    return form


@blueprint.route("/organisations/<int:organisation_id>/edit/", methods=["GET", "POST"])
@requires(WRITE)
def edit(organisation_id: int) -> Response:
    """Change an organisation."""
    hold(Organisation, organisation_id)
    organisation = queries.access_writable(viewer(), organisation_id)
    if elsewhere := kept_page(organisation, ".edit", "organisation_id"):
        return elsewhere
    form, called = _filled(organisation), organisation.name
    compare_saved(form, organisation)
    if not form.validate_on_submit():
        return page("directory/edit.html", 422 if form.errors else 200, form=form, organisation=organisation)
    try:
        refuse_merged(organisation)
        areas = _chosen_areas(form, organisation)
        actions.change_organisation(viewer(), organisation=organisation, **_said(form))
        actions.set_areas(viewer(), organisation=organisation, areas=areas)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("directory/edit.html", 422, form=form, organisation=organisation)
    flash("The organisation is saved.", "success")
    if organisation.name != called:
        _tell_of_namesake(organisation)
    return see_other(url_for(".one", organisation_id=organisation.id))


def _tell_of_namesake(organisation: Organisation) -> None:
    if queries.has_namesake(organisation):
        flash("Another record has this very name. Look at “Likely doubles” before you go on.", "warning")


def _kept(organisation_id: int) -> Organisation:
    """The organisation, or the one that it became part of since the page was opened; then the person is told."""
    found = _organisation(organisation_id)
    if found.merged_into_id is None:
        return found
    kept = _organisation(found.merged_into_id)
    flash(f"{found.name} is part of {kept.name} now.", "warning")
    return kept


@blueprint.post("/organisations/<int:organisation_id>/members/")
@requires(EMPOWER)
def add_member(organisation_id: int) -> Response:
    """Empower an account to act for an organisation."""
    organisation, form = _kept(organisation_id), MemberForm()
    if not form.validate_on_submit():
        return _one(organisation, form, 422)
    account = account_by_email(form.email.data)
    if account is None:
        form.refuse("email", "There is no account with this address. The person has to make one first.")
        return _one(organisation, form, 422)
    actions.add_member(viewer(), organisation=organisation, account=account)
    flash(f"{account.name} may act for {organisation.name}.", "success")
    return see_other(url_for(".one", organisation_id=organisation.id))


@blueprint.post("/organisations/<int:organisation_id>/members/<int:account_id>/remove/")
@requires(EMPOWER)
def remove_member(organisation_id: int, account_id: int) -> Response:
    """Take the power to act for an organisation away."""
    organisation, form = _kept(organisation_id), Form()
    if not form.validate_on_submit():
        again = MemberForm()
        again.refuse(None, str(form.form_errors[0]))
        return _one(organisation, again, 422)
    actions.remove_member(viewer(), organisation=organisation, account_id=account_id)
    flash(f"That account may no longer act for {organisation.name}.", "success")
    return see_other(url_for(".one", organisation_id=organisation.id))
