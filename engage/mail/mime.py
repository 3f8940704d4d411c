"""A message as it travels: text and HTML with the headers that mail needs, as bytes.

The standard library folds what people wrote (names, subjects, addresses); what machines wrote is put down as it is,
and both bodies are made quoted-printable in one call each, for a digest goes to a hundred thousand people.
"""

import hashlib
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from css_inline import CSSInliner

from engage.core.settings import Settings

INLINER = CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
LONGEST_LINE = 900


@dataclass(frozen=True)
class Letter:
    """What a message says, with its styles inlined, to whom and with which further headers."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str
    headers: Mapping[str, str]


def mime(letter: Letter, settings: Settings, now: datetime) -> bytes:
    """The message as it travels; raises ValueError for an impossible address."""
    head = _written_by_people(letter, settings)
    machine = {
        "Date": format_datetime(now),
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        **letter.headers,
        "MIME-Version": "1.0",
    }
    lines = [f"{name}: {_one_line(value)}\r\n".encode("ascii") for name, value in machine.items()]
    return b"".join([head, *lines, *_bodies(letter)])


def _written_by_people(letter: Letter, settings: Settings) -> bytes:
    mail = EmailMessage(policy=(SMTP if letter.to.isascii() else SMTPUTF8).clone(max_line_length=78))
    mail["From"] = Address(settings.site_name, addr_spec=settings.sender)
    mail["To"] = _address(letter.to)
    mail["Subject"] = letter.subject
    reply_to = letter.reply_to or settings.site_email
    if reply_to != settings.sender:
        mail["Reply-To"] = _address(reply_to)
    return mail.as_bytes().removesuffix(b"\r\n")


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except Exception as error:  # the standard library's parser raises whatever it stumbles over
        raise ValueError(f"{text!r} is not an address") from error


def _one_line(value: str) -> str:
    if len(value) > LONGEST_LINE or not value.isascii() or not value.isprintable():
        raise ValueError(f"{value[:60]!r} is no header that a machine would write")
    return value


def _bodies(letter: Letter) -> list[bytes]:
    text = _part("text/plain", letter.text)
    if not letter.html:
        return [text]
    boundary = f"=_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]}"  # quoted-printable never holds =_
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    between, end = f"--{boundary}\r\n".encode(), f"--{boundary}--\r\n".encode()
    return [head.encode(), between, text, between, _part("text/html", letter.html), end]


def _part(kind: str, body: str) -> bytes:
    lines = "\r\n".join([*body.splitlines(), ""]) if "\r" in body else body.replace("\n", "\r\n")
    if not lines.endswith("\r\n"):
        lines += "\r\n"
    head = f'Content-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + b2a_qp(lines.encode())
