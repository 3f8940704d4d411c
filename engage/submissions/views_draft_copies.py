"""A shared draft to take along: as a Word document, as a PDF, and to print."""

from flask import Response, abort, render_template
from werkzeug.wrappers import Response as BaseResponse

from engage.consultations import printing
from engage.core.access import signed_in, viewer
from engage.core.database import release
from engage.core.pages import page
from engage.submissions.blueprints import public as blueprint
from engage.submissions.draft_document import as_docx
from engage.submissions.draft_reading import read_draft
from engage.submissions.queries import drafts
from engage.submissions.queries.drafts import Shared

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/account/drafts/<int:submission_id>/response.docx")
@signed_in
def draft_docx(submission_id: int) -> BaseResponse:
    """The draft as a Word document."""
    shared = drafts.access_shared(viewer(), submission_id)
    reading, name = read_draft(shared), f"{_name(shared)}.docx"
    release()
    return _file(as_docx(shared, reading), WORD, name)


@blueprint.get("/account/drafts/<int:submission_id>/response.pdf")
@signed_in
def draft_pdf(submission_id: int) -> BaseResponse:
    """The draft as a PDF; where none can be made, the page to print is the way."""
    shared = drafts.access_shared(viewer(), submission_id)
    if printing.pdf_maker() is None:
        abort(404)
    document = render_template("submissions/drafts/pdf.html", shared=shared, reading=read_draft(shared))
    name = f"{_name(shared)}.pdf"
    release()
    return _file(printing.pdf(document), "application/pdf", name)


def _name(shared: Shared) -> str:
    return f"{shared.organisation.slug}-{shared.consultation.slug}"


def _file(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@blueprint.get("/account/drafts/<int:submission_id>/print/")
@signed_in
def print_draft(submission_id: int) -> BaseResponse:
    """The draft on one page, to print or keep as PDF."""
    shared = drafts.access_shared(viewer(), submission_id)
    return page("submissions/drafts/print.html", shared=shared, reading=read_draft(shared))
