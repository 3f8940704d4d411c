"""Writing newsletters and sending them: the staff's pages."""

from datetime import datetime
from typing import Any

from flask import abort, current_app, flash, make_response, request, url_for
from werkzeug.wrappers import Response

from engage.core import navigation, outbox, pages
from engage.core.access import csrf_failed, requires, viewer
from engage.core.errors import Refused
from engage.core.security import MAIL_POLICY, POLICY
from engage.core.text import clean_line
from engage.directory.rights import CONTACTS
from engage.mail import actions_newsletters as actions
from engage.mail import mails, newsletter_letters, newsletter_people, targets
from engage.mail import queries_newsletters as queries
from engage.mail.blueprints import staff as blueprint
from engage.mail.forms_newsletters import (
    LATER,
    NewsletterForm,
    SendForm,
    facts_of,
    followers,
    offer_audiences,
    words_of,
)
from engage.mail.models import Newsletter
from engage.mail.rights import MANAGE_MAIL, WRITE_NEWSLETTERS
from engage.publishing.moments import moment_typed
from engage.publishing.queries import live_blocks

navigation.add("staff", "mail_staff.newsletters", "Newsletters", 25, WRITE_NEWSLETTERS)
PAGE = 50
NUMBER = 10


@blueprint.get("/newsletters/")
@requires(WRITE_NEWSLETTERS)
def newsletters() -> Response:
    """All newsletters, the one begun last first."""
    before = request.args.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < NUMBER):
        abort(404)
    rows = queries.page_of_newsletters(before=int(before) if before else None, limit=PAGE + 1)
    older = url_for("mail_staff.newsletters", before=rows[PAGE - 1].id) if len(rows) > PAGE else None
    facts: dict[str, Any] = {"rows": rows[:PAGE], "state_of": queries.state_of, "older": older}
    facts["to_whom"] = _names(rows[:PAGE])
    return pages.page("subscriptions/staff_newsletters.html", **facts)


def _names(rows: Any) -> dict[int, str]:
    """By newsletter to whom it goes, with a statement for each kind of thing."""
    known = targets.targets(queries.key_of(row) for row in rows if row.target_kind is not None)
    lists = queries.list_names({row.list_id for row in rows if row.list_id is not None})
    return {row.id: _name(row, known, lists) for row in rows}


def _name(row: Newsletter, known: Any, lists: dict[int, str]) -> str:
    if row.list_id is not None:
        return f"The list “{lists.get(row.list_id, '')}”"
    found = known.get(queries.key_of(row))
    return followers(found.kind, found.name) if found is not None else "Followers of something that is no longer shown"


@blueprint.route("/newsletters/new/", methods=["GET", "POST"])
@requires(WRITE_NEWSLETTERS)
def new_newsletter() -> Response:
    """Begin a newsletter."""
    form = offer_audiences(NewsletterForm(), None, viewer())
    if form.validate_on_submit():
        try:
            made = actions.begin(viewer(), **words_of(form))
            return pages.see_other(url_for("mail_staff.newsletter", newsletter_id=made.id))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    status = 422 if form.errors else 200
    return pages.page("subscriptions/staff_newsletter.html", status, form=form, row=None, drawn=[], gone=[])


@blueprint.route("/newsletters/<int:newsletter_id>/", methods=["GET", "POST"])
@requires(WRITE_NEWSLETTERS)
def newsletter(newsletter_id: int) -> Response:
    """Write a draft; one that is scheduled or sent is shown on the page where it was checked."""
    row = _newsletter(newsletter_id)
    if request.method == "GET" and queries.state_of(row) != "draft":
        return pages.see_other(url_for("mail_staff.check_newsletter", newsletter_id=row.id))
    form = offer_audiences(NewsletterForm(data=facts_of(row)), row, viewer())
    if form.validate_on_submit():
        try:
            actions.change(viewer(), newsletter=row, version=form.opened_version, **words_of(form))
            flash("Saved.", "success")
            return pages.see_other(url_for("mail_staff.newsletter", newsletter_id=row.id))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
            form.version.data = str(row.version)
    status = 422 if form.errors else 200
    return pages.page("subscriptions/staff_newsletter.html", status, form=form, row=row, **_made_of(row))


def _made_of(row: Newsletter) -> dict[str, Any]:
    items = queries.items(row.id)
    drawn = queries.drawn(items)
    shown = {one.item_id for one in drawn}
    return {"drawn": drawn, "gone": [item for item in items if item.id not in shown]}


@blueprint.get("/newsletters/<int:newsletter_id>/draw/")
@requires(WRITE_NEWSLETTERS)
def draw_from(newsletter_id: int) -> Response:
    """What a newsletter may draw from: plans and posts, and the blocks of one of them."""
    row, words = _newsletter(newsletter_id), clean_line(request.args.get("q", ""))[:100]
    chosen = request.args.get("publication", type=int)
    opened = (queries.offered_one(chosen) or abort(404)) if chosen else None
    blocks = [one for one in live_blocks(opened) if one.text and one.kind != "heading"] if opened else []
    facts: dict[str, Any] = {"row": row, "q": words, "opened": opened, "blocks": blocks}
    facts["offered"] = [] if opened else queries.offered(words)
    return pages.page("subscriptions/staff_newsletter_draw.html", **facts)


