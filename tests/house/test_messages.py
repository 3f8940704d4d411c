"""Every message: three files, one line of subject, a text that says as much as the HTML, and a committed sample."""

import re

import pytest
from lxml import html as lxml_html

from engage.mail import kinds
from tests.support.messages import FACTS, FOLDERS, ROOT, SAMPLES, as_text, sample_site, written

CONSENTED = ("digest",)
RELATIVE = re.compile(r"""(?:href|src)=["'](?!https?://|mailto:)""")


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    with sample_site(tmp_path_factory.mktemp("samples")).app_context():
        yield {name: written(name) for name in FOLDERS}


def test_every_message_is_known_here():
    assert set(FACTS) == set(FOLDERS), "give the message its facts in tests/support/messages.py"
    assert {path.stem for path in SAMPLES.glob("*.txt")} == set(FOLDERS), "run python -m tests.support.messages"


@pytest.mark.parametrize("name", FOLDERS)
def test_a_message_has_three_files_and_a_subject_of_one_line(name):
    folder = ROOT / "templates" / "mail" / name
    assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}
    assert len((folder / "subject.txt").read_text().strip().splitlines()) == 1


@pytest.mark.parametrize("name", FOLDERS)
def test_a_message_is_as_its_sample(name, samples):
    committed = (SAMPLES / f"{name}.txt").read_text()
    assert as_text(samples[name]) == committed, "if it is meant: python -m tests.support.messages"


@pytest.mark.parametrize("name", FOLDERS)
def test_the_text_part_is_complete_and_every_address_is_whole(name, samples):
    message = samples[name]
    assert not RELATIVE.search(message.html)
    document = lxml_html.fromstring(message.html)
    assert document.get("lang")
    assert len(document.cssselect("h1")) == 1
    for anchor in document.cssselect("a"):
        assert anchor.get("href") in message.text or anchor.get("href").startswith("mailto:"), anchor.get("href")
    assert len(message.html.encode()) < 100_000
    assert "{{" not in message.text + message.html
    assert "&amp;" not in message.text


def test_every_message_has_its_leave():
    known = [*kinds.BY_MESSAGE, *kinds.SERVICES, *CONSENTED]
    assert sorted(known) == sorted(set(known)), "a message has one kind"
    missing = set(FOLDERS) - set(known)
    assert not missing, "say in engage/mail/kinds.py by whose leave it is sent, and whether it can be objected to"
