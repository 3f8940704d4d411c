"""The documents beside the questions: while it is built, and with a public reason after the launch."""

from collections.abc import Callable

from flask import Response as FlaskResponse
from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.desk_head import About
from engage.consultations.forms import MaterialForm
from engage.consultations.forms_launching import LateMaterialForm, ReasonForm
from engage.consultations.models import Consultation, ConsultationMaterial, ConsultationState
from engage.core import database, files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.forms import Form
from engage.core.pages import page, see_other

TOLD = "Done. Everybody can read it on the page of the consultation."


def _form(it: Consultation) -> MaterialForm:
    return MaterialForm() if it.state is ConsultationState.DRAFT else LateMaterialForm()


def _page(it: Consultation, form: Form) -> FlaskResponse:
    return page(
        "consultations/staff/materials.html",
        422 if form.errors else 200,
        about=About(it, "materials"),
        form=form,
        rows=queries.materials_of(it),
        earlier=queries.earlier_materials_of(it),
        may_change=it.state is ConsultationState.LAUNCHED and queries.may_launch(viewer(), it),
    )


def _home(it: Consultation) -> Response:
    return see_other(url_for(".materials", consultation_id=it.id))


@blueprint.route("/<int:consultation_id>/materials/", methods=["GET", "POST"])
@requires(rights.BUILD)
def materials(consultation_id: int) -> Response:
    """The documents beside the questions, and one more."""
    it = queries.access_buildable(viewer(), consultation_id)
    form = _form(it)
    if isinstance(form, LateMaterialForm) and form.is_submitted() and not queries.may_launch(viewer(), it):
        abort(403)
    if form.validate_on_submit():
        try:
            _add(it, form)
        except Refused as refusal:
            form.say(refusal)
        else:
            flash(TOLD if isinstance(form, LateMaterialForm) else "The document is added.", "success")
            return _home(it)
    return _page(it, form)


def _add(it: Consultation, form: MaterialForm) -> None:
    stored, title = _taken_in(form), form.title.data or ""
    if isinstance(form, LateMaterialForm):
        reason = form.reason.data or ""
        actions.add_late_material(viewer(), consultation=it, stored=stored, title=title, reason=reason)
    else:
        actions.add_material(viewer(), consultation=it, stored=stored, title=title)


def _taken_in(form: MaterialForm) -> StoredFile:
    upload = form.file.data
    if not upload:
        raise Refused("Choose a file.", "file")
    database.release()
    return files.store(files.accept_document(upload.filename or "file", upload.read()))


@blueprint.post("/<int:consultation_id>/materials/<int:material_id>/remove/")
@requires(rights.BUILD)
def remove_material(consultation_id: int, material_id: int) -> Response:
    """Take a document of a draft away."""
    it, form = queries.access_buildable(viewer(), consultation_id), Form()
    row = _material(it, material_id)
    shown = MaterialForm(formdata=None)
    if not form.validate_on_submit():
        shown.form_errors = form.form_errors
        return _page(it, shown)
    try:
        actions.remove_material(viewer(), consultation=it, material=row)
    except Refused as refusal:
        shown.say(refusal)
        return _page(it, shown)
    flash("The document is removed.", "success")
    return _home(it)


def _material(it: Consultation, material_id: int) -> ConsultationMaterial:
    rows = [*queries.materials_of(it), *queries.earlier_materials_of(it)]
    return next((row for row, _ in rows if row.id == material_id), None) or abort(404)


def _late(consultation_id: int, material_id: int) -> tuple[Consultation, ConsultationMaterial]:
    """A document that people have seen, for one who may change what they see; 404 for others."""
    it = queries.access_buildable(viewer(), consultation_id)
    if not it.is_public or not queries.may_launch(viewer(), it):
        abort(404)
    return it, _material(it, material_id)


@blueprint.route("/<int:consultation_id>/materials/<int:material_id>/replace/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def replace_material(consultation_id: int, material_id: int) -> Response:
    """Another document in the place of one that people have seen."""
    it, row = _late(consultation_id, material_id)
    form = LateMaterialForm(data={"title": row.title})

    def act() -> None:
        stored, title, reason = _taken_in(form), form.title.data or "", form.reason.data or ""
        actions.replace_material(viewer(), consultation=it, material=row, stored=stored, title=title, reason=reason)

    return _changed(it, row, form, "replace_material", act)


@blueprint.route("/<int:consultation_id>/materials/<int:material_id>/take-off/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def take_off_material(consultation_id: int, material_id: int) -> Response:
    """Take a document off that people have seen."""
    it, row = _late(consultation_id, material_id)
    form = ReasonForm()

    def act() -> None:
        actions.take_off_material(viewer(), consultation=it, material=row, reason=form.reason.data or "")

    return _changed(it, row, form, "take_off_material", act)


def _changed(
    it: Consultation, row: ConsultationMaterial, form: Form, template: str, act: Callable[[], None]
) -> Response:
    if form.validate_on_submit():
        try:
            act()
        except Refused as refusal:
            form.say(refusal)
        else:
            flash(TOLD, "success")
            return _home(it)
    status, about = (422 if form.errors else 200), About(it, "materials")
    return page(f"consultations/staff/{template}.html", status, about=about, form=form, material=row)
