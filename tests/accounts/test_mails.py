"""What accounts write to people."""

import html5lib
import pytest

from engage.accounts import mails
from engage.core.database import db
from tests.support.accounts import make_account

TO_AN_ACCOUNT = ("confirm", "exists", "reset", "move", "moving", "password_changed")
TO_AN_ADDRESS = ("unknown", "move_taken", "closed", "trial")


@pytest.fixture
def written(site):
    account = make_account("imogen@northvale.example", name="Win a prize at evil.example")
    db.session.expunge(account)
    account.pending_email = "new@northvale.example"
    return [
        *(getattr(mails, name)(account) for name in TO_AN_ACCOUNT),
        *(getattr(mails, name)("imogen@northvale.example") for name in TO_AN_ADDRESS),
        *(mails.moved(account, to) for to in ("imogen@northvale.example", "old@northvale.example")),
    ]


def test_every_mail_says_the_same_in_both_forms_with_whole_addresses(written):
    for mail in written:
        assert mail.subject, mail.name
        assert "\n" not in mail.subject
        page = html5lib.parse(mail.html, namespaceHTMLElements=False)
        shown = " ".join(" ".join(page.find(".//body").itertext()).split())
        links = {a.get("href") for a in page.iter("a")}
        assert all(href.startswith("http://127.0.0.1:8000/") for href in links), mail.name
        for line in mail.text.splitlines():
            if line.startswith("http"):
                assert line in links, mail.name
            elif line.strip() not in ("", "--"):
                assert " ".join(line.split()).removesuffix(".") in shown, (mail.name, line)


def test_no_mail_carries_what_a_stranger_typed(written):
    for mail in written:
        assert "evil" not in mail.subject + mail.text + mail.html, mail.name
