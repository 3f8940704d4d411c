"""What may be done with a consultation after its launch: extend, correct, call off, publish the results."""

from collections.abc import Callable
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.definition import editing
from engage.consultations.desk_head import About
from engage.consultations.forms_launching import CorrectForm, ExtendForm, ReasonForm, ResultsForm
from engage.consultations.forms_questions import form_for, question_of
from engage.consultations.models import Consultation, ConsultationState
from engage.consultations.standing import FIELD_WORDS, change_words
from engage.core import clock, i18n
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.parameters import address_parts
from engage.publishing import queries as publishing
from engage.publishing.models import Publication, PublicationKind
from engage.publishing.moments import moment_of


def _launched(consultation_id: int) -> Consultation:
    """What was launched, for one who may change it; 404 for others."""
    it = queries.access_buildable(viewer(), consultation_id)
    return it if it.is_public and queries.may_launch(viewer(), it) else abort(404)


@blueprint.get("/<int:consultation_id>/after/")
@requires(rights.BUILD)
def after(consultation_id: int) -> Response:
    """How it stands, what was changed, and what can be done."""
    it = queries.access_buildable(viewer(), consultation_id)
    if it.state is ConsultationState.DRAFT:
        return see_other(url_for(".rehearsal", consultation_id=it.id))
    now = clock.now()
    return page(
        "consultations/staff/after.html",
        about=About(it, "rehearsal"),
        record=queries.launch_record(it),
        waivers=queries.waivers_of(it),
        changes=queries.changes_of(it),
        change_words=change_words,
        correctable={name: FIELD_WORDS[name] for name in actions.CORRECTABLE},
        definition=queries.definition_of(it),
        has_closed=it.has_closed(now),
        overdue=it.has_closed(now) and it.is_overdue(i18n.today()),
    )


def _changed(it: Consultation, form: Form, template: str, act: Callable[[], None], **shown: Any) -> Response:
    """Do it and go back, or show the form again."""
    if form.validate_on_submit():
        try:
            act()
        except Refused as refusal:
            form.say(refusal)
        else:
            flash("Done. Everybody can read it on the page of the consultation.", "success")
            return see_other(url_for(".after", consultation_id=it.id))
    return _page(it, form, template, **shown)


def _page(it: Consultation, form: Form, template: str, **shown: Any) -> FlaskResponse:
    status = 422 if form.errors else 200
    return page(f"consultations/staff/{template}.html", status, about=About(it, "rehearsal"), form=form, **shown)


@blueprint.route("/<int:consultation_id>/extend/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def extend(consultation_id: int) -> Response:
    """A later closing time, with its reason."""
    it = _launched(consultation_id)
    closes = i18n.local(it.closes_at) if it.closes_at else None
    held = {"time": closes and closes.time(), "results_due": it.results_due}
    form = ExtendForm(data=held)

    def act() -> None:
        try:
            assert form.on.data is not None and form.time.data is not None  # noqa: S101, PT018 - the form has asked for both
            moment = moment_of(form.on.data, form.time.data, current_app.config["ENGAGE"].zone)
        except Refused as refusal:
            raise Refused(refusal.sentence, "time") from refusal
        reason, due = form.reason.data or "", form.results_due.data
        actions.extend(viewer(), consultation=it, closes_at=moment, reason=reason, results_due=due)

    return _changed(it, form, "extend", act)


@blueprint.route("/<int:consultation_id>/correct/<field>/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def correct(consultation_id: int, field: str) -> Response:
    """Another text in the place of one that people have seen."""
    it = _launched(consultation_id)
    if field != "notice" and field not in actions.CORRECTABLE:
        abort(404)
    notice = queries.notice_of(it)
    held = (notice.body if notice else "") if field == "notice" else getattr(it, field)
    form = CorrectForm(data={"text": held, "old": held})

    def act() -> None:
        said, reason = form.text.data or "", form.reason.data or ""
        if field == "notice":
            actions.correct_notice(viewer(), consultation=it, body=said, reason=reason)
        else:
            old = form.old.data or ""
            actions.correct_detail(viewer(), consultation=it, field=field, value=said, reason=reason, old=old)

    return _changed(it, form, "correct", act, what=FIELD_WORDS[field], latest=held)


@blueprint.route("/<int:consultation_id>/correct-question/<key>/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def correct_question(consultation_id: int, key: str) -> Response:
    """Other words in a question that people have seen."""
    it = _launched(consultation_id)
    definition = queries.definition_of(it)
    try:
        held = editing.find_question(definition, key)
    except editing.NotThere:
        abort(404)
    form, why = form_for(held, str(it.definition)), ReasonForm()

    def act() -> None:
        if not why.validate():
            raise Refused(why.reason.errors[0] if why.reason.errors else "Say why.")
        try:
            changed = editing.replace_question(definition, question_of(form, held))
        except ValidationError as error:
            raise Refused("Something here is longer than a question can be.") from error
        base = int(form.base.data) if str(form.base.data or "").isdigit() else -1
        reason = why.reason.data or ""
        actions.correct_questions(viewer(), consultation=it, base=base, definition=changed, reason=reason)

    return _changed(it, form, "correct_question", act, kind=held.kind, why=why)


@blueprint.route("/<int:consultation_id>/call-off/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def call_off(consultation_id: int) -> Response:
    """End it without results, with the reason."""
    it, form = _launched(consultation_id), ReasonForm()

    def act() -> None:
        actions.call_off(viewer(), consultation=it, reason=form.reason.data or "")

    return _changed(it, form, "call_off", act)


@blueprint.route("/<int:consultation_id>/results/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def results(consultation_id: int) -> Response:
    """What was heard and what was decided."""
    it = _launched(consultation_id)
    form = ResultsForm(data={"text": it.results_text, "address": _address(queries.results_publication(it))})

    def act() -> None:
        told = _told(form.address.data or "")
        actions.publish_results(viewer(), consultation=it, body=form.text.data or "", publication=told)

    return _changed(it, form, "results", act)


def _address(publication: Publication | None) -> str:
    return publishing.path_of(publication) if publication is not None else ""


def _told(address: str) -> Publication | None:
    if not address:
        return None
    parts = address_parts(address).path.strip("/").split("/")
    kind = {"plans": PublicationKind.PLAN, "posts": PublicationKind.POST}.get(parts[0])
    found = publishing.publication_by_slug(kind, parts[-1]) if kind and len(parts) > 1 else None
    if found is None:
        raise Refused("There is no plan or post at this address. Copy it from the page that you mean.", "address")
    return found
