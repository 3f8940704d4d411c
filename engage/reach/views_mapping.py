"""The map of a plan: who stands where, and why."""

from dataclasses import dataclass
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.accounts.queries import names_of
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.text import clean_line
from engage.directory import queries as directory
from engage.directory.models import Organisation
from engage.engagements import queries as engagements
from engage.publishing import queries as publishing
from engage.publishing.models import Publication
from engage.reach import grid
from engage.reach.actions import mapping
from engage.reach.blueprints import staff
from engage.reach.forms import PlacementForm, PopulationsForm, ScalesForm
from engage.reach.queries import maps
from engage.reach.queries.subjects import access_plan
from engage.reach.rights import MAP, READ, SET_SCALES


@dataclass(frozen=True)
class _Here:
    """A plan and an organisation on its map."""

    plan: Publication
    organisation: Organisation


def _plan(plan_id: int, permission: Any = MAP) -> Publication:
    access_plan(viewer(), plan_id, permission)
    return publishing.publication(plan_id) or abort(404)


def _here(plan_id: int, organisation_id: int) -> _Here:
    return _Here(_plan(plan_id), directory.organisation(organisation_id) or abort(404))


@staff.get("/plans/<int:plan_id>/map/")
@requires(READ)
def plan_map(plan_id: int) -> FlaskResponse:
    """The grid of a plan beside its table, with a contact plan for each quadrant."""
    return _map(_plan(plan_id, READ))


def _map(plan: Publication, status: int = 200, form: Form | None = None) -> FlaskResponse:
    scales, placed = maps.scales(), maps.placed_on(plan.id)
    words = clean_line(request.args.get("who", ""))[:200]
    return page(
        "reach/map.html",
        status,
        plan=plan,
        scales=scales,
        placed=placed,
        dots=grid.dots(placed),
        quadrants=grid.quadrants(placed, scales),
        words=words,
        candidates=[one for one in engagements.candidates(words) if one.kind == "organisation"],
        form=form or Form(formdata=None),
        may_map=viewer().may(MAP),
    )


@staff.route("/plans/<int:plan_id>/map/<int:organisation_id>/", methods=["GET", "POST"])
@requires(MAP)
def place(plan_id: int, organisation_id: int) -> Response:
    """Place an organisation on the map of a plan; where it stood before stays readable."""
    here = _here(plan_id, organisation_id)
    present = maps.present_placement(plan_id, organisation_id)
    form = PlacementForm(obj=present)
    scales = maps.scales()
    form.across.label.text, form.up.label.text = scales.across, scales.up
    if form.validate_on_submit():
        try:
            _place(here, form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{here.organisation.name} is on the map.", "success")
            return see_other(url_for(".plan_map", plan_id=plan_id))
    history = maps.history_of(plan_id, organisation_id)
    names = names_of([row.account_id for row in history if row.account_id])
    status = 422 if form.errors else 200
    return page("reach/place.html", status, here=here, form=form, history=history, names=names, scales=scales)


def _place(here: _Here, form: PlacementForm) -> None:
    mapping.place(
        viewer(),
        publication=here.plan,
        organisation=here.organisation,
        across=form.across.data or 0,
        up=form.up.data or 0,
        reason=form.reason.data or "",
    )


@staff.post("/plans/<int:plan_id>/map/<int:organisation_id>/remove/")
@requires(MAP)
def take_off(plan_id: int, organisation_id: int) -> Response:
    """Take an organisation off the map."""
    here, form = _here(plan_id, organisation_id), Form()
    if not form.validate_on_submit():
        return _map(here.plan, 422, form)
    mapping.take_off(viewer(), publication=here.plan, organisation=here.organisation)
    flash(f"{here.organisation.name} is taken off the map.", "success")
    return see_other(url_for(".plan_map", plan_id=plan_id))


@staff.route("/scales/", methods=["GET", "POST"])
@requires(SET_SCALES)
def scales() -> Response:
    """Name the two scales of every map."""
    form = ScalesForm(obj=maps.scales())
    if form.validate_on_submit():
        try:
            mapping.name_scales(viewer(), across=form.across.data or "", up=form.up.data or "")
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The scales have their names.", "success")
            return see_other(url_for(".index"))
    return page("reach/scales.html", 422 if form.errors else 200, form=form)


@staff.route("/populations/", methods=["GET", "POST"])
@requires(SET_SCALES)
def populations() -> Response:
    """Enter how many people live in areas."""
    form = PopulationsForm()
    if form.validate_on_submit():
        try:
            number = mapping.set_populations(viewer(), lines=form.lines.data or "", source=form.source.data or "")
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{number} areas are set.", "success")
            return see_other(url_for(".populations"))
    return page("reach/populations.html", 422 if form.errors else 200, form=form, rows=maps.populations())
