"""Taking back what was just decided, and showing again what was blacked out."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import queries as comment_queries
from engage.comments.rights import MODERATE
from engage.core import access, undoing
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import see_other
from engage.core.permissions import SEE_STAFF
from engage.moderation import actions, queries
from engage.moderation.forms import PlainForm
from engage.moderation.front import blueprint
from engage.moderation.narrowing import filter_of


@blueprint.post("/decisions/<int:decision_id>/undo/")
@requires(MODERATE)
def undo(decision_id: int) -> BaseResponse:
    """Take a decision back while nobody has been told of it."""
    viewer = access.viewer()
    decision, comment = queries.access_decision(viewer, decision_id)
    if not PlainForm().validate():
        abort(400)
    try:
        actions.undo(viewer, decision=decision, comment=comment)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(f"Undone: {decision.verdict.done.lower()}. Nobody was told of it.", "success")
    return see_other(url_for(".item", comment_id=comment.id, **filter_of(request.args).query))


@blueprint.post("/steps/<int:step_id>/undo/")
@requires(SEE_STAFF)
def undo_step(step_id: int) -> BaseResponse:
    """Take back what the viewer decided about a response, a claim, an appeal or a person."""
    viewer = access.viewer()
    step = undoing.access_step(viewer, step_id)
    if not PlainForm().validate():
        abort(400)
    try:
        undoing.take_back(viewer, step)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(f"Undone: you {step.done}. Nobody was told of it.", "success")
    return see_other(step.url)


@blueprint.post("/<int:comment_id>/black-outs/<int:redaction_id>/lift/")
@requires(MODERATE)
def lift(comment_id: int, redaction_id: int) -> BaseResponse:
    """Show words again that were blacked out."""
    viewer = access.viewer()
    comment = queries.access_item(viewer, comment_id)
    found = {row.id: row for row in comment_queries.redactions(comment.id)}
    redaction = found.get(redaction_id) or abort(404)
    if not PlainForm().validate():
        abort(400)
    try:
        actions.lift_black_out(viewer, comment=comment, redaction=redaction)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash("The words are shown again.", "success")
    return see_other(url_for(".item", comment_id=comment.id, **filter_of(request.args).query))
