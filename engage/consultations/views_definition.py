"""The questions as a whole: taken out and put in as JSON, previewed, and kept in the library."""

from collections.abc import Mapping

from flask import Response as FlaskResponse
from flask import abort, flash, request, url_for
from flask_wtf.file import FileField
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Optional

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.definition import (
    Definition,
    DefinitionProblem,
    Page,
    Question,
    editing,
    read_definition,
    write_definition,
)
from engage.consultations.desk_head import About
from engage.consultations.entries import Entry, rendered
from engage.consultations.views_builder import outline
from engage.consultations.views_one_question import newest
from engage.core import navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other

navigation.add("staff", "consultations_staff.library", "Question library", 16, rights.BUILD)
LARGEST = 2_000_000


class ImportForm(Form):
    """A definition as a file or as text."""

    base = HiddenField()
    file = FileField("File", description="A JSON file that was made with “Take the questions out”.")
    body = TextAreaField("Or the text of such a file", validators=[Optional()])


@blueprint.get("/<int:consultation_id>/questions/questions.json")
@requires(rights.BUILD)
def export_questions(consultation_id: int) -> Response:
    """The questions as JSON, to keep or to put into another consultation or site."""
    it = queries.access_buildable(viewer(), consultation_id)
    response = FlaskResponse(write_definition(newest(it)), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{it.slug}-questions.json"'
    return response


@blueprint.route("/<int:consultation_id>/questions/import/", methods=["GET", "POST"])
@requires(rights.BUILD)
def import_questions(consultation_id: int) -> Response:
    """Put questions from a JSON file in the place of all others."""
    it = queries.access_buildable(viewer(), consultation_id)
    form = ImportForm(data={"base": queries.latest_definition(it.id)})
    faults: list[str] = []
    if form.validate_on_submit():
        try:
            base = int(form.base.data) if str(form.base.data or "").isdigit() else -1
            actions.import_definition(viewer(), consultation=it, definition=_read(form), base=base)
        except DefinitionProblem as problem:
            faults = problem.sentences
        except Refused as refusal:
            form.say(refusal)
        else:
            flash("The questions are taken in. The earlier ones are kept: “Undo” brings them back.", "success")
            return see_other(url_for(".questions", consultation_id=it.id))
    status = 422 if form.errors or faults else 200
    return page(
        "consultations/staff/import_questions.html", status, about=About(it, "questions"), form=form, faults=faults
    )


def _read(form: ImportForm) -> Definition:
    upload = form.file.data
    raw = upload.read(LARGEST + 1) if upload else (form.body.data or "").encode()
    if not raw.strip():
        raise Refused("Choose a file, or paste its text.", "file")
    if len(raw) > LARGEST:
        raise Refused("This is larger than any set of questions. Choose the file that holds them.", "file")
    try:
        return read_definition(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("This file is not written in UTF-8, as JSON files are.", "file") from error


@blueprint.get("/<int:consultation_id>/questions/preview/<page_key>/")
@requires(rights.BUILD)
def preview(consultation_id: int, page_key: str) -> Response:
    """A page of questions as people will see it."""
    it = queries.access_buildable(viewer(), consultation_id)
    definition = newest(it)
    try:
        shown = editing.questions_on(definition, page_key)
    except editing.NotThere:
        abort(404)
    found, quotations = definition.page(page_key), queries.quotations(shown)
    return page(
        "consultations/staff/preview.html",
        about=About(it, "questions"),
        title=found.title if found else "About you",
        introduction=rendered(found.introduction) if found else None,
        entries=[Entry(question, quote=_quote(quotations, question)) for question in shown],
        areas=[],
    )


def _quote(quotations: Mapping[str, queries.Quotation], question: Question) -> Markup | None:
    return quotations[question.key].html if question.key in quotations else None


@blueprint.get("/library/")
@requires(rights.BUILD)
def library() -> Response:
    """Questions and pages that are kept to be used again."""
    return _library(Form(formdata=None))


def _library(form: Form, status: int = 200) -> FlaskResponse:
    return page("consultations/staff/library.html", status, items=queries.library(), form=form)


@blueprint.post("/library/<int:item_id>/remove/")
@requires(rights.BUILD)
def remove_from_library(item_id: int) -> Response:
    """Offer it no longer."""
    form, item = Form(), queries.library_item(item_id) or abort(404)
    if not form.validate_on_submit():
        return _library(form, 422)
    actions.remove_from_library(viewer(), item=item)
    flash("It is taken out of the library. Consultations that use it keep it.", "success")
    return see_other(url_for(".library"))


@blueprint.post("/<int:consultation_id>/questions/keep/<key>/")
@requires(rights.BUILD)
def keep_in_library(consultation_id: int, key: str) -> Response:
    """Keep a page or a question in the library."""
    it, form = queries.access_buildable(viewer(), consultation_id), Form()
    definition = newest(it)
    part: Page | None = definition.page(key)
    if not form.validate_on_submit():
        return outline(it, tuple(form.form_errors), 422)
    try:
        actions.keep_in_library(viewer(), part=part or editing.find_question(definition, key))
    except editing.NotThere:
        abort(404)
    flash("It is in the library now.", "success")
    return see_other(url_for(".questions", consultation_id=it.id, _anchor=f"part-{key}"))


@blueprint.post("/<int:consultation_id>/questions/insert/")
@requires(rights.BUILD)
def insert_from_library(consultation_id: int) -> Response:
    """Put something of the library into a consultation."""
    it, form = queries.access_buildable(viewer(), consultation_id), Form()
    item = queries.library_item(request.form.get("item", 0, type=int))
    if not form.validate_on_submit() or item is None:
        return outline(it, tuple(form.form_errors) or ("Choose what to insert.",), 422)
    try:
        page_key = request.form.get("page", "")
        actions.insert_from_library(viewer(), consultation=it, item=item, page_key=page_key)
    except Refused as refusal:
        return outline(it, (refusal.sentence,), 422)
    flash("It is put in.", "success")
    return see_other(url_for(".questions", consultation_id=it.id))
