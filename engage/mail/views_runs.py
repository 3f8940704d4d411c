"""The staff's view of runs: what was sent to whom, why not, and what they can do about it."""

from typing import Any

from flask import abort, flash, make_response, request, url_for
from werkzeug.wrappers import Response

from engage.core import outbox, pages
from engage.core.access import csrf_failed, requires, viewer
from engage.core.errors import Refused
from engage.core.security import MAIL_POLICY, POLICY
from engage.mail import mails, previews, queries, reports, runs, steering
from engage.mail.assembling import Written
from engage.mail.blueprints import staff as blueprint
from engage.mail.forms import ButtonForm, CorrectionForm
from engage.mail.kinds import basis_of
from engage.mail.models import Frequency, MailRun, Subscriber
from engage.mail.rights import MANAGE_MAIL

TABS = {
    "sent": "Sent",
    "waiting": "Will be tried",
    "failed": "Failed",
    "left-out": "Left out",
    "twice": "Perhaps twice",
}
PAGE = 50


@blueprint.get("/digests/")
@requires(MANAGE_MAIL)
def all_runs() -> Response:
    """The runs, newest first, and what must be decided."""
    rows = reports.page_of_runs(before=_number(request.args.get("before", "")), limit=PAGE + 1)
    older = url_for("mail_staff.all_runs", before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    facts: dict[str, Any] = {"runs": rows[:PAGE], "older": older, "reports": reports}
    facts["doubts"] = [one for one in runs.standings() if one.doubt is not None]
    return pages.page("subscriptions/staff_runs.html", form=ButtonForm(), **facts)


@blueprint.post("/digests/decide/")
@requires(MANAGE_MAIL)
def decide() -> Response:
    """Send what has gathered for more than a week, or leave it out."""
    _require_form()
    frequency, answer = request.form.get("frequency", ""), request.form.get("answer", "")
    slots = {one.slot.key: one.slot for one in runs.standings() if one.frequency.value == frequency}
    slot = slots.get(request.form.get("slot", ""))
    if slot is None or answer not in ("send", "skip"):
        abort(404)
    return _steered(
        lambda: steering.decide(viewer(), frequency=Frequency(frequency), slot=slot, send=answer == "send"),
        url_for("mail_staff.all_runs"),
    )


@blueprint.get("/runs/<int:run_id>/")
@requires(MANAGE_MAIL)
def run(run_id: int) -> Response:
    """One run: its figures, and each person with what became of her message."""
    found, tab = _run(run_id), request.args.get("state", "sent")
    if tab not in TABS:
        abort(404)
    rows = reports.page_of_people(found, tab, before=_number(request.args.get("before", "")), limit=PAGE + 1)
    older = url_for("mail_staff.run", run_id=run_id, state=tab, before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    figures = reports.run_figures(found)
    tabs = [
        (label, url_for("mail_staff.run", run_id=run_id, state=name), name == tab, figures.count(name))
        for name, label in TABS.items()
    ]
    facts: dict[str, Any] = {"run": found, "figures": figures, "tabs": tabs, "tab": tab, "rows": rows[:PAGE]}
    facts |= {"told": reports.titles_told(rows[:PAGE]), "invited": reports.invited_before(found)}
    return pages.page("subscriptions/staff_run.html", form=ButtonForm(), older=older, **facts)


@blueprint.post("/runs/<int:run_id>/steer/")
@requires(MANAGE_MAIL)
def steer(run_id: int) -> Response:
    """Hold back, let go on, stop, try again what failed, or send again."""
    _require_form()
    acts: dict[str, Any] = {
        "pause": steering.pause,
        "resume": steering.resume,
        "cancel": steering.cancel,
        "retry": steering.retry,
        "repeat": steering.repeat,
    }
    act = acts.get(request.form.get("act", "")) or abort(404)
    found = _run(run_id)
    return _steered(lambda: act(viewer(), run=found), url_for("mail_staff.run", run_id=run_id))


@blueprint.route("/runs/<int:run_id>/correction/", methods=["GET", "POST"])
@requires(MANAGE_MAIL)
def correction(run_id: int) -> Response:
    """Write to those who were told of something that was later withdrawn."""
    found = _run(run_id)
    gone = reports.withdrawn_since(found)
    form = CorrectionForm()
    form.publication.choices = [(str(number), title) for number, title in sorted(gone.items())]
    if gone and form.validate_on_submit():
        try:
            made = steering.correct(
                viewer(),
                run=found,
                publication_id=int(form.publication.data),
                subject=form.subject.data,
                text=form.text.data,
            )
            return pages.see_other(url_for("mail_staff.run", run_id=made))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    facts: dict[str, Any] = {"run": found, "name": reports.name_of(found), "gone": gone}
    return pages.page("subscriptions/staff_correction.html", 422 if form.errors else 200, form=form, **facts)


@blueprint.get("/people/")
@requires(MANAGE_MAIL)
def person() -> Response:
    """Everything that was written to one address: what, when, why and by whose leave."""
    to = request.args.get("to", "").strip().lower()
    rows = reports.history(to, before=_number(request.args.get("before", "")), limit=PAGE + 1) if to else []
    older = url_for("mail_staff.person", to=to, before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    facts: dict[str, Any] = {"to": to, "rows": rows[:PAGE], "older": older, "told": reports.titles_told(rows[:PAGE])}
    facts["runs"] = reports.runs_by_id({row.run_id for row in rows[:PAGE] if row.run_id is not None})
    facts["subscriber"], facts["reports"] = queries.subscriber_by_email(to), reports
    facts["basis_of"] = basis_of
    return pages.page("subscriptions/staff_person.html", **facts)


@blueprint.route("/people/<int:subscriber_id>/next/<frequency>/", methods=["GET", "POST"])
@requires(MANAGE_MAIL)
def preview(subscriber_id: int, frequency: str) -> Response:
    """What one person would be told next; a button sends it to the person who looks."""
    subscriber, often = _reader(subscriber_id, frequency)
    written = previews.next_digest(subscriber, often)
    form = ButtonForm()
    if written is not None and form.validate_on_submit():
        outbox.put(mails.trial_digest(viewer().email, written))
        return pages.see_other(url_for("mail_staff.preview", subscriber_id=subscriber_id, frequency=frequency, sent=1))
    facts: dict[str, Any] = {"subscriber": subscriber, "often": often, "written": written}
    page = pages.page("subscriptions/staff_preview.html", form=form, sent=request.args.get("sent"), **facts)
    page.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return page


@blueprint.get("/people/<int:subscriber_id>/next/<frequency>/html/")
@requires(MANAGE_MAIL)
def preview_html(subscriber_id: int, frequency: str) -> Response:
    """The digest alone, under a policy of its own."""
    written: Written = previews.next_digest(*_reader(subscriber_id, frequency)) or abort(404)
    page = make_response(written.html.replace("<head>", '<head><base target="_top">', 1))
    page.headers["Content-Security-Policy"] = MAIL_POLICY
    return page


def _reader(subscriber_id: int, frequency: str) -> tuple[Subscriber, Frequency]:
    if frequency not in (Frequency.DAILY, Frequency.WEEKLY):
        abort(404)
    return queries.subscriber(subscriber_id) or abort(404), Frequency(frequency)


def _run(run_id: int) -> MailRun:
    return queries.run(run_id) or abort(404)


def _steered(act: Any, back: str) -> Response:
    try:
        act()
    except Refused as refusal:
        flash(refusal.sentence, "error")
    return pages.see_other(back)


def _require_form() -> None:
    if csrf_failed():
        abort(400)


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        abort(404)
    return int(text) if text else None
