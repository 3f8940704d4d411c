"""Files: known by their content, cleaned of what nobody meant to publish."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engage.core.errors import Refused
from engage.core.files import accept_document, accept_picture, clean_name


def picture(kind="JPEG", size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def test_a_picture_loses_its_metadata_and_its_size(site):
    exif = Image.Exif()
    exif[0x010E] = "taken at 51.5N by somebody"
    taken = accept_picture("my holiday.JPG", picture(size=(4000, 1000), exif=exif))
    shown = Image.open(io.BytesIO(taken.data))
    assert (taken.name, taken.media_type, taken.width, taken.height) == ("my-holiday.jpg", "image/jpeg", 1600, 400)
    assert not shown.getexif()
    assert b"taken at" not in b"".join([taken.data, *taken.renditions.values()])
    assert [Image.open(io.BytesIO(made)).size for made in taken.renditions.values()] == [(320, 80), (640, 160)]


def test_a_small_picture_has_no_smaller_rendition(site):
    assert list(accept_picture("a.jpg", picture(size=(640, 480))).renditions) == [320]
    assert not accept_picture("a.jpg", picture(size=(320, 240))).renditions


@pytest.mark.parametrize("data", [b"", b"not a picture", b"<svg onload=alert(1)>", b"%PDF-1.7", picture()[:200]])
def test_what_is_not_a_picture_is_refused_in_words(site, data):
    with pytest.raises(Refused) as refusal:
        accept_picture("x.png", data)
    assert refusal.value.sentence.endswith(".")


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def test_a_document_is_what_its_name_says(site):
    assert accept_document("minutes.pdf", b"%PDF-1.7 ...").media_type == "application/pdf"
    assert accept_document("figures.csv", b"area,people\nVale,12\n").media_type == "text/csv"
    assert accept_document("letter.docx", archive("[Content_Types].xml", "word/document.xml")).name == "letter.docx"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("minutes.pdf", b"MZ\x90\x00 a program"),
        ("figures.csv", b"a,b\x00c"),
        ("letter.docx", archive("evil.exe")),
        ("program.exe", b"MZ"),
        ("page.html", b"<script>"),
        ("noending", b"x"),
        ("figures.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_a_document_that_lies_is_refused(site, name, data):
    with pytest.raises(Refused):
        accept_document(name, data)


def test_too_large_is_said_with_the_limit(site):
    with pytest.raises(Refused, match="larger than 20 MB"):
        accept_document("big.txt", b"x" * 20_000_001)


@given(st.text(max_size=200))
def test_a_name_is_always_safe(name):
    clean = clean_name(name)
    assert clean
    assert len(clean) <= 80
    assert not set(clean) & set("/\\\0\"'<> \n")
    assert not clean.startswith(".")
