"""Placing all of a saved list on the map of a plan in one go."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.publishing.models import Publication
from engage.reach.actions import mapping
from engage.reach.blueprints import staff
from engage.reach.forms import PlacementForm
from engage.reach.queries import list_members, maps
from engage.reach.queries.seeing import people_seen
from engage.reach.rights import MAP
from engage.reach.views_mapping import access_map

SAID = {0: "All of them stood on the map already.", 1: "One is placed."}


@staff.route("/plans/<int:plan_id>/map/lists/<int:list_id>/", methods=["GET", "POST"])
@requires(MAP)
def place_list(plan_id: int, list_id: int) -> Response:
    """Place those of a list who do not stand on the map yet, all in the same spot and for the same reason."""
    plan, chosen = access_map(plan_id), list_members.access_list(viewer(), list_id)
    waiting = list_members.not_on_map(plan.id, list_id, people_seen(viewer()))
    form = PlacementForm()
    form.name_scales(maps.scales())
    if form.validate_on_submit():
        try:
            number = _place(plan, waiting, form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(SAID.get(number, f"{number} are placed."), "success")
            return see_other(url_for(".plan_map", plan_id=plan_id))
    status = 422 if form.errors else 200
    return page("reach/place_list.html", status, plan=plan, chosen=chosen, waiting=waiting, form=form)


def _place(plan: Publication, waiting: list_members.Waiting, form: PlacementForm) -> int:
    return mapping.place_many(
        viewer(),
        publication=plan,
        whom=waiting.whom,
        across=form.across.data or 0,
        up=form.up.data or 0,
        reason=form.reason.data or "",
    )
