"""What was promised: the list with owners and overdue marks, and one promise."""

import base64
from datetime import date
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.accounts.queries import names_of
from engage.core import i18n
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory.queries.history import last_saved
from engage.engagements import actions, queries
from engage.engagements.blueprint import staff
from engage.engagements.forms import KeepForm, PromiseForm
from engage.engagements.models import Promise
from engage.engagements.queries import Which
from engage.engagements.rights import READ, WRITE
from engage.engagements.views_log import say, show

PAGE = 50
TABS = {Which.OPEN: "Open", Which.OVERDUE: "Overdue", Which.KEPT: "Kept"}


@staff.get("/promises/")
@requires(READ)
def promises() -> FlaskResponse:
    """What was promised, the first due first."""
    said = request.args.get("which", "")
    which, mine = Which(said) if said in set(Which) else Which.OPEN, "mine" in request.args
    rows = queries.listed_promises(
        viewer(), which, today=i18n.today(), mine=mine, after=_place(request.args.get("after")), limit=PAGE + 1
    )
    last = rows[PAGE - 1].promise if len(rows) > PAGE else None
    here: dict[str, Any] = {"which": which.value, "mine": 1 if mine else None}
    return page(
        "engagements/promises.html",
        rows=rows[:PAGE],
        which=which,
        mine=mine,
        tabs=_tabs(which, mine),
        may_write=viewer().may(WRITE),
        today=i18n.today(),
        later=url_for(".promises", after=_place_text(last), **here) if last else None,
        first=url_for(".promises", **here) if "after" in request.args else None,
    )


def _tabs(here: Which, mine: bool) -> list[tuple[str, str, bool, None]]:
    kept: dict[str, Any] = {"mine": 1} if mine else {}
    return [(text, url_for(".promises", which=key.value, **kept), key is here, None) for key, text in TABS.items()]


def _place_text(promise: Promise) -> str:
    return base64.urlsafe_b64encode(f"{promise.due.isoformat()}|{promise.id}".encode()).decode()


def _place(said: str | None) -> tuple[date, int] | None:
    if not said:
        return None
    try:
        day, _, row = base64.urlsafe_b64decode(said.encode()).decode().partition("|")
        return date.fromisoformat(day), int(row)
    except ValueError:
        abort(404)


@staff.post("/<int:engagement_id>/promises/")
@requires(WRITE)
def make_promise(engagement_id: int) -> Response:
    """Note what was promised."""
    found, form = queries.access_engagement(viewer(), engagement_id, WRITE), PromiseForm()
    form.offer(queries.staff())
    if form.validate_on_submit():
        try:
            actions.make_promise(viewer(), engagement=found, **_said(form))
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("The promise is noted.", "success")
            return see_other(url_for(".one", engagement_id=found.id, _anchor="promises"))
    return show(found, 422, promise=form)


def _said(form: PromiseForm) -> dict[str, Any]:
    return {
        "what": form.what.data or "",
        "due": form.due.data,
        "owner_id": form.owner.data or None,
        "by": form.by.data or "",
    }


@staff.route("/promises/<int:promise_id>/", methods=["GET", "POST"])
@requires(WRITE)
def promise(promise_id: int) -> Response:
    """Change a promise, or say that it was kept."""
    hold(Promise, promise_id)
    found = queries.access_promise(viewer(), promise_id)
    form = PromiseForm(data={**{name: getattr(found, name) for name in ("what", "by", "due")}, "owner": found.owner_id})
    form.offer(queries.staff(), _owner_of(found))
    form.compare(found, lambda: last_saved("promise", [found.id]))
    if form.validate_on_submit():
        try:
            actions.change_promise(viewer(), promise=found, **_said(form))
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("Saved.", "success")
            return see_other(url_for(".promises"))
    return _promise(found, form, 422 if form.errors else 200)


def _owner_of(found: Promise) -> tuple[int, str] | None:
    if found.owner_id is None:
        return None
    return found.owner_id, names_of([found.owner_id]).get(found.owner_id) or "A colleague who has left"


def _promise(found: Promise, form: PromiseForm, status: int = 200, keep: Form | None = None) -> FlaskResponse:
    return page(
        "engagements/promise.html",
        status,
        promise=found,
        it=queries.engagement(found.engagement_id),
        form=form,
        keep=keep or KeepForm(formdata=None),
        today=i18n.today(),
    )


@staff.post("/promises/<int:promise_id>/kept/")
@requires(WRITE)
def keep_promise(promise_id: int) -> Response:
    """Note that a promise was kept."""
    found, form = queries.access_promise(viewer(), promise_id), KeepForm()
    if not form.validate_on_submit():
        return _again(found, form)
    actions.keep_promise(viewer(), promise=found, note=form.note.data or "")
    flash("Kept. Thank you.", "success")
    return see_other(url_for(".promises"))


@staff.post("/promises/<int:promise_id>/open/")
@requires(WRITE)
def reopen_promise(promise_id: int) -> Response:
    """Note that a promise is not kept after all."""
    found, form = queries.access_promise(viewer(), promise_id), KeepForm()
    if not form.validate_on_submit():
        return _again(found, form)
    actions.reopen_promise(viewer(), promise=found)
    flash("It is open again.", "success")
    return see_other(url_for(".promise", promise_id=found.id))


def _again(found: Promise, keep: KeepForm) -> FlaskResponse:
    held = {**{name: getattr(found, name) for name in ("what", "by", "due")}, "owner": found.owner_id}
    form = PromiseForm(formdata=None, data=held)
    form.offer(queries.staff(), _owner_of(found))
    return _promise(found, form, 422, keep)
