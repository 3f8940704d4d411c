"""The builder's pages about one question and about one page of questions."""

import re

from flask import Response as FlaskResponse
from flask import abort, flash, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.definition import Definition, Page, Question, QuestionKind, editing, new_key
from engage.consultations.desk_head import About
from engage.consultations.forms_questions import PageForm, QuestionForm, add_spare, form_for, move_line, question_of
from engage.consultations.models import Consultation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other

GIVEN_KEY = re.compile(r"[0-9a-f]{8}")
TOO_LONG = "Something here is longer or larger than a questionnaire can hold. Make it shorter."


def newest(it: Consultation) -> Definition:
    """The questions as they were saved last."""
    return queries.definition_of(it, queries.latest_definition(it.id))


@blueprint.route("/<int:consultation_id>/questions/<page_key>/new/", methods=["GET", "POST"])
@requires(rights.BUILD)
def new_question(consultation_id: int, page_key: str) -> Response:
    """A new question of the kind that was chosen, at the end of a page."""
    it = queries.access_buildable(viewer(), consultation_id)
    try:
        editing.questions_on(newest(it), page_key)
        kind = QuestionKind(request.args.get("kind", ""))
    except (editing.NotThere, ValueError):
        abort(404)
    return _edited(it, page_key, Question(key=_chosen_key(), kind=kind), "")


def _chosen_key() -> str:
    """The key that the form was given when it was opened, so that sent twice it is one question."""
    said = request.form.get("key", "")
    return said if GIVEN_KEY.fullmatch(said) else new_key()


@blueprint.route("/<int:consultation_id>/questions/question/<key>/", methods=["GET", "POST"])
@requires(rights.BUILD)
def edit_question(consultation_id: int, key: str) -> Response:
    """One question, with all that its kind has."""
    it = queries.access_buildable(viewer(), consultation_id)
    definition = newest(it)
    try:
        page_key, held = editing.page_of(definition, key), editing.find_question(definition, key)
    except editing.NotThere:
        abort(404)
    return _edited(it, page_key, held, actions.part_base(held))


def _edited(it: Consultation, page_key: str, held: Question, base: str) -> Response:
    form = form_for(held, base)
    _offer(form, it)
    do = request.form.get("do", "")
    if request.method == "GET":
        add_spare(form)
    elif do:
        _rearrange(form, do)
    elif form.validate_on_submit():
        try:
            _save(it, page_key, form, held)
        except Refused as refusal:
            return _question_page(it, page_key, form, held, refusal)
        flash("Saved.", "success")
        return see_other(url_for(".questions", consultation_id=it.id, _anchor=f"part-{held.key}"))
    return _question_page(it, page_key, form, held, None)


def _offer(form: QuestionForm, it: Consultation) -> None:
    if "quoted" in form:
        passages = {publication.title: held for publication, held in queries.quotable(it) if held}
        form["quoted"].choices = {"Nothing": [("", "No quotation")], **passages}
        known = {value for held in passages.values() for value, _ in held}
        if form["quoted"].data and form["quoted"].data not in known:
            form["quoted"].choices["As quoted before"] = [(form["quoted"].data, "The passage in an earlier version")]


def _rearrange(form: QuestionForm, do: str) -> None:
    if do == "more":
        add_spare(form)
        return
    way, _, rest = do.partition(":")
    name, _, place = rest.partition(":")
    if way in ("up", "down") and name in ("options", "rows") and name in form and place.isdigit():
        move_line(form, name, int(place), -1 if way == "up" else 1)


def _save(it: Consultation, page_key: str, form: QuestionForm, held: Question) -> None:
    try:
        question = question_of(form, held)
    except ValidationError as error:
        raise Refused(TOO_LONG) from error
    base = form.base.data or ""
    actions.save_question(viewer(), consultation=it, question=question, page_key=page_key, base=base)


def _question_page(
    it: Consultation, page_key: str, form: QuestionForm, held: Question, refusal: Refused | None
) -> FlaskResponse:
    latest = None
    if refusal is not None:
        form.say(refusal)
    if isinstance(refusal, actions.StalePart) and isinstance(refusal.latest, Question):
        latest = refusal.latest
        form.base.data = actions.part_base(latest)
    return page(
        "consultations/staff/question.html",
        422 if form.errors else 200,
        about=About(it, "questions"),
        form=form,
        kind=held.kind,
        latest=latest,
        page_key=page_key,
        is_new=not form.base.data,
        is_equality=page_key == editing.EQUALITY,
    )


@blueprint.route("/<int:consultation_id>/questions/new-page/", methods=["GET", "POST"])
@requires(rights.BUILD)
def new_page(consultation_id: int) -> Response:
    """A new page behind all others."""
    return _page_edited(queries.access_buildable(viewer(), consultation_id), Page(key=_chosen_key(), title="New"), "")


@blueprint.route("/<int:consultation_id>/questions/page/<key>/", methods=["GET", "POST"])
@requires(rights.BUILD)
def edit_page(consultation_id: int, key: str) -> Response:
    """The title and introduction of a page."""
    it = queries.access_buildable(viewer(), consultation_id)
    held = newest(it).page(key)
    if held is None:
        abort(404)
    return _page_edited(it, held, actions.part_base(held))


def _page_edited(it: Consultation, held: Page, base: str) -> Response:
    form = PageForm(data={"base": base, "key": held.key, **({} if not base else held.model_dump())})
    latest = None
    if form.validate_on_submit():
        try:
            new = Page(key=held.key, title=form.title.data or "", introduction=form.introduction.data or "")
            actions.save_page(viewer(), consultation=it, page=new, base=form.base.data or "")
        except ValidationError:
            form.refuse(None, TOO_LONG)
        except Refused as refusal:
            form.say(refusal)
            latest = getattr(refusal, "latest", None)
            form.base.data = actions.part_base(latest) if latest else form.base.data
        else:
            flash("Saved.", "success")
            return see_other(url_for(".questions", consultation_id=it.id, _anchor=f"part-{held.key}"))
    status = 422 if form.errors else 200
    about = About(it, "questions")
    return page("consultations/staff/page.html", status, about=about, form=form, latest=latest, is_new=not base)
