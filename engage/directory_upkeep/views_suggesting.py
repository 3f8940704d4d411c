"""Suggesting a group that is missing from the directory."""

from datetime import timedelta

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.core import limits
from engage.core.access import public
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.directory_upkeep.actions.suggesting import suggest_group
from engage.directory_upkeep.blueprint import public as blueprint
from engage.directory_upkeep.forms_suggestions import SuggestionForm

FIELDS = ("name", "about", "website", "email")


@blueprint.route("/organisations/suggest/", methods=["GET", "POST"])
@public
def suggest() -> Response:
    """Tell staff of a group that is missing, with an account or without one."""
    form = SuggestionForm(data={"name": request.args.get("name", "")[:200]})
    if form.validate_on_submit():
        limits.require("suggest-group", limits.source(), most=10, per=timedelta(hours=1))
        try:
            suggest_group(**{name: form[name].data or "" for name in FIELDS})
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            return see_other(url_for(".suggested"))
    return page("directory_upkeep/suggest.html", 422 if form.errors else 200, form=form)


@blueprint.get("/organisations/suggested/")
@public
def suggested() -> Response:
    """What happens next."""
    return page("directory_upkeep/suggested.html")
