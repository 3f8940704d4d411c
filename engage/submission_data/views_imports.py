"""Taking in the submissions of another system: upload, name the columns, look at the check, take in."""

from flask import Response as FlaskResponse
from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.desk_head import About, place
from engage.consultations.models import Consultation
from engage.core import database, files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.importing import MOST_FAULTS, TO_SETTLE, file_of
from engage.core.pages import page, see_other
from engage.submission_data.actions import import_runs
from engage.submission_data.blueprints import staff as blueprint
from engage.submission_data.forms import ColumnsForm, UploadForm, columns_form
from engage.submission_data.imports import guess, read_table
from engage.submission_data.models import SubmissionImport
from engage.submission_data.queries import imports as query
from engage.submission_data.rights import EXPORT

place("submission_data_staff.imports", "Taking in", 110, EXPORT)


@blueprint.route("/<int:consultation_id>/imports/", methods=["GET", "POST"])
@requires(EXPORT)
def imports(consultation_id: int) -> Response:
    """The files that were taken in, and the upload of one more."""
    consultation, form = consultations.access_submissions(viewer(), consultation_id, EXPORT), UploadForm()
    if form.validate_on_submit():
        try:
            run = _begun(consultation, form)
        except Refused as refusal:
            form.say(refusal)
        else:
            return see_other(url_for(".import_file", consultation_id=consultation_id, import_id=run.id))
    return page(
        "submission_data/imports.html",
        422 if form.errors else 200,
        about=About(consultation, "imports"),
        form=form,
        runs=query.imports_of(consultation_id),
    )


def _begun(consultation: Consultation, form: UploadForm) -> SubmissionImport:
    definition = consultations.definition_of(consultation)
    database.release()
    upload = form.file.data
    accepted = files.accept_document(upload.filename or "file.csv", upload.read())
    if accepted.media_type != "text/csv":
        raise Refused("Upload a CSV file. A workbook can be saved as one: File, Save as, CSV UTF-8.", "file")
    columns = guess(read_table(accepted.data).headings, definition)
    return import_runs.begin_import(viewer(), consultation=consultation, file=files.store(accepted), columns=columns)


@blueprint.route("/<int:consultation_id>/imports/<int:import_id>/", methods=["GET", "POST"])
@requires(EXPORT)
def import_file(consultation_id: int, import_id: int) -> Response:
    """What the columns of a file are, what the check found, and how far it was taken in."""
    consultation = consultations.access_submissions(viewer(), consultation_id, EXPORT)
    run = query.import_run(consultation_id, import_id) or abort(404)
    form = _form_of(consultation, run)
    if form is not None and form.validate_on_submit():
        try:
            import_runs.name_columns(viewer(), run=run, columns=form.columns)
        except Refused as refusal:
            form.say(refusal)
        else:
            flash("The file is being checked.", "success")
            return see_other(url_for(".import_file", consultation_id=consultation_id, import_id=import_id))
    return _import_page(consultation, run, form)


def _import_page(consultation: Consultation, run: SubmissionImport, form: ColumnsForm | None) -> FlaskResponse:
    return page(
        "submission_data/import.html",
        422 if form is not None and form.errors else 200,
        about=About(consultation, "imports"),
        form=form,
        run=run,
        most=MOST_FAULTS,
    )


def _form_of(consultation: Consultation, run: SubmissionImport) -> ColumnsForm | None:
    """The form of a file whose columns can still be named; none once it is under way."""
    file = file_of(run)
    if file is None or run.state not in TO_SETTLE:
        return None
    headings = read_table(files.location(file).read_bytes()).headings
    return columns_form(headings, consultations.definition_of(consultation), run.named)


@blueprint.post("/<int:consultation_id>/imports/<int:import_id>/take-in/")
@requires(EXPORT)
def start_import(consultation_id: int, import_id: int) -> Response:
    """Take a checked file in."""
    consultations.access_submissions(viewer(), consultation_id, EXPORT)
    run = query.import_run(consultation_id, import_id) or abort(404)
    form = Form()
    if not form.validate_on_submit():
        abort(422 if request.method == "POST" else 404)
    try:
        import_runs.start_import(viewer(), run=run)
    except Refused as refusal:
        database.refuse()
        flash(refusal.sentence, "warning")
    return see_other(url_for(".import_file", consultation_id=consultation_id, import_id=import_id))
