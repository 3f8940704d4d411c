"""The groups that somebody says are missing: added to the directory or left."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory.rights import WRITE
from engage.directory_upkeep.actions import suggesting
from engage.directory_upkeep.blueprint import blueprint
from engage.directory_upkeep.models import GroupSuggestion
from engage.directory_upkeep.queries import suggestions as reads


@blueprint.get("/suggestions/")
@requires(WRITE)
def suggestions() -> Response:
    """What nobody has settled, the oldest first."""
    return page("directory_upkeep/suggestions.html", rows=reads.waiting_suggestions(), may_settle=_may_settle())


def _may_settle() -> bool:
    """A role that is limited to areas adds only what serves them, which a suggestion does not say."""
    return viewer().scope(WRITE) is None


@blueprint.post("/suggestions/<int:suggestion_id>/")
@requires(WRITE)
def settle_suggestion(suggestion_id: int) -> Response:
    """Add a suggested group, or leave it."""
    found, form = reads.suggestion_or_404(suggestion_id), Form()
    if not _may_settle():
        abort(403)
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
    elif request.form.get("add") == "yes":
        return _add(found)
    else:
        suggesting.leave_suggested(viewer(), suggestion=found)
        flash(f"{found.name} is left out.", "success")
    return see_other(url_for(".suggestions"))


def _add(found: GroupSuggestion) -> Response:
    try:
        made = suggesting.add_suggested(viewer(), suggestion=found)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return see_other(url_for(".suggestions"))
    if made is None:
        flash("Somebody has settled it already.", "warning")
        return see_other(url_for(".suggestions"))
    flash(f"{made.name} is added. It has no public page until it agrees to one.", "success")
    return see_other(url_for("directory_staff.one", organisation_id=made.id))
