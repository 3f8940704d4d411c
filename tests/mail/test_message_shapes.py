"""Every sample message as mail programs get it: whole by the rules of mail, readable in any of them."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from lxml import html as lxml_html

from engage.core.settings import Settings
from engage.mail.mime import INLINER, Letter, mime
from tests.support.messages import FOLDERS, sample_site, written

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOST_BYTES = 100_000
LONGEST_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
RIGHT_TO_LEFT = "هل تريد متابعة هذه الخطة؟"


@pytest.fixture(scope="module")
def travelling(tmp_path_factory):
    """Each sample as bytes, and read back."""
    folder = tmp_path_factory.mktemp("shapes")
    with sample_site(folder).app_context():
        return {name: _bytes(written(name), folder) for name in FOLDERS}


def _bytes(message, folder, **changes):
    settings = Settings(data_dir=folder, site_name="North Vale listens", site_email="people@northvale.example")
    facts = {"subject": message.subject, "text": message.text, **changes}
    html = INLINER.inline(message.html)
    return mime(
        Letter(message.to, html=html, message_id="<a@b.example>", reply_to="", headers=message.headers, **facts),
        settings,
        NOW,
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_it_holds_by_the_rules_of_mail(name, travelling):
    whole = travelling[name]
    head = whole.partition(b"\r\n\r\n")[0]
    assert len(whole) < MOST_BYTES
    assert max(map(len, whole.split(b"\r\n"))) <= 998
    assert b"\n" not in whole.replace(b"\r\n", b"")
    assert all(head.lower().count(b"\r\n" + one + b":") <= 1 for one in (b"to", b"subject", b"date", b"message-id"))
    assert whole.isascii()
    mail = message_from_bytes(whole, policy=default)
    assert not mail.defects
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert not any(part.defects for part in mail.walk())


@pytest.mark.parametrize("name", FOLDERS)
def test_it_can_be_unsubscribed_with_one_click_where_it_says_so(name, travelling):
    mail = message_from_bytes(travelling[name], policy=default)
    if mail["List-Unsubscribe"] is not None:
        assert re.fullmatch(r"<https://\S+>", str(mail["List-Unsubscribe"]))
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Id"]


@pytest.mark.parametrize("name", FOLDERS)
def test_it_is_made_for_old_programs_dark_rooms_and_screen_readers(name, travelling):
    mail = message_from_bytes(travelling[name], policy=default)
    source = mail.get_body(("html",)).get_content()
    page = lxml_html.fromstring(source)
    assert page.get("lang")
    assert "prefers-color-scheme: dark" in source
    assert all(image.get("alt") is not None for image in page.cssselect("img"))
    assert all(table.get("role") == "presentation" for table in page.cssselect("table"))
    assert not page.cssselect("script, form, iframe, object, link, video")
    assert all(cell.get("style") for cell in page.cssselect("p, h1, td.main"))
    assert all("overflow-wrap: anywhere" in one.get("style") for one in page.cssselect("h1, h2, h3, p, li, blockquote"))
    assert not re.search(r"https?://(?!(listens|meet)\.northvale\.example)[^\"'\s<]+", source.replace("www.w3.org", ""))


def test_long_words_and_right_to_left_come_through(tmp_path):
    from engage.core.messages import compose

    for words in (LONGEST_WORD, RIGHT_TO_LEFT):
        with sample_site(tmp_path).app_context():
            message = compose(
                "follow_known", to="ada@example.org", name=words, thing_url="https://a/", url="https://b/"
            )
            whole = _bytes(message, tmp_path)
        mail = message_from_bytes(whole, policy=default)
        assert words in mail["Subject"].replace("\n", "")
        assert words in mail.get_body(("plain",)).get_content()
        assert words in lxml_html.fromstring(mail.get_body(("html",)).get_content()).text_content()
        assert max(map(len, whole.split(b"\r\n"))) <= 998
