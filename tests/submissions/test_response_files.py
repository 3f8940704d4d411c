"""Files of responses: known by their content, held until they were scanned, given out by signed links alone."""

import io

import pytest
from docx import Document
from PIL import Image
from werkzeug.test import EnvironBuilder, run_wsgi_app

from engage.core import files, jobs
from engage.core.database import db
from engage.core.permissions import Role
from engage.submissions import queries
from engage.submissions.filelinks import link_to
from engage.submissions.models import FileState, SubmissionFile
from tests.support.accounts import make_account
from tests.support.answering import begin, fill, fill_all, send, the_submission
from tests.support.clamd import clamd
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.submissions import answers_now

WORDS = "The bus does not run on Sundays."


def a_letter():
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(WORDS)
    document.save(out)
    return out.getvalue()


def a_pdf():
    drawn = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def a_photo():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada Pell"
    Image.new("RGB", (80, 60), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(*pairs):
    return {"upload-paper": [(io.BytesIO(data), name) for name, data in pairs]}


def all_files():
    look_again()
    return list(db.session.scalars(db.select(SubmissionFile).order_by(SubmissionFile.id)))


def bytes_of(row):
    return files.location(db.session.get(files.StoredFile, row.file_id)).read_bytes()


@pytest.fixture
def consultation(client):
    found = make_consultation()
    begin(client, found)
    return found


def test_files_are_taken_in_and_can_be_taken_out(client, consultation):
    fill(client, consultation, "more", **upload(("../My Letter!.docx", a_letter()), ("photo.JPG", a_photo())))
    letter, photo = all_files()
    assert (letter.title, photo.title) == ("My-Letter.docx", "photo.jpg")
    assert answers_now(the_submission()) == {"paper": {"files": [letter.id, photo.id]}}
    assert b"Camera of Ada Pell" not in bytes_of(photo)
    page = client.get("submissions.respond_page", slug=consultation.slug, page_key="more")
    assert "My-Letter.docx" in page.words
    fill(client, consultation, "more", **{"q-paper": [str(photo.id)], "q-believe": "yes"})
    assert answers_now(the_submission())["paper"] == {"files": [photo.id]}
    fill_all(client, consultation)
    fill(client, consultation, "more", **{"q-paper": [str(photo.id)], "q-believe": "yes"})
    send(client, consultation)
    assert [row.removed_at is None for row in all_files()] == [False, True]
    assert "photo.jpg" in client.get("submissions.receipt", slug=consultation.slug).words


def test_the_same_file_sent_twice_is_one(client, consultation):
    for _ in range(2):
        fill(client, consultation, "more", **upload(("letter.docx", a_letter_once())))
    assert len(all_files()) == 1


def a_letter_once(kept=[]):  # noqa: B006 - the same bytes each time, although a document notes when it was made
    if not kept:
        kept.append(a_letter())
    return kept[0]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("letter.pdf", b"MZ\x90\x00 a program", "its content is something else"),
        ("letter.docx", b"%PDF-1.4", "its content is something else"),
        ("photo.png", b"<script>alert(1)</script>", "not a picture"),
        ("page.html", b"<h1>Hello</h1>", "cannot be attached"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_a_file_that_lies_about_itself_is_refused_and_nothing_else_is_lost(client, consultation, name, data, says):
    page = fill(client, consultation, "more", expect=422, **upload((name, data)), **{"q-believe": "yes"})
    assert says in page.words
    assert all_files() == []
    assert answers_now(the_submission()) == {"believe": True}


def test_one_bad_file_loses_no_good_one_and_is_named(client, consultation):
    both = upload(("good.txt", b"Good"), ("my photo.exe", b"MZ"))
    page = fill(client, consultation, "more", expect=422, list="1", **both)
    assert "my-photo.exe: Files of this kind cannot be attached" in page.words
    (good,) = all_files()
    assert answers_now(the_submission()) == {"paper": {"files": [good.id]}}
    assert page.select(f"input[value='{good.id}'][checked]")


def test_number_and_size_are_limited(client, consultation):
    many = [(f"letter{number}.txt", f"Letter {number}".encode()) for number in range(4)]
    page = fill(client, consultation, "more", expect=422, **upload(*many))
    assert "Add at most 3 files. There are 4." in page.words


def test_all_files_together_are_limited(site, client, consultation, monkeypatch):
    configured(site, monkeypatch, response_files_mb=1)
    fill(client, consultation, "more", **upload(("one.txt", b"1" * 600_000)))
    page = fill(client, consultation, "more", expect=422, **upload(("two.txt", b"2" * 600_000)))
    assert "1 MB together" in page.words
    assert [row.title for row in all_files()] == ["one.txt"]


def test_an_upload_of_four_gigabytes_is_refused_unread(client, consultation):
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            Endless.taken += len(buffer)
            return len(buffer)

    environ = EnvironBuilder(
        f"/consultations/{consultation.slug}/respond/more/",
        method="POST",
        headers={"Sec-Fetch-Site": "same-origin"},
        content_type="multipart/form-data; boundary=x",
    ).get_environ()
    environ |= {"wsgi.input": io.BufferedReader(Endless()), "CONTENT_LENGTH": str(4 * 1024**3)}
    _, status, _ = run_wsgi_app(client.app, environ, buffered=True)
    assert status.startswith("413")
    assert Endless.taken < 1_000_000


def test_words_of_letters_are_read_by_the_worker(client, consultation):
    fill(client, consultation, "more", **upload(("letter.docx", a_letter()), ("letter.pdf", a_pdf())))
    fill(client, consultation, "more", **upload(("broken.docx", broken_letter())))
    jobs.run("consultations.read_files")
    rows = all_files()
    assert [row.state for row in rows] == [FileState.READ] * 3
    assert [WORDS in row.text for row in rows] == [True, True, False]


def broken_letter():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("word/document.xml", "<broken")
        whole.writestr("[Content_Types].xml", "")
    return out.getvalue()


def configured(site, monkeypatch, **changes):
    monkeypatch.setitem(site.config, "ENGAGE", site.config["ENGAGE"].model_copy(update=changes))


def given_out(client, row, expect=200):
    with client.app.test_request_context():
        path = link_to(row, queries.file_with_bytes(row.id)[1])
    return client.get(path, expect=expect, unchecked="a file")


def test_a_file_is_held_until_the_scanner_has_seen_it(site, client, consultation, monkeypatch):
    with clamd() as scanner:
        configured(site, monkeypatch, clamd_url=scanner.address)
        fill(client, consultation, "more", **upload(("a.txt", b"Hello"), ("b.txt", b"X5O EICAR test")))
        good, bad = all_files()
        assert good.state == FileState.HELD
        given_out(client, good, expect=404)
        scanner.says = "INSTREAM size limit exceeded. ERROR"
        jobs.run("consultations.scan")
        assert all_files()[0].state == FileState.HELD
        scanner.says = ""
        jobs.run("consultations.scan")
    good, bad = all_files()
    assert (good.state, bad.state) == (FileState.READY, FileState.INFECTED)
    answer = given_out(client, good)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    given_out(client, bad, expect=404)
    assert "virus" in client.get("submissions.respond_page", slug=consultation.slug, page_key="more").words


def test_while_the_scanner_cannot_be_reached_files_stay_held(site, client, consultation, monkeypatch):
    with clamd() as scanner:
        address = scanner.address
    configured(site, monkeypatch, clamd_url=address)
    fill(client, consultation, "more", **upload(("a.txt", b"Hello")))
    jobs.run("consultations.scan")
    assert all_files()[0].state == FileState.HELD


def test_a_forged_link_gives_nothing_out(client, consultation):
    fill(client, consultation, "more", **upload(("a.txt", b"Hello")))
    client.get("submissions.response_file", token="forged", name="a.txt", expect=404)
    page = fill(client, consultation, "more", expect=422, **{"q-paper": ["999"]})
    assert "not there any more" in page.words


def test_a_person_can_open_what_she_added(client, consultation):
    fill(client, consultation, "more", **upload(("a.txt", b"Hello")), **{"q-believe": "yes"})
    fill_all(client, consultation)
    (row,) = all_files()
    fill(client, consultation, "more", **{"q-paper": str(row.id), "q-believe": "yes"})
    at = {"slug": consultation.slug}
    asked = client.get("submissions.respond_page", page_key="more", **at)
    checked = client.get("submissions.respond_check", **at)
    send(client, consultation)
    for page in (asked, checked, client.get("submissions.receipt", **at)):
        (link,) = page.select("a[href*='/files/']")
        assert client.get(link.get("href"), unchecked="a file").text == "Hello"


def test_files_of_changes_that_were_not_sent_are_read_by_nobody_and_go_with_them(client, consultation, another_client):
    fill_all(client, consultation)
    fill(client, consultation, "more", **upload(("first.txt", b"Hello")), **{"q-believe": "yes"})
    send(client, consultation)
    client.post("submissions.respond_change", slug=consultation.slug)
    fill(client, consultation, "more", **upload(("unsent.txt", b"Secret")))
    kept = bytes_of(all_files()[1])
    another_client.sign_in(make_account(roles=[Role.OFFICER]))
    place = {"consultation_id": consultation.id, "submission_id": all_files()[0].submission_id}
    page = another_client.get("submissions_staff.submission", **place)
    assert "first.txt" in page.words
    assert "unsent.txt" not in page.words
    where = files.location(db.session.get(files.StoredFile, all_files()[1].file_id))
    assert where.read_bytes() == kept
    client.post("submissions.respond_keep", slug=consultation.slug)
    assert [row.title for row in all_files()] == ["first.txt"]
    assert not where.exists()


def test_an_earlier_version_is_read_with_its_own_files(client, consultation, another_client):
    fill_all(client, consultation)
    fill(client, consultation, "more", **upload(("first.txt", b"Hello")), **{"q-believe": "yes"})
    send(client, consultation)
    client.post("submissions.respond_change", slug=consultation.slug)
    fill(client, consultation, "more", **upload(("second.txt", b"Hello again")), **{"q-paper": []})
    send(client, consultation)
    another_client.sign_in(make_account(roles=[Role.OFFICER]))
    place = {"consultation_id": consultation.id, "submission_id": all_files()[0].submission_id}
    for number, title in ((1, "first.txt"), (2, "second.txt")):
        page = another_client.get("submissions_staff.submission", version=number, **place)
        assert [link.text_content() for link in page.select(".attachments a")] == [title]


def test_staff_read_the_files_beside_the_answers(client, consultation, another_client):
    fill_all(client, consultation)
    files_sent = upload(("letter.docx", a_letter()), ("photo.jpg", a_photo()))
    fill(client, consultation, "more", **files_sent, **{"q-believe": "yes"})
    send(client, consultation)
    jobs.run("consultations.read_files")
    another_client.sign_in(make_account(roles=[Role.OFFICER]))
    place = {"consultation_id": consultation.id, "submission_id": the_submission().id}
    page = another_client.get("submissions_staff.submission", **place)
    assert WORDS in page.words
    link = page.select(".attachments a")[0].get("href")
    assert another_client.get(link, unchecked="a file").headers["Content-Disposition"].startswith("attachment")
