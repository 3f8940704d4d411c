"""The rehearsal of a consultation and its launch."""

from datetime import datetime

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.consultations import actions, queries, record, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.definition.summary import Summary
from engage.consultations.desk_head import About
from engage.consultations.forms_launching import LATER, LaunchForm, WaiverForm
from engage.consultations.models import Consultation, ConsultationState
from engage.consultations.rehearsal import checks
from engage.core import clock, database, files
from engage.core.access import requires, viewer
from engage.core.database import reading
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.publishing.fields import A_DATE, A_TIME
from engage.publishing.models import Post
from engage.publishing.moments import moment_of

MEANWHILE = "Somebody changed the consultation at this very moment. Look at it as it is now, and launch it again."


@blueprint.get("/<int:consultation_id>/rehearsal/")
@requires(rights.BUILD)
def rehearsal(consultation_id: int) -> Response:
    """Every check before the launch; what is launched is managed on the next page."""
    it = queries.access_buildable(viewer(), consultation_id)
    if it.state is not ConsultationState.DRAFT:
        return see_other(url_for(".after", consultation_id=it.id))
    return _rehearsal(it)


def _rehearsal(
    it: Consultation,
    waiver: WaiverForm | None = None,
    launch: LaunchForm | None = None,
    sentences: tuple[str, ...] = (),
) -> FlaskResponse:
    form = launch or LaunchForm(formdata=None)
    posts = {post.id: post for post in queries.prepared_posts()}
    form.post.choices = [SelectChoice(0, "None"), *(SelectChoice(post.id, post.title) for post in posts.values())]
    refused = bool(sentences or (waiver and waiver.errors) or form.errors)
    found = checks(it)
    return page(
        "consultations/staff/rehearsal.html",
        422 if refused else 200,
        about=About(it, "rehearsal"),
        checks=found,
        ready=all(check.state != "failed" for check in found),
        waiver=waiver,
        form=form,
        sentences=sentences,
        has_posts=bool(posts),
        has_report=queries.rehearsal_of(it) is not None,
    )


@blueprint.post("/<int:consultation_id>/rehearsal/trial/")
@requires(rights.BUILD)
def rehearse(consultation_id: int) -> Response:
    """Send trial responses through submission and export, and roll them back."""
    it, form = queries.access_buildable(viewer(), consultation_id), Form()
    if not form.validate_on_submit():
        return _rehearsal(it, sentences=tuple(form.form_errors))
    try:
        outcome = actions.rehearse(viewer(), consultation=it)
    except Refused as refusal:
        return _rehearsal(it, sentences=(refusal.sentence,))
    flash(outcome.says, "success" if outcome.passed else "warning")
    return see_other(url_for(".rehearsal", consultation_id=it.id, _anchor="check-trial"))


@blueprint.get("/<int:consultation_id>/rehearsal/report/")
@requires(rights.BUILD)
def trial_report(consultation_id: int) -> Response:
    """The answers of the last trial responses, counted as a report counts them."""
    it = queries.access_buildable(viewer(), consultation_id)
    row = queries.rehearsal_of(it) or abort(404)
    summary = Summary.model_validate_json(row.report)
    return page("consultations/staff/trial_report.html", about=About(it, "rehearsal"), row=row, summary=summary)


@blueprint.post("/<int:consultation_id>/rehearsal/waive/")
@requires(rights.LAUNCH)
def waive(consultation_id: int) -> Response:
    """Let a check that does not pass stand, with a reason."""
    it, form = queries.access_buildable(viewer(), consultation_id), WaiverForm()
    key = form.check.data or ""
    if form.validate_on_submit():
        try:
            actions.waive_check(viewer(), consultation=it, check=key, reason=form.reason.data or "")
        except Refused as refusal:
            if key not in {check.key for check in checks(it) if check.state == "failed" and check.may_waive}:
                return _rehearsal(it, sentences=(refusal.sentence,))
            form.say(refusal)
        else:
            return see_other(url_for(".rehearsal", consultation_id=it.id, _anchor=f"check-{key}"))
    return _rehearsal(it, waiver=form)


@blueprint.post("/<int:consultation_id>/rehearsal/lift/")
@requires(rights.LAUNCH)
def lift_waiver(consultation_id: int) -> Response:
    """Ask for a check to pass after all."""
    it, form = queries.access_buildable(viewer(), consultation_id), WaiverForm()
    if not form.validate_on_submit():
        return _rehearsal(it, waiver=form)
    try:
        actions.lift_waiver(viewer(), consultation=it, check=form.check.data or "")
    except Refused as refusal:
        return _rehearsal(it, sentences=(refusal.sentence,))
    return see_other(url_for(".rehearsal", consultation_id=it.id))


@blueprint.post("/<int:consultation_id>/launch/")
@requires(rights.LAUNCH)
def launch(consultation_id: int) -> Response:
    """Open it, keep what is on show, publish the post and tell people: one act."""
    it, form = queries.access_buildable(viewer(), consultation_id), LaunchForm()
    posts = {post.id: post for post in queries.prepared_posts()}
    form.post.choices = [SelectChoice(0, "None"), *(SelectChoice(each, each) for each in posts)]
    if not form.validate_on_submit():
        return _rehearsal(it, launch=form)
    try:
        _launch(it, form, posts)
    except Refused as refusal:
        form.say(refusal)
        return _rehearsal(it, launch=form)
    flash("It is launched.", "success")
    return see_other(url_for(".after", consultation_id=it.id))


def _launch(it: Consultation, form: LaunchForm, posts: dict[int, Post]) -> None:
    at = _moment(form)
    database.release()
    with reading():
        gathered = record.gather(it, checks(it), at or clock.now())
    packed = record.pack(gathered)
    stored = files.store(packed)
    if (gathered.base, gathered.definition, gathered.notice) != (actions.base_of(it), it.definition, it.notice):
        raise Refused(MEANWHILE)
    post = posts.get(form.post.data or 0)
    actions.launch_checked(viewer(), consultation=it, record=stored, at=at, post=post)


def _moment(form: LaunchForm) -> datetime | None:
    if form.when.data != LATER:
        return None
    if form.on.data is None:
        raise Refused(A_DATE, "on")
    if form.time.data is None:
        raise Refused(A_TIME, "time")
    try:
        return moment_of(form.on.data, form.time.data, current_app.config["ENGAGE"].zone)
    except Refused as refusal:
        raise Refused(refusal.sentence, "time") from refusal
