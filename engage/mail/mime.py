"""A message as it travels: text and HTML with the headers that mail needs, as bytes.

The standard library folds what people wrote (names, subjects, addresses); what machines wrote is put down as it is,
and both bodies are made quoted-printable in one call each, for a digest goes to a hundred thousand people.
"""

import hashlib
import re
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache

from css_inline import CSSInliner

from engage.core.settings import Settings

INLINER = CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
LONGEST_LINE = 900
PLAIN_ADDRESS = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+")
PLAIN_WORDS = re.compile(r"(?!.*=\?)[!-~]+( [!-~]+)*")
LONGEST_PLAIN = 68


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
    utf8 = not letter.to.isascii()
    reply_to = letter.reply_to or settings.site_email
    lines = [
        _sender_line(settings.site_name, settings.sender, utf8=utf8),
        _written("To", letter.to, PLAIN_ADDRESS, utf8=utf8),
        _written("Subject", letter.subject, PLAIN_WORDS, utf8=utf8),
    ]
    if reply_to != settings.sender:
        lines.append(_folded("Reply-To", reply_to, utf8=utf8))
    return b"".join(lines)


def _written(name: str, value: str, plain: re.Pattern[str], *, utf8: bool) -> bytes:
    """A header; what fits on one line and needs no encoding is put down as it is."""
    if len(value) <= LONGEST_PLAIN and plain.fullmatch(value):
        return f"{name}: {value}\r\n".encode("ascii")
    return _folded(name, value, utf8=utf8)


@lru_cache(maxsize=8)
def _sender_line(name: str, address: str, *, utf8: bool) -> bytes:
    return _line("From", Address(name, addr_spec=address), utf8=utf8)


@lru_cache(maxsize=256)
def _folded(name: str, value: str, *, utf8: bool) -> bytes:
    """A header as the standard library folds and encodes it."""
    return _line(name, value if name == "Subject" else _address(value), utf8=utf8)


def _line(name: str, value: str | Address, *, utf8: bool) -> bytes:
    mail = EmailMessage(policy=(SMTPUTF8 if utf8 else SMTP).clone(max_line_length=78))
    mail[name] = value
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
