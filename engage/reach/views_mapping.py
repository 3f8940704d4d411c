"""The map of a plan: who stands where, and why."""

from collections.abc import Sequence
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
from engage.directory.models import StakeholderKind
from engage.engagements import queries as engagements
from engage.engagements.queries import Candidate
from engage.lists.queries import stakeholder_lists
from engage.publishing import queries as publishing
from engage.publishing.models import Publication
from engage.reach import grid, places
from engage.reach.actions import mapping
from engage.reach.blueprints import staff
from engage.reach.forms import PlacementForm
from engage.reach.queries import maps
from engage.reach.queries.seeing import people_seen
from engage.reach.queries.subjects import access_plan
from engage.reach.rights import MAP, READ
from engage.reach.stakeholders import Stakeholder

PAGE = 100
NAMED = 12


@dataclass(frozen=True)
class _Here:
    """A plan and a stakeholder on its map."""

    plan: Publication
    whom: Stakeholder
    name: str


def access_map(plan_id: int, permission: Any = MAP) -> Publication:
    """The plan whose map the viewer may see, or change; 404 otherwise."""
    access_plan(viewer(), plan_id, permission)
    return publishing.publication(plan_id) or abort(404)


def _here(plan_id: int, organisation_id: int | None, contact_id: int | None) -> _Here:
    plan = access_map(plan_id)
    if organisation_id is not None:
        organisation = directory.kept_organisation(organisation_id) or abort(404)
        return _Here(plan, Stakeholder(StakeholderKind.ORGANISATION, organisation.id), organisation.name)
    if people_seen(viewer()) is None:
        abort(404)
    contact = directory.access_kept_contact(viewer(), contact_id or 0)
    return _Here(plan, Stakeholder(StakeholderKind.CONTACT, contact.id), contact.name)


@staff.get("/plans/<int:plan_id>/map/")
@requires(READ)
def plan_map(plan_id: int) -> FlaskResponse:
    """The grid of a plan beside its table, with a contact plan for each quadrant."""
    return _map(access_map(plan_id, READ))


def _map(plan: Publication, status: int = 200, form: Form | None = None) -> FlaskResponse:
    scales, people = maps.scales(), people_seen(viewer())
    quarter = request.args.get("quarter", 0, type=int)
    after, corner = places.read(request.args.get("after"), places.MAP), grid.corner_of(quarter)
    cells = maps.cells_of(plan.id, people)
    rows = maps.placed_on(plan.id, people, corner=corner, after=after, limit=PAGE + 1)
    placed, more = rows[:PAGE], len(rows) > PAGE
    each_alone = grid.has_room(cells, PAGE)
    numbered = placed if corner is None and after is None else maps.placed_on(plan.id, people) if each_alone else []
    quadrants = grid.quadrants(cells, maps.names_by_corner(plan.id, people, NAMED), scales)
    words = clean_line(request.args.get("who", ""))[:200]
    return page(
        "reach/map.html",
        status,
        plan=plan,
        scales=scales,
        placed=placed,
        total=sum(cells.values()),
        numbers={one.stakeholder: number for number, one in enumerate(numbered, 1)} if each_alone else {},
        dots=grid.dots(numbered) if each_alone else grid.heaps(cells, scales),
        quadrants=quadrants,
        quarter_tabs=_tabs(plan.id, quadrants, quarter if corner is not None else 0),
        older=_more(plan.id, quarter if corner is not None else None, placed[-1]) if more else None,
        words=words,
        candidates=_candidates(words),
        form=form or Form(formdata=None),
        may_map=viewer().may(MAP),
        lists=stakeholder_lists(viewer()) if viewer().may(MAP) else [],
    )


def _tabs(plan_id: int, quadrants: Sequence[grid.Quadrant], chosen: int) -> list[tuple[str, str, bool, int | None]]:
    every = [("Everybody", None, None), *((one.title, one.number, one.total) for one in quadrants)]
    return [
        (title, url_for(".plan_map", plan_id=plan_id, quarter=number), (number or 0) == chosen, total)
        for title, number, total in every
    ]


def _more(plan_id: int, quarter: int | None, last: maps.Placed) -> str:
    return url_for(".plan_map", plan_id=plan_id, quarter=quarter, after=places.text(last.key))


def _candidates(words: str) -> Sequence[Candidate]:
    """Organisations, and people as far as they may be seen, whose name holds the words."""
    if not words or not viewer().may(MAP):
        return []
    people = people_seen(viewer())
    found = [one for one in engagements.candidates(viewer(), words) if one.kind in set(StakeholderKind)]
    seen = maps.people_among([one.id for one in found if one.kind == StakeholderKind.CONTACT], people)
    return [one for one in found if one.kind == StakeholderKind.ORGANISATION or one.id in seen]


@staff.route("/plans/<int:plan_id>/map/<int:organisation_id>/", methods=["GET", "POST"])
@staff.route("/plans/<int:plan_id>/map/people/<int:contact_id>/", methods=["GET", "POST"])
@requires(MAP)
def place(plan_id: int, organisation_id: int | None = None, contact_id: int | None = None) -> Response:
    """Place a stakeholder on the map of a plan; where it stood before stays readable."""
    here = _here(plan_id, organisation_id, contact_id)
    form = PlacementForm(obj=maps.present_placement(plan_id, here.whom))
    scales = maps.scales()
    form.name_scales(scales)
    if form.validate_on_submit():
        try:
            _place(here, form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{here.name} is on the map.", "success")
            return see_other(url_for(".plan_map", plan_id=plan_id))
    history = maps.history_of(plan_id, here.whom)
    names = names_of([row.account_id for row in history if row.account_id])
    status = 422 if form.errors else 200
    return page("reach/place.html", status, here=here, form=form, history=history, names=names, scales=scales)


def _place(here: _Here, form: PlacementForm) -> None:
    mapping.place(
        viewer(),
        publication=here.plan,
        whom=here.whom,
        across=form.across.data or 0,
        up=form.up.data or 0,
        reason=form.reason.data or "",
    )


@staff.post("/plans/<int:plan_id>/map/<int:organisation_id>/remove/")
@staff.post("/plans/<int:plan_id>/map/people/<int:contact_id>/remove/")
@requires(MAP)
def take_off(plan_id: int, organisation_id: int | None = None, contact_id: int | None = None) -> Response:
    """Take a stakeholder off the map."""
    here, form = _here(plan_id, organisation_id, contact_id), Form()
    if not form.validate_on_submit():
        return _map(here.plan, 422, form)
    mapping.take_off(viewer(), publication=here.plan, whom=here.whom)
    flash(f"{here.name} is taken off the map.", "success")
    return see_other(url_for(".plan_map", plan_id=plan_id))
