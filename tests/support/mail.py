"""A real mail server in the test process, and what was put into the outbox."""

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from sqlalchemy import select

from engage.core import outbox
from engage.core.database import db, unit_of_work
from engage.core.messages import Message
from engage.core.outbox import OutboxMessage
from tests.support.databases import look_again


class Mailbox:
    """A server's handler that keeps what it accepts and refuses as it is told."""

    def __init__(self) -> None:
        self.mails = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        self.sessions = set()
        self.at_recipient: dict[str, str] = {}
        self.at_data: list[str] = []
        self.drops = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - the library's name and arguments
        """Take a recipient, or answer as told."""
        answer = self.at_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name and arguments
        """Take a mail, refuse it as told, or hang up."""
        self.sessions.add(session.peer)
        if self.drops:
            self.drops -= 1
            server.transport.close()
            return "421 gone"
        if self.at_data:
            return self.at_data.pop(0)
        self.raw.append(envelope.content)
        self.senders.append(envelope.mail_from)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(site, monkeypatch):
    """Let the site send to a real server for the length of the block; gives its mailbox."""
    mailbox = Mailbox()
    port = _free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings = site.config["ENGAGE"].model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})
    monkeypatch.setitem(site.config, "ENGAGE", settings)
    try:
        yield mailbox
    finally:
        controller.stop()


def put(to="ada@example.org", key=None, subject="Hello", text="Good day.\n", html="<p>Good day.</p>", **facts):
    """Put a plain message into the outbox, committed."""
    headers, about = facts.pop("headers", {}), tuple(facts.pop("about", ()))
    with unit_of_work():
        row = outbox.put(Message("plain", to, subject, text, html, "", headers, about=about), key=key, **facts)
    return row.id


def in_outbox(**columns) -> list[OutboxMessage]:
    """The rows with these values, oldest first, as the database has them now."""
    look_again()
    return list(db.session.scalars(select(OutboxMessage).filter_by(**columns).order_by(OutboxMessage.id)))


def row(row_id) -> OutboxMessage:
    """One row as the database has it now."""
    return in_outbox(id=row_id)[0]


def letters(**columns) -> list:
    """What the rows with these values would say if they left now."""
    from engage.mail.letters import letter_of

    return [letter_of(one) for one in in_outbox(**columns)]


def follow(email: str, key, frequency: str = "daily"):
    """Let an address follow a thing, confirmed now, without a mail about it."""
    from engage.core.permissions import VISITOR
    from engage.mail import actions, targets
    from engage.mail.models import Frequency

    thing = targets.target(*key)
    db.session.commit()
    with unit_of_work():
        found = actions.ask_to_follow(VISITOR, email=email, target=thing, frequency=Frequency(frequency))
        subscriber = actions.queries.subscriber_by_email(email)
        actions.confirm(VISITOR, subscriber=subscriber, subscription_ids={found.id})
    return subscriber


def runs_of(kind):
    """The runs of a kind, oldest first, as the database has them now."""
    from engage.mail.models import MailRun

    db.session.rollback()
    return list(db.session.scalars(select(MailRun).filter_by(kind=kind).order_by(MailRun.id)))
