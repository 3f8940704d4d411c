"""The record of decisions, blocked addresses and the emergency stop."""

from flask import Response, abort, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import actions as comment_actions
from engage.comments import queries as comment_queries
from engage.comments.rights import BLOCK, MODERATE, STOP
from engage.core import access
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.core.permissions import Permission
from engage.moderation import queries
from engage.moderation.forms import BlockForm, PlainForm, StopForm
from engage.moderation.front import blueprint
from engage.moderation.rights import SEE_DECISIONS

AT_A_TIME = 50


def _require_everywhere(permission: Permission) -> None:
    """What reaches the whole site is for those who look after the whole site."""
    if access.viewer().scope(permission) is not None:
        abort(403)


@blueprint.get("/log/")
@requires(SEE_DECISIONS)
def log() -> Response:
    """Who decided what, when and why."""
    before, by = request.args.get("before", type=int), request.args.get("by", type=int)
    scope = access.viewer().scope(SEE_DECISIONS)
    decisions = queries.logged_decisions(scope, before=before, account_id=by, limit=AT_A_TIME + 1)
    more = decisions[AT_A_TIME - 1].decision.id if len(decisions) > AT_A_TIME else None
    return page(
        "moderation/log.html",
        decisions=decisions[:AT_A_TIME],
        by=by,
        first=url_for(".log", by=by) if before else None,
        following=url_for(".log", by=by, before=more) if more else None,
        reach=access.viewer().scope(MODERATE) is None,
    )


@blueprint.route("/blocks/", methods=["GET", "POST"])
@requires(BLOCK)
def blocks() -> BaseResponse:
    """The addresses from which no comment is taken."""
    _require_everywhere(BLOCK)
    form = BlockForm().offer(comment_queries.reasons())
    if form.validate_on_submit():
        try:
            _block(form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            return see_other(url_for(".blocks"))
    before = request.args.get("before", type=int)
    lines = queries.blocks_in_force(before=before, limit=AT_A_TIME + 1)
    more = lines[AT_A_TIME - 1].block.id if len(lines) > AT_A_TIME else None
    return page(
        "moderation/blocks.html",
        422 if form.errors else 200,
        form=form,
        lines=lines[:AT_A_TIME],
        first=url_for(".blocks") if before else None,
        following=url_for(".blocks", before=more) if more else None,
    )


def _block(form: BlockForm) -> None:
    reason = comment_queries.reason(form.reason.data)
    if reason is None:
        raise Refused("Choose a reason.", "reason")
    if form.email.data.lower() == access.viewer().email.lower():
        raise Refused("This is your own address.", "email")
    comment_actions.block_address(access.viewer(), email=form.email.data, reason=reason, note=form.note.data or "")
    flash(f"No comment is taken from {form.email.data} any more.", "success")


@blueprint.post("/blocks/<int:block_id>/lift/")
@requires(BLOCK)
def lift_block(block_id: int) -> BaseResponse:
    """Let an address comment again."""
    _require_everywhere(BLOCK)
    block = queries.block(block_id) or abort(404)
    if not PlainForm().validate():
        abort(400)
    comment_actions.unblock_address(access.viewer(), email=block.email)
    flash(f"{block.email} may comment again.", "success")
    return see_other(url_for(".blocks"))


@blueprint.route("/stop/", methods=["GET", "POST"])
@requires(STOP)
def stop() -> BaseResponse:
    """Stop all comments at once: say why, see what people will read, confirm."""
    _require_everywhere(STOP)
    form, running = StopForm(), comment_queries.is_stopped()
    if form.validate_on_submit():
        if form.confirmed.data != "yes":
            return page("moderation/stop_confirm.html", form=form)
        try:
            comment_actions.stop_all(access.viewer(), reason=form.reason.data)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("Comments are stopped on the whole site.", "success")
            return see_other(url_for(".stop"))
    return page("moderation/stop.html", 422 if form.errors else 200, form=form, running=running)


@blueprint.post("/stop/resume/")
@requires(STOP)
def resume() -> BaseResponse:
    """Allow comments again."""
    _require_everywhere(STOP)
    if not PlainForm().validate():
        abort(400)
    comment_actions.resume_all(access.viewer())
    flash("Comments are allowed again, wherever a thread is open.", "success")
    return see_other(url_for(".stop"))
