"""Files of submissions: asked for, watched, downloaded; and the codebook that says what their columns mean."""

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, url_for
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.desk_head import About, place
from engage.consultations.models import Consultation
from engage.core import tables
from engage.core.access import requires, viewer
from engage.core.exporting import BUSY, ExportFormat
from engage.core.growing import download
from engage.core.pages import page, see_other
from engage.submission_data import queries
from engage.submission_data.actions import exporting
from engage.submission_data.blueprints import staff as blueprint
from engage.submission_data.export_table import Table
from engage.submission_data.forms import ExportForm
from engage.submission_data.models import ExportContent
from engage.submission_data.rights import EXPORT

place("submission_data_staff.exports", "Files", 100, EXPORT)


def _exports(consultation: Consultation, form: ExportForm, status: int = 200) -> FlaskResponse:
    exports = queries.exports_of(consultation.id)
    return page(
        "submission_data/exports.html",
        status,
        about=About(consultation, "exports"),
        form=form,
        exports=exports,
        is_busy=any(export.state in BUSY for export in exports),
    )


@blueprint.route("/<int:consultation_id>/exports/", methods=["GET", "POST"])
@requires(EXPORT)
def exports(consultation_id: int) -> Response:
    """The files that were asked for, and one more."""
    consultation, form = consultations.access_submissions(viewer(), consultation_id, EXPORT), ExportForm()
    if not form.validate_on_submit():
        return _exports(consultation, form, 422 if form.errors else 200)
    exporting.ask_export(
        viewer(),
        consultation=consultation,
        file_format=ExportFormat(form.format.data),
        content=ExportContent(form.content.data),
    )
    flash("The file is being made. We write to you when it is ready.", "success")
    return see_other(url_for(".exports", consultation_id=consultation_id))


@blueprint.get("/exports/<key>/<name>")
@requires(EXPORT)
def export_file(key: str, name: str) -> Response:
    """The bytes of a file that is ready."""
    export = queries.export_by_key(key)
    if export is None or name != export.name:
        abort(404)
    consultations.access_submissions(viewer(), export.consultation_id, EXPORT)
    return download(export, export.name)


@blueprint.get("/<int:consultation_id>/codebook.csv")
@requires(EXPORT)
def codebook(consultation_id: int) -> FlaskResponse:
    """What each column means."""
    consultation = consultations.access_submissions(viewer(), consultation_id, EXPORT)
    heading, *rows = Table.of_consultation(consultation, ExportContent.ANSWERS_AND_PEOPLE).codebook
    answer = make_response(tables.csv_head(heading) + tables.csv_lines(rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="codebook-{consultation.slug}.csv"'
    return answer
