"""The ledger as people read it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from engage.audit import queries
from engage.audit.forms import LedgerForm
from engage.audit.rights import READ
from engage.core import i18n, navigation
from engage.core.access import requires
from engage.core.pages import page

blueprint = Blueprint("audit_staff", __name__, url_prefix="/staff/audit")
navigation.add("staff", "audit_staff.index", "Ledger", 90, READ)
PER_PAGE = 50


@blueprint.get("/")
@requires(READ)
def index() -> Response:
    """What happened, newest first."""
    form = LedgerForm(request.args)
    form.offer()
    after = request.args.get("after", type=int)
    found = queries.lines(_wanted(form), after=after, limit=PER_PAGE + 1) if form.validate() else []
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "after" and value}
    older = url_for(".index", **asked, after=found[PER_PAGE - 1].entry.id) if len(found) > PER_PAGE else None
    newest = url_for(".index", **asked) if after else None
    status = 422 if form.errors else 200
    return page("audit/index.html", status, form=form, found=found[:PER_PAGE], older=older, newest=newest, asked=asked)


def _wanted(form: LedgerForm) -> queries.Wanted:
    return queries.Wanted(
        verb=form.verb.data or None,
        kind=form.kind.data or None,
        subject_id=form.subject.data,
        actor_id=queries.actor_of(form.actor.data or ""),
        since=_midnight(form.since.data),
        until=_midnight(form.until.data + timedelta(days=1)) if form.until.data else None,
    )


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    return i18n.moment_from_local(datetime.combine(day, time.min), current_app.config["ENGAGE"].zone)
