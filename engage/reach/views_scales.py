"""What the maps and tables of reach stand on: the names of the scales, and how many people live where."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.reach.actions import mapping
from engage.reach.blueprints import staff
from engage.reach.forms import PopulationsForm, ScalesForm
from engage.reach.queries import maps
from engage.reach.rights import SET_SCALES


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