@blueprint.post("/newsletters/<int:newsletter_id>/act/")
@requires(WRITE_NEWSLETTERS)
def act_on_newsletter(newsletter_id: int) -> Response:
    """Draw from a plan or post, take that out again, move it up, or throw the draft away."""
    _require_form()
    row, act = _newsletter(newsletter_id), request.form.get("act", "")
    number = request.form.get("item", type=int) or 0
    acts: dict[str, Any] = {
        "draw": lambda: actions.draw(
            viewer(), newsletter=row, publication_id=number, anchor=request.form.get("anchor", "")
        ),
        "take-out": lambda: actions.take_out(viewer(), newsletter=row, item_id=number),
        "up": lambda: actions.move_up(viewer(), newsletter=row, item_id=number),
        "throw-away": lambda: actions.throw_away(viewer(), newsletter=row),
    }
    done = _done(acts.get(act) or abort(404))
    if act == "throw-away" and done:
        return pages.see_other(url_for("mail_staff.newsletters"))
    return pages.see_other(url_for("mail_staff.newsletter", newsletter_id=newsletter_id))


@blueprint.route("/newsletters/<int:newsletter_id>/check/", methods=["GET", "POST"])
@requires(WRITE_NEWSLETTERS)
def check_newsletter(newsletter_id: int) -> Response:
    """Who will and will not get it and why, how it looks, and when it leaves."""
    row = _newsletter(newsletter_id)
    form = SendForm(version=str(row.version))
    if form.validate_on_submit():
        _require_right(row)
        try:
            actions.schedule(viewer(), newsletter=row, version=form.opened_version, at=_moment(form))
            return pages.see_other(url_for("mail_staff.check_newsletter", newsletter_id=row.id))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    status = 422 if form.errors else 200
    page = pages.page("subscriptions/staff_newsletter_check.html", status, form=form, **_checked(row))
    page.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return page


def _checked(row: Newsletter) -> dict[str, Any]:
    """How it stands, whom it reaches, and how it looks."""
    state = queries.state_of(row)
    return {
        "row": row,
        "state": state,
        "archived": queries.is_in_archive(row),
        "missed": queries.was_missed(row),
        "to_whom": _names([row])[row.id],
        "reach": None if state == "sent" else newsletter_people.reach_of(row),
        "written": newsletter_letters.written(row, None),
        "may_send": queries.may_send(viewer(), row),
        "sees_run": viewer().may(MANAGE_MAIL),
        "may_read_names": viewer().scope(CONTACTS) is None,
        **_made_of(row),
    }


@blueprint.get("/newsletters/<int:newsletter_id>/html/")
@requires(WRITE_NEWSLETTERS)
def newsletter_html(newsletter_id: int) -> Response:
    """The message alone, under a policy of its own."""
    whole = newsletter_letters.written(_newsletter(newsletter_id), None).html
    page = make_response(whole.replace("<head>", '<head><base target="_top">', 1))
    page.headers["Content-Security-Policy"] = MAIL_POLICY
    return page


@blueprint.post("/newsletters/<int:newsletter_id>/steer/")
@requires(WRITE_NEWSLETTERS)
def steer_newsletter(newsletter_id: int) -> Response:
    """Send a test to whoever looks, take a scheduled one back, or take one that was sent off the archive."""
    _require_form()
    row, act = _newsletter(newsletter_id), request.form.get("act", "")
    if act == "trial":
        outbox.put(mails.trial_newsletter(viewer().email, newsletter_letters.written(row, None)))
        flash(f"The test is on its way to {viewer().email}.", "success")
    elif act in ("take-back", "withdraw"):
        _require_right(row)
        steer = actions.take_back if act == "take-back" else actions.withdraw
        _done(lambda: steer(viewer(), newsletter=row))
    else:
        abort(404)
    return pages.see_other(url_for("mail_staff.newsletter", newsletter_id=row.id))


def _moment(form: SendForm) -> datetime | None:
    if form.when.data != LATER:
        return None
    return moment_typed(form.date.data, form.time.data, current_app.config["ENGAGE"].zone)


def _newsletter(newsletter_id: int) -> Newsletter:
    unsafe = request.method == "POST"
    return (queries.newsletter(newsletter_id, lock=unsafe) if newsletter_id < 2**31 else None) or abort(404)


def _require_right(row: Newsletter) -> None:
    if not queries.may_send(viewer(), row):
        abort(403)


def _require_form() -> None:
    if csrf_failed():
        abort(400)


def _done(act: Any) -> bool:
    try:
        act()
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return False
    return True
