"""The form on paper: the page to print, the PDF and the code for telephones."""

import io

import pypdf
import pytest

from engage.consultations import printing
from tests.support.consultations import make_consultation, make_definition


@pytest.fixture
def consultation(site):
    return make_consultation("Where should clinics be?", definition=make_definition(equality=True))


def test_the_page_to_print_has_every_question_of_the_one_definition(client, consultation):
    page = client.get("consultations.print_form", slug=consultation.slug)
    for question in (*make_definition().questions(), *make_definition().equality):
        assert question.label in page.words
    assert "Answer this if “How far do you agree?” is “1” or “2”." in page.words
    assert "Answer this part if “Have you used the service in the last year?” is “Yes”." in page.words
    assert "Another reason, please say" in page.words
    assert page.words.index("I have read how my answers are used") < page.words.index("a sheet of its own")


def test_the_code_leads_a_telephone_to_the_page(client, consultation):
    page = client.get("consultations.code", slug=consultation.slug)
    assert page.headers["Content-Type"].startswith("image/svg+xml")
    assert printing.qr_code("https://engage.example/consultations/beds/").startswith(b"<?xml")


@pytest.mark.skipif(printing.pdf_maker() is None, reason="Pango is not on this machine")
def test_the_pdf_is_tagged_for_screen_readers_and_says_the_same(client, consultation):
    client.get("consultations.print_pdf", slug=consultation.slug)
    made = client.http.get(f"/consultations/{consultation.slug}/print.pdf").get_data()
    document = pypdf.PdfReader(io.BytesIO(made))
    words = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert "How far do you agree?" in words
    assert "Which age group are you in?" in words
    assert document.metadata.title == "Where should clinics be?"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "en-GB"


def test_without_the_library_the_page_to_print_is_offered(client, consultation, monkeypatch):
    monkeypatch.setattr(printing, "pdf_maker", lambda: None)
    page = client.get("consultations.print_form", slug=consultation.slug)
    assert "This site cannot make a PDF of it" in page.words
    client.get("consultations.print_pdf", slug=consultation.slug, expect=404)


@pytest.mark.skipif(printing.pdf_maker() is None, reason="Pango is not on this machine")
def test_nothing_is_fetched_from_elsewhere_for_a_file(site):
    document = (
        "<html lang='en'><title>T</title><img alt='x' src='http://127.0.0.1:9/x.png'><img src='file:///etc/hostname'>"
    )
    assert printing.pdf(document).startswith(b"%PDF")


def test_the_form_of_a_draft_is_missing_for_visitors(client):
    hidden = make_consultation(open=False)
    for endpoint in ("print_form", "print_pdf", "code"):
        client.get(f"consultations.{endpoint}", slug=hidden.slug, expect=404)
