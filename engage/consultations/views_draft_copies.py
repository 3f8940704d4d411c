"""A shared draft to take along: as a Word document, and to print or keep as PDF."""

from flask import Response
from werkzeug.wrappers import Response as BaseResponse

from engage.consultations.blueprints import public as blueprint
from engage.consultations.draft_document import as_docx
from engage.consultations.draft_reading import read_draft
from engage.consultations.queries import drafts
from engage.core.access import signed_in, viewer
from engage.core.database import release
from engage.core.pages import page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/account/drafts/<int:submission_id>/response.docx")
@signed_in
def draft_docx(submission_id: int) -> BaseResponse:
    """The draft as a Word document."""
    shared = drafts.access_shared(viewer(), submission_id)
    reading = read_draft(shared)
    release()
    answer = Response(as_docx(shared, reading), content_type=WORD)
    name = f"{shared.organisation.slug}-{shared.consultation.slug}.docx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@blueprint.get("/account/drafts/<int:submission_id>/print/")
@signed_in
def print_draft(submission_id: int) -> BaseResponse:
    """The draft on one page, to print or keep as PDF."""
    shared = drafts.access_shared(viewer(), submission_id)
    return page("consultations/drafts/print.html", shared=shared, reading=read_draft(shared))
