"""What organisations say is wrong with their entries: looked at, taken in or left."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory import queries
from engage.directory.fields import label_of
from engage.directory.rights import WRITE
from engage.directory_upkeep.actions.checking import settle_correction
from engage.directory_upkeep.blueprint import blueprint
from engage.directory_upkeep.queries import checks


@blueprint.get("/corrections/")
@requires(WRITE)
def corrections() -> Response:
    """What organisations proposed and nobody has looked at, the oldest first."""
    rows = [(check, organisation, checks.proposed_of(check)) for check, organisation in checks.proposals(viewer())]
    return page("directory_upkeep/corrections.html", rows=rows)


@blueprint.post("/corrections/<int:check_id>/")
@requires(WRITE)
def settle(check_id: int) -> Response:
    """Take a correction in, or leave the entry as it stands."""
    (check, organisation), form = checks.access_proposal(viewer(), check_id), Form()
    accept = request.form.get("accept") == "yes"
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
        return see_other(url_for(".corrections"))
    try:
        settle_correction(
            viewer(), check=check, organisation=organisation, accept=accept, seen=request.form.get("seen", "")
        )
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash("The entry is changed and confirmed." if accept else "The entry stays as it is.", "success")
    return see_other(url_for(".corrections"))


@blueprint.get("/organisations/<int:organisation_id>/checks/")
@requires(WRITE)
def entry_checks(organisation_id: int) -> Response:
    """When an organisation was asked to check its entry, and what it answered each time."""
    found = queries.access_writable(viewer(), organisation_id)
    if found.merged_into_id is not None:
        return see_other(url_for(".entry_checks", organisation_id=found.merged_into_id))
    asked = checks.asked_of(queries.ids_of(found.id))
    return page("directory_upkeep/checks.html", organisation=found, asked=asked, label_of=label_of)
