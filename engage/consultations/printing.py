"""The form on paper: the same definition as a page to print, and as a PDF where the machine can make one."""

import functools
import io
from pathlib import Path
from typing import Any, Protocol, cast

import segno
import structlog
from flask import current_app, render_template, url_for

from engage.consultations import queries
from engage.consultations.definition.saying import condition_words
from engage.consultations.entries import rendered
from engage.consultations.models import Consultation
from engage.core import text

log = structlog.get_logger()
STYLE = Path(__file__).with_name("paper.css")
NEEDS = "This machine cannot make PDF files: the extra “pdf” or the Pango library is missing."


class Maker(Protocol):
    """The library that makes PDF files."""

    HTML: Any
    CSS: Any
    urls: Any


@functools.cache
def pdf_maker() -> Maker | None:
    """The library, where it and what it stands on are installed; without it the page to print is offered."""
    try:
        import weasyprint.urls
    except (ImportError, OSError) as error:
        log.warning("no_pdf", why=str(error))
        return None
    return cast(Maker, weasyprint)


def paper(consultation: Consultation) -> dict[str, Any]:
    """What the form on paper shows."""
    definition = queries.definition_of(consultation)
    notice = queries.notice_of(consultation)
    return {
        "it": consultation,
        "definition": definition,
        "quotations": queries.public_quotations(list(definition.questions())),
        "shown_if": lambda part: condition_words(definition, part.show_if) if part.show_if else None,
        "rendered": rendered,
        "notice_html": text.stored(notice.html) if notice else None,
        "address": address_of(consultation),
    }


def address_of(consultation: Consultation) -> str:
    """Where the consultation stands, whole, as people type it."""
    return f"{current_app.config['ENGAGE'].base_url}{url_for('consultations.one', slug=consultation.slug)}"


def qr_code(address: str) -> bytes:
    """A picture that a telephone reads as the address, as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=2, scale=4, svgclass=None, lineclass=None)
    return out.getvalue()


def source(consultation: Consultation) -> str:
    """The whole document of the PDF, with the code as a picture inside it."""
    shown = paper(consultation)
    picture = segno.make(shown["address"], error="m").svg_data_uri(border=2)
    return render_template("consultations/print/pdf.html", **shown, picture=picture)


def pdf(document: str) -> bytes:
    """The document as a PDF that screen readers can read (PDF/UA-1); takes its time, so outside any transaction."""
    maker = pdf_maker()
    if maker is None:
        raise RuntimeError(NEEDS)
    # Pictures inside the document are taken, everything else is left out: making a file asks no other host.
    fetcher = maker.urls.URLFetcher(allowed_protocols=["data"])
    sheet = maker.CSS(string=STYLE.read_text(), url_fetcher=fetcher)
    made = maker.HTML(string=document, url_fetcher=fetcher).write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return bytes(made)
