"""How mail leaves: by SMTP over one reused connection, or into a folder when no server is set."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from engage.core.settings import Settings

TIMEOUT = 30


class Deferred(Exception):
    """This message cannot be taken now; the server may take it later."""


class Rejected(Exception):
    """This message will never be taken."""


class NoServer(Exception):
    """The mail server cannot be reached or refuses us; no message can leave now."""


class Transport(Protocol):
    """A way for mail to leave."""

    def send(self, mail: bytes, *, sender: str, to: str, number: int) -> None:
        """Hand over one message; raises Deferred, Rejected or NoServer."""


@contextmanager
def transport(settings: Settings) -> Iterator[Transport]:
    """The way that the settings name; its connection is opened at the first message and closed at the end."""
    if not settings.smtp_url:
        yield Folder(settings.data_dir / "mail")
        return
    server = SmtpServer(server_from(settings.smtp_url))
    try:
        yield server
    finally:
        server.close()


class Folder:
    """A folder of .eml files, for development."""

    def __init__(self, path: Path) -> None:
        """Write into this folder."""
        self.path = path

    def send(self, mail: bytes, *, sender: str, to: str, number: int) -> None:  # noqa: ARG002 - the mail says it
        """Write one file; a second attempt writes the same file again."""
        self.path.mkdir(parents=True, exist_ok=True)
        made = self.path / f"{number:010d}.part"
        made.write_bytes(f"Return-Path: <{sender}>\r\n".encode() + mail)
        made.replace(made.with_suffix(".eml"))


@dataclass(frozen=True)
class Server:
    """What an SMTP address says: `smtp://user:password@host:port`, `smtps://…`, `?starttls=always|never`."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    starttls: str


def server_from(url: str) -> Server:
    """Read an SMTP address; raises ValueError when it is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("ENGAGE_SMTP_URL must look like smtp://user:password@host:port or smtps://host.")
    tls = parts.scheme == "smtps"
    starttls = parse_qs(parts.query).get("starttls", ["when offered"])[0]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, parts.port or (465 if tls else 587 if user else 25), user, password, tls, starttls)


class SmtpServer:
    """One connection to an SMTP server, opened when needed and used for many messages."""

    def __init__(self, server: Server) -> None:
        """Remember where to go; nothing is opened yet."""
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def send(self, mail: bytes, *, sender: str, to: str, number: int) -> None:  # noqa: ARG002 - the folder needs it
        """Hand over one message; raises Deferred, Rejected or NoServer."""
        connection = self._open()
        options = () if to.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        try:
            connection.sendmail(sender, [to], mail, mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            self._reset()
            raise _refusal(code, said) from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise NoServer(f"the server refuses our sender: {_said(error.smtp_code, error.smtp_error)}") from error
        except smtplib.SMTPResponseException as error:
            self._reset()
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Rejected(str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Deferred(f"the connection broke: {error}") from error

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _reset(self) -> None:
        try:
            if self._connection is not None:
                self._connection.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise NoServer(f"{self._server.host}:{self._server.port}: {error}") from error
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            self._greet(connection, context)
        except BaseException:
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server = self._server
        connection.ehlo()
        offered = connection.has_extn("starttls")
        wanted = not server.tls and server.starttls != "never"
        if wanted and (offered or server.starttls == "always" or server.user):
            connection.starttls(context=context)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)


def _refusal(code: int, said: bytes | str) -> Deferred | Rejected:
    kind = Rejected if 500 <= code < 600 else Deferred
    return kind(_said(code, said))


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(words.split())}"[:500]
