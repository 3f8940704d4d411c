"""Appeals at the desk: what waits, and the decision of somebody else than the decider."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.forms import OutcomeForm
from engage.casework.front import blueprint
from engage.casework.models import AppealState
from engage.casework.queries import AppealLine
from engage.casework.rights import HEAR_APPEALS
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import cursor_from_query, cursor_text, local_path, page, see_other
from engage.moderation.queries.cards import is_own

AT_A_TIME = 50


@blueprint.get("/appeals/")
@requires(HEAR_APPEALS)
def appeals() -> Response:
    """The appeals that wait, and those that were decided last."""
    after, viewer = cursor_from_query(), access.viewer()
    lines = queries.waiting_appeals(viewer, after=after, limit=AT_A_TIME + 1)
    last = lines[AT_A_TIME - 1].appeal if len(lines) > AT_A_TIME else None
    return page(
        "casework/appeals.html",
        lines=lines[:AT_A_TIME],
        settled=[] if after else queries.settled_appeals(viewer),
        now=clock.now(),
        mine=viewer.account_id,
        following=url_for(".appeals", after=cursor_text(last.asked_at, last.id)) if last else None,
        first=url_for(".appeals") if after else None,
    )


@blueprint.route("/appeals/<int:appeal_id>/", methods=["GET", "POST"])
@requires(HEAR_APPEALS)
def appeal(appeal_id: int) -> Response:
    """Read an appeal with the comment and the decision, and decide it."""
    line = queries.access_appeal(access.viewer(), appeal_id)
    form = OutcomeForm(answer=line.appeal.answer)
    if form.validate_on_submit():
        try:
            _settle(line, form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The appeal is decided. The writer is told once this can no longer be undone.", "success")
            return see_other(local_path(request.form.get("next")) or url_for(".appeals"))
    return page(
        "casework/hearing.html",
        422 if form.errors else 200,
        form=form,
        line=line,
        may_decide=line.appeal.state is AppealState.OPEN and not _is_for_others(line),
        now=clock.now(),
    )


def _settle(line: AppealLine, form: OutcomeForm) -> None:
    overturn = form.outcome.data == AppealState.OVERTURNED.value
    if line.comment is not None:
        actions.settle_appeal(
            access.viewer(), appeal=line.appeal, comment=line.comment, overturn=overturn, answer=form.answer.data
        )
    elif line.sanction is not None:
        actions.settle_sanction_appeal(
            access.viewer(), appeal=line.appeal, sanction=line.sanction, overturn=overturn, answer=form.answer.data
        )


def _is_for_others(line: AppealLine) -> bool:
    viewer = access.viewer()
    return viewer.account_id in (line.appeal.decider_id, line.appeal.account_id) or (
        line.comment is not None and is_own(viewer, line.comment)
    )
