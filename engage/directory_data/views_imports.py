"""Taking files into the directory: upload, name the columns, look at the check, take in."""

from flask import abort, flash, make_response, url_for
from werkzeug.wrappers import Response

from engage.core import database, files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.importing import MOST_FAULTS, TO_SETTLE, file_of
from engage.core.pages import page, see_other
from engage.core.tables import csv_head, csv_lines
from engage.directory.rights import CONTACTS, WRITE
from engage.directory_data.actions import import_runs
from engage.directory_data.blueprint import blueprint
from engage.directory_data.forms_imports import SettleForm, UploadForm, settle_form
from engage.directory_data.import_work import guess_of, preview_of
from engage.directory_data.models import DirectoryImport, ImportKind
from engage.directory_data.queries import imports as queries
from engage.taxonomy.rights import WRITE as TERMS

SHOWN = 3
MOST_NAMED = 100
RIGHTS = {ImportKind.CONTACTS: CONTACTS, ImportKind.ORGANISATIONS: WRITE, ImportKind.AREAS: TERMS}
MEDIA_TYPES = ("text/csv", files.DOCUMENT_TYPES["xlsx"])


def _open_kinds() -> list[ImportKind]:
    """What this person may take in: a file can be about everywhere, so that it takes somebody who looks after all."""
    return [kind for kind, right in RIGHTS.items() if viewer().may(right) and viewer().scope(right) is None]


def _run(import_id: int) -> DirectoryImport:
    found = queries.import_run(import_id) or abort(404)
    return found if found.kind in _open_kinds() else abort(403)


@blueprint.route("/imports/", methods=["GET", "POST"])
@requires(CONTACTS)
def imports() -> Response:
    """The files that were taken in, and the upload of one more."""
    kinds = _open_kinds() or abort(403)
    form = UploadForm().offer(kinds)
    if form.validate_on_submit():
        try:
            run = _begun(form)
        except Refused as refusal:
            form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)
        else:
            return see_other(url_for(".import_file", import_id=run.id))
    return page(
        "directory_data/imports.html",
        422 if form.errors else 200,
        form=form,
        runs=queries.imports(kinds),
        sources=queries.sources(kinds),
    )


def _begun(form: UploadForm) -> DirectoryImport:
    kind, upload = ImportKind(form.kind.data), form.file.data
    source = import_runs.checked_source(form.source.data or "", needed=kind is ImportKind.CONTACTS)
    database.release()
    accept = files.accept_table if kind is ImportKind.ORGANISATIONS else files.accept_document
    accepted = accept(upload.filename or "file.csv", upload.read())
    if accepted.media_type not in MEDIA_TYPES:
        raise Refused("Upload a CSV file or an Excel workbook (.xlsx).", "file")
    headings, guessed = guess_of(kind, accepted.name, accepted.data)
    columns = guessed | queries.remembered(kind, source, headings)
    return import_runs.begin_import(viewer(), kind=kind, source=source, file=files.store(accepted), columns=columns)


@blueprint.route("/imports/<int:import_id>/", methods=["GET", "POST"])
@requires(CONTACTS)
def import_file(import_id: int) -> Response:
    """What the columns of a file are, what the check found, and how far it was taken in."""
    run = _run(import_id)
    form, head, note = _form_of(run)
    if form is not None and form.validate_on_submit():
        try:
            import_runs.settle_import(viewer(), run=run, columns=form.columns, wishes=form.wishes)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
        else:
            flash("The file is being checked.", "success")
            return see_other(url_for(".import_file", import_id=import_id))
    status = 422 if form is not None and form.errors else 200
    return page(
        "directory_data/import.html",
        status,
        run=run,
        form=form,
        head=head,
        most=MOST_FAULTS,
        note=note,
        closing=queries.closing_named(run, MOST_NAMED),
    )


def _form_of(run: DirectoryImport) -> tuple[SettleForm | None, list[list[str]], str]:
    """The form of a file that can still be settled, its first rows, and what is not read; none once it is under way."""
    file = file_of(run)
    if file is None or run.state not in TO_SETTLE:
        return None, [], ""
    sheet = preview_of(run, files.location(file))
    if sheet is None:
        return settle_form(run, [], {}), [], ""
    head = [sheet.headings, *(row.cells for row in sheet.head(SHOWN))]
    return settle_form(run, sheet.headings, run.named), head, sheet.note


@blueprint.get("/imports/<int:import_id>/closing.csv")
@requires(CONTACTS)
def closing_file(import_id: int) -> Response:
    """Everybody whom a file closes, as a table."""
    rows = queries.closing_named(_run(import_id))
    answer = make_response(csv_head(["Directory number", "Name", "Codes"]) + csv_lines(rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=closing.csv"
    return answer


@blueprint.post("/imports/<int:import_id>/take-in/")
@requires(CONTACTS)
def start_import(import_id: int) -> Response:
    """Take a checked file in."""
    run, form = _run(import_id), Form()
    if not form.validate_on_submit():
        abort(422)
    try:
        import_runs.start_import(viewer(), run=run)
    except Refused as refusal:
        database.refuse()
        flash(refusal.sentence, "warning")
    return see_other(url_for(".import_file", import_id=import_id))
