"""The form on paper."""

from flask import Response, abort, url_for

from engage.consultations import printing
from engage.consultations.blueprints import public as blueprint
from engage.consultations.views_showing import opened
from engage.core import database
from engage.core.access import public
from engage.core.pages import page


@blueprint.get("/consultations/<slug>/print/")
@public
def print_form(slug: str) -> Response:
    """All questions on one page, with boxes to tick and lines to write on."""
    shown = printing.paper(opened(slug))
    pdf_url = url_for(".print_pdf", slug=slug) if printing.pdf_maker() else None
    return page("consultations/print/form.html", **shown, pdf_url=pdf_url)


@blueprint.get("/consultations/<slug>/print.pdf")
@public
def print_pdf(slug: str) -> Response:
    """The same as a PDF; where none can be made, the page to print is the way."""
    found = opened(slug)
    if printing.pdf_maker() is None:
        abort(404)
    document = printing.source(found)
    database.release()
    response = Response(printing.pdf(document), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-form.pdf"'
    return response


@blueprint.get("/consultations/<slug>/code.svg")
@public
def code(slug: str) -> Response:
    """A picture that leads a telephone to the page of the consultation, for posters and letters."""
    return Response(printing.qr_code(printing.address_of(opened(slug))), content_type="image/svg+xml")
