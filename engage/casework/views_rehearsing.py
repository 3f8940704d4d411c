"""The rehearsal of a rule: asking for it, its progress and its result."""

from flask import abort, url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.forms import RehearsalForm
from engage.casework.front import blueprint
from engage.core import access
from engage.core.access import requires
from engage.core.pages import page, see_other
from engage.screening import queries as screening
from engage.screening.rights import EDIT_RULES


@blueprint.route("/rules/<int:rule_id>/rehearsal/", methods=["GET", "POST"])
@requires(EDIT_RULES)
def rehearsal(rule_id: int) -> Response:
    """What a rule would have held of past comments, and which of them were published in fact."""
    rule = screening.access_rule(access.viewer(), rule_id)
    form = RehearsalForm()
    if form.validate_on_submit():
        actions.start_rehearsal(access.viewer(), rule=rule, days=int(form.days.data))
        return see_other(url_for(".rehearsal", rule_id=rule_id))
    if form.form_errors:
        abort(400)
    known = queries.rehearsals_of(rule_id)
    newest = known[0] if known else None
    return page(
        "casework/rehearsal.html",
        422 if form.errors else 200,
        form=form,
        rule=rule,
        newest=newest,
        earlier=known[1:],
        samples=queries.samples_of(newest) if newest else [],
    )
