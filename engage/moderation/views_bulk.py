"""One decision about all that a filter finds: what it would hit, how far it is, and taking it back."""

from flask import Response, abort, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import queries as comment_queries
from engage.comments.rights import MODERATE
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.moderation import actions, queries
from engage.moderation.forms import BulkForm, PlainForm
from engage.moderation.front import blueprint
from engage.moderation.models import BulkDecision, BulkState, Verdict
from engage.moderation.narrowing import filter_of, in_words


@blueprint.route("/bulk/", methods=["GET", "POST"])
@requires(MODERATE)
def bulk() -> BaseResponse:
    """Show what a decision about everything in a narrowed list would hit, and take it."""
    form, wanted = BulkForm().offer(comment_queries.reasons()), filter_of(request.args)
    if not wanted.is_narrowed:
        flash("Narrow the list first. One decision about everything that waits is never meant.", "warning")
        return see_other(url_for(".queue"))
    if form.validate_on_submit():
        try:
            made = _decide_all(form, wanted)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            return see_other(url_for(".bulk_progress", bulk_id=made.id))
    return _preview(form, wanted)


def _preview(form: BulkForm, wanted: queries.Filter) -> Response:
    viewer, moment = access.viewer(), clock.now()
    form.until.data, form.until.raw_data = moment.isoformat(), None
    first = queries.waiting_rows(wanted, limit=5)
    return page(
        "moderation/bulk.html",
        422 if form.errors else 200,
        form=form,
        wanted=wanted,
        words=in_words(wanted),
        preview=queries.preview_bulk(viewer, wanted, moment),
        most=actions.MOST,
        cards=list(queries.cards_by_id(viewer, [row.comment_id for row in first]).values()),
    )


def _decide_all(form: BulkForm, wanted: queries.Filter) -> BulkDecision:
    moment = form.moment or abort(400)
    reason = comment_queries.reason(form.reason.data) if form.reason.data else None
    return actions.decide_all(
        access.viewer(),
        wanted=wanted,
        until=moment,
        verdict=Verdict(form.verdict.data),
        reason=reason,
        note=form.note.data or "",
        about=in_words(wanted),
    )


@blueprint.get("/bulk/<int:bulk_id>/")
@requires(MODERATE)
def bulk_progress(bulk_id: int) -> Response:
    """How far a decision about many comments is, and what it left."""
    found, name = queries.access_bulk(access.viewer(), bulk_id)
    reason = comment_queries.reason(found.reason_key) if found.reason_key else None
    may_undo = found.state in (BulkState.RUNNING, BulkState.DONE) and (
        found.settles_at is None or clock.now() < found.settles_at
    )
    return page(
        "moderation/bulk_progress.html",
        bulk=found,
        name=name,
        reason=reason,
        under_way=found.state in (BulkState.RUNNING, BulkState.UNDOING),
        may_undo=may_undo,
        left=queries.bulk_left(found),
    )


@blueprint.post("/bulk/<int:bulk_id>/undo/")
@requires(MODERATE)
def undo_bulk(bulk_id: int) -> BaseResponse:
    """Take back all of it."""
    found, _ = queries.access_bulk(access.viewer(), bulk_id)
    if not PlainForm().validate():
        abort(400)
    try:
        actions.undo_bulk(access.viewer(), bulk=found)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return see_other(url_for(".bulk_progress", bulk_id=bulk_id))
