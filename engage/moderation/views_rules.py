"""Threads and reasons: what must be there before anybody can comment."""

from flask import Response, abort, current_app, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import actions as comment_actions
from engage.comments import queries as comment_queries
from engage.comments.models import ModerationMode, Reason, Thread
from engage.comments.rights import EDIT_REASONS, MODERATE, SET_THREAD
from engage.core import access
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.i18n import local
from engage.core.pages import page, see_other
from engage.moderation import actions, queries
from engage.moderation.forms import PlainForm, ReasonForm, ThreadForm
from engage.moderation.front import blueprint
from engage.publishing import queries as publishing

AT_A_TIME = 50


@blueprint.get("/threads/")
@requires(SET_THREAD)
def threads() -> Response:
    """Which publications take comments, and how."""
    words, before = request.args.get("q", "").strip()[:200], request.args.get("before", type=int)
    scope = access.viewer().scope(SET_THREAD)
    lines = queries.threads_listed(scope, words=words, before=before, limit=AT_A_TIME + 1)
    more = lines[AT_A_TIME - 1].publication.id if len(lines) > AT_A_TIME else None
    return page(
        "moderation/threads.html",
        lines=lines[:AT_A_TIME],
        may_moderate=access.viewer().may(MODERATE),
        words=words,
        has_policy=comment_queries.has_policy(),
        has_reasons=bool(comment_queries.reasons()),
        first=url_for(".threads", q=words or None) if before else None,
        following=url_for(".threads", q=words or None, before=more) if more else None,
    )


def _thread_form(thread: Thread) -> ThreadForm:
    closes = local(thread.closes_at) if thread.closes_at else None
    return ThreadForm(
        mode=thread.mode.value,
        is_open="yes" if thread.is_open else "no",
        closes_on=closes.date() if closes else None,
        closes_time=closes.time() if closes else None,
        closed_reason=thread.closed_reason,
        question=thread.question,
    )


@blueprint.route("/threads/<int:publication_id>/", methods=["GET", "POST"])
@requires(SET_THREAD)
def thread(publication_id: int) -> BaseResponse:
    """Open or close the comments of a publication, and choose how they are moderated."""
    publication = queries.access_moderated(access.viewer(), publication_id)
    known = comment_queries.thread_of(publication_id)
    form = _thread_form(known)
    if form.validate_on_submit() and not form.errors:
        try:
            _set_thread(form, publication_id)
        except Refused as refusal:
            form.refuse({"closes_at": "closes_on"}.get(refusal.field or "", refusal.field), refusal.sentence)
        else:
            flash(f"Saved. Comments on “{publication.title}” are {_standing(publication_id)}.", "success")
            return see_other(url_for(".threads"))
    status = 422 if form.errors else 200
    path, zone = publishing.path_of(publication), current_app.config["ENGAGE"].time_zone
    return page(
        "moderation/thread.html", status, form=form, publication=publication, thread=known, path=path, zone=zone
    )


def _set_thread(form: ThreadForm, publication_id: int) -> None:
    comment_actions.set_thread(
        access.viewer(),
        publication=queries.access_moderated(access.viewer(), publication_id),
        mode=ModerationMode(form.mode.data),
        is_open=form.is_open.data == "yes",
        closes_at=form.closes_at(current_app.config["ENGAGE"].zone),
        closed_reason=form.closed_reason.data or "",
        question=form.question.data or "",
    )


def _standing(publication_id: int) -> str:
    return "open" if comment_queries.thread_of(publication_id).is_open else "closed"


@blueprint.get("/reasons/")
@requires(EDIT_REASONS)
def reasons() -> Response:
    """The reasons that moderators choose from."""
    return page("moderation/reasons.html", reasons=comment_queries.reasons(active=False), used=queries.times_used())


@blueprint.route("/reasons/new/", methods=["GET", "POST"])
@requires(EDIT_REASONS)
def new_reason() -> BaseResponse:
    """Write a reason."""
    known = comment_queries.reasons(active=False)
    return _write_reason(None, ReasonForm(position=known[-1].position + 1 if known else 1))


@blueprint.route("/reasons/<key>/", methods=["GET", "POST"])
@requires(EDIT_REASONS)
def reason(key: str) -> BaseResponse:
    """Change a reason or switch it off."""
    found = _reason(key)
    return _write_reason(found, ReasonForm(obj=found))


def _reason(key: str) -> Reason:
    found = comment_queries.reason(key)
    if found is None:
        abort(404)
    return found


def _write_reason(known: Reason | None, form: ReasonForm) -> BaseResponse:
    if form.validate_on_submit():
        texts = {name: form[name].data or "" for name in ("key", "rule", "label", "text", "revise")}
        try:
            actions.save_reason(
                access.viewer(), reason=known, position=form.position.data, active=form.active.data, **texts
            )
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"Saved the reason “{texts['label']}”.", "success")
            return see_other(url_for(".reasons"))
    used = known is not None and queries.reason_is_used(known.key)
    return page("moderation/reason.html", 422 if form.errors else 200, form=form, reason=known, used=used)


@blueprint.post("/reasons/<key>/delete/")
@requires(EDIT_REASONS)
def delete_reason(key: str) -> BaseResponse:
    """Delete a reason that was never used."""
    found = _reason(key)
    if not PlainForm().validate():
        abort(400)
    try:
        actions.delete_reason(access.viewer(), reason=found)
    except Refused as refusal:
        shown = ReasonForm(None, obj=found)
        shown.refuse(None, refusal.sentence)
        return page("moderation/reason.html", 422, form=shown, reason=found, used=queries.reason_is_used(key))
    flash(f"Deleted the reason “{found.label}”.", "success")
    return see_other(url_for(".reasons"))
