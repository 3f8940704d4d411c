"""The mail that a development site wrote into its folder, read back."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

from flask import abort, current_app

NAME = re.compile(r"\d{10}")
PAGE = 50


@dataclass(frozen=True)
class Letter:
    """One mail as the inbox shows it."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str

    @property
    def links(self) -> list[tuple[str, str]]:
        """What the HTML part links to, each address once, with its words."""
        reader = _Links()
        reader.feed(self.html)
        return [(" ".join(words.split()) or address, address) for address, words in reader.found.items()]


class _Links(HTMLParser):
    """Gathers the words of links by their addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link whose address was not seen before."""
        address = dict(attrs).get("href") if tag == "a" else None
        if address and address not in self.found:
            self.found[address], self._open = "", address

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        if tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        """Take the words of the open link."""
        if self._open is not None:
            self.found[self._open] += data


def newest(before: str | None = None) -> list[Letter]:
    """A page of mails, newest first, those before a name if one is given."""
    names = sorted((file.stem for file in _folder().glob("*.eml") if NAME.fullmatch(file.stem)), reverse=True)
    wanted = [name for name in names if before is None or name < before]
    return [letter for name in wanted[:PAGE] if (letter := _read(name)) is not None]


def letter(name: str) -> Letter:
    """One mail; 404 if it is not there."""
    found = _read(name) if NAME.fullmatch(name) else None
    return found or abort(404)


def _folder() -> Path:
    return Path(current_app.config["ENGAGE"].data_dir) / "mail"


def _read(name: str) -> Letter | None:
    try:
        mail = message_from_bytes((_folder() / f"{name}.eml").read_bytes(), policy=default)
    except FileNotFoundError:
        return None
    return Letter(
        name=name,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        sent_at=mail["Date"].datetime,
        headers=tuple(
            (key, str(value)) for key, value in mail.items() if key.lower() not in ("mime-version", "content-type")
        ),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
