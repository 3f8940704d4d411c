"""The staff's view of mail: what waits, what failed, what was sent, and the digest runs."""

from typing import Any

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from engage.core import navigation, pages
from engage.core.access import csrf_failed, requires, viewer
from engage.mail import actions, queries, views_consents, views_newsletters, views_runs
from engage.mail.blueprints import staff as blueprint
from engage.mail.forms import ButtonForm
from engage.mail.health import trouble
from engage.mail.rights import MANAGE_MAIL

blueprint.add_app_template_global(trouble, "mail_trouble")
navigation.add("staff", "mail_staff.index", "Email", 72, MANAGE_MAIL)
LABELS = {"waiting": "Waiting", "failed": "Failed", "sent": "Sent", "left-out": "Left out"}
PAGE = 50
__all__ = ["blueprint", "views_consents", "views_newsletters", "views_runs"]


@blueprint.get("/")
@requires(MANAGE_MAIL)
def index() -> Response:
    """The outbox by state, newest first."""
    state = request.args.get("state", "waiting")
    if state not in LABELS:
        abort(404)
    to, before = request.args.get("to", "").strip(), request.args.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 19):
        abort(404)
    rows = queries.outbox_page(state, to=to, before=int(before) if before else None, limit=PAGE + 1)
    older = (
        url_for("mail_staff.index", state=state, to=to or None, before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    )
    facts: dict[str, Any] = {"rows": rows[:PAGE], "older": older, "state": state, "to": to, "tabs": _tabs(state, to)}
    return pages.page("subscriptions/staff_outbox.html", form=ButtonForm(), **facts)


@blueprint.post("/retry/")
@requires(MANAGE_MAIL)
def retry() -> Response:
    """Have one failed message, or all, tried again."""
    if csrf_failed():
        abort(400)
    number = request.form.get("message", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 19):
        abort(404)
    actions.retry(viewer(), message_id=int(number) if number else None)
    return pages.see_other(url_for("mail_staff.index", state="waiting"))


def _tabs(current: str, to: str) -> list[tuple[str, str, bool, str | None]]:
    found: list[tuple[str, str, bool, str | None]] = []
    for state, label in LABELS.items():
        counted = queries.outbox_count(state) if state in ("waiting", "failed") else None
        shown = None if counted is None else f"{counted}+" if counted >= queries.COUNTED else str(counted)
        found.append((label, url_for("mail_staff.index", state=state, to=to or None), state == current, shown))
    return [*found, ("Runs", url_for("mail_staff.all_runs"), False, None)]
