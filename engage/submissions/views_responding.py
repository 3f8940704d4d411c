"""Answering: where it begins, the list of its pages, for whom it is, and the way back to it."""

from datetime import timedelta
from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.accounts.addresses import normal
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import clock, limits, tokens
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.submissions import actions, answering, queries
from engage.submissions import mails_answering as mails
from engage.submissions.actions.telling import mail_code
from engage.submissions.blueprints import public as blueprint
from engage.submissions.codes import read_code
from engage.submissions.corrections import correction_for
from engage.submissions.forms_answering import BeginResponseForm, ButtonForm, ChangeWhoForm, CodeForm
from engage.submissions.holding import (
    COOKIE,
    Held,
    code_begun_by,
    count_wrong,
    forget,
    held,
    held_here,
    once,
    private,
    remember,
)
from engage.submissions.models import Respondent

MOST_BEGUN, AN_HOUR = 120, timedelta(hours=1)
TOO_MANY = "Many people have begun from your connection in the last hour. Wait a little and press the button again."
UNKNOWN = "We do not know this code. Check each letter and digit: the code stands on the page where you began."
MISTYPED = "A letter or digit of this code is wrong or missing. Check each of them: there are 13."
MAILED = "We have sent the link and the code to {}."


@blueprint.route("/consultations/<slug>/respond/", methods=["GET", "POST"])
@public
def respond(slug: str) -> Response:
    """Begin a response; whoever holds one sees the list of its pages."""
    consultation = consultations.access_consultation(viewer(), slug)
    mine = held_here(slug) if request.method == "GET" else None
    if mine is not None and "new" not in request.args:
        return _held_already(mine)
    if not consultation.is_open(clock.now()):
        return private(page("submissions/respond/not_open.html", consultation=consultation, now=clock.now()))
    form = BeginResponseForm(**_known_of_viewer(), once=once(slug))
    if form.validate_on_submit():
        if form.respondent.data == Respondent.ORGANISATION:
            return see_other(url_for("submissions.begin_draft", slug=slug))
        try:
            return _begun(consultation, form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    return _begin_page(consultation, form, mine)


def _held_already(mine: Held) -> Response:
    if mine.is_shared:
        return see_other(url_for("submissions.shared_draft", submission_id=mine.submission.id))
    return _overview(mine) if mine.is_draft else see_other(url_for("submissions.receipt", slug=mine.slug))


def _known_of_viewer() -> dict[str, Any]:
    return {"name": viewer().name} if viewer().signed_in else {}


def _begin_page(consultation: Consultation, form: Any, other: Held | None) -> Response:
    answer = page(
        "submissions/respond/begin.html",
        422 if form.errors else 200,
        consultation=consultation,
        form=form,
        other=other if other is not None and not other.is_shared else None,
        cookie_lost="begun" in request.args,
    )
    # A code that opens nothing any more would be counted as a guess on each page.
    opens_nothing = request.method == "GET" and other is None and COOKIE in request.cookies
    return forget(answer, consultation.slug) if opens_nothing else private(answer)


def _begun(consultation: Consultation, form: Any) -> Response:
    if limits.count("response-begin", limits.source(), per=AN_HOUR) > MOST_BEGUN:
        raise Refused(TOO_MANY)
    code = code_begun_by(consultation.slug, form.once.data or "")
    draft = actions.begin_once(viewer(), consultation=consultation, code=code, **_person(form))
    if mail_code(viewer(), submission=draft, consultation=consultation, code=code, source=limits.source()):
        flash(MAILED.format(draft.email), "success")
    return remember(see_other(url_for("submissions.respond", slug=consultation.slug, begun=1)), consultation, code)


def _person(form: Any) -> dict[str, Any]:
    respondent = Respondent(form.respondent.data)
    for_other = respondent is Respondent.SOMEBODY
    return {
        "respondent": respondent,
        "name": form.name.data or "",
        "email": normal(form.email.data) if form.email.data else None,
        "for_name": form.for_name.data or "" if for_other else "",
        "for_relation": form.for_relation.data or "" if for_other else "",
    }


def _overview(mine: Held) -> Response:
    kept = queries.kept_of(mine.writable.id)
    return private(
        page(
            "submissions/respond/overview.html",
            held=mine,
            code=read_code(mine.code),
            steps=answering.progress(mine.definition, kept),
            waiting=queries.set_aside(mine.writable),
            until=actions.may_send_until(mine.consultation),
            late=mine.consultation.has_closed(clock.now()),
            too_late=actions.is_too_late(mine.consultation, mine.writable),
            correction=correction_for(mine.consultation, mine.draft),
        )
    )


@blueprint.route("/consultations/<slug>/respond/who-for/", methods=["GET", "POST"])
@public
def respond_who(slug: str) -> Response:
    """Say anew for whom it is, or give an address."""
    mine = held(slug)
    if mine is None or mine.draft is None or mine.is_shared:
        return see_other(url_for("submissions.respond", slug=slug))
    draft = mine.draft
    form = ChangeWhoForm(
        respondent=draft.respondent.value,
        name=draft.name,
        email=draft.email,
        for_name=draft.for_name,
        for_relation=draft.for_relation,
    )
    if form.validate_on_submit():
        before = draft.email
        actions.set_person(viewer(), submission=draft, **_person(form))
        if draft.email and draft.email != before and mine.submission is draft:
            mail_code(
                viewer(), submission=draft, consultation=mine.consultation, code=mine.code, source=limits.source()
            )
        return remember(see_other(url_for("submissions.respond", slug=slug)), mine.consultation, mine.code)
    return private(page("submissions/respond/who.html", 422 if form.errors else 200, held=mine, form=form))


@blueprint.post("/consultations/<slug>/respond/leave-device/")
@public
def respond_leave(slug: str) -> Response:
    """Let this browser forget the response; the code opens it again."""
    consultations.access_consultation(viewer(), slug)
    return forget(see_other(url_for("submissions.resume", left=1)), slug)


@blueprint.route("/consultations/resume/", methods=["GET", "POST"])
@public
def resume() -> Response:
    """Come back to a response by its code."""
    form = CodeForm(formdata=request.form if request.method == "POST" else None)
    if form.validate_on_submit():
        if read_code(form.code.data) is None:
            form.refuse("code", MISTYPED)
        else:
            found = queries.submission_by_code(form.code.data)
            if found is not None:
                return _opened(queries.consultation_of(found), form.code.data)
            count_wrong()
            form.refuse("code", UNKNOWN)
    status = 422 if form.errors else 200
    return private(page("submissions/respond/resume.html", status, form=form, left="left" in request.args))


@blueprint.route("/consultations/resume/<token>/", methods=["GET", "POST"])
@public
def resume_by_link(token: str) -> Response:
    """The page behind a mailed link; its button opens the response, looking at it does not."""
    try:
        code = str(tokens.read(mails.RESUME, token)["code"])
    except (tokens.BadToken, KeyError):
        return private(page("submissions/respond/dead_link.html", 410, receipt_url=None))
    found = queries.submission_by_code(code)
    if found is None:
        count_wrong()
        return private(page("submissions/respond/dead_link.html", 410, receipt_url=None))
    consultation, form = queries.consultation_of(found), ButtonForm()
    if form.validate_on_submit():
        return _opened(consultation, code)
    status = 422 if form.errors else 200
    return private(
        page("submissions/respond/resume_by_link.html", status, form=form, found=found, consultation=consultation)
    )


def _opened(consultation: Consultation, code: str) -> Response:
    whole = read_code(code) or ""
    return remember(see_other(url_for("submissions.respond", slug=consultation.slug)), consultation, whole)
