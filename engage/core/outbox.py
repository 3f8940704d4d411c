"""The outbox: every mail is a row before it leaves, unique by its key, its Message-ID fixed when it is planned."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import Index, UniqueConstraint, delete, select, text
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock, jobs
from engage.core.database import Base, after_commit, db, personal, stored_enum
from engage.core.ledger import BigId
from engage.core.messages import About, Message, MessageClass


class OutboxState(StrEnum):
    """Where a message stands."""

    PLANNED = "planned"
    ATTEMPTING = "attempting"
    DEFERRED = "deferred"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    DROPPED = "dropped"


class OutboxMessage(Base):
    """One mail to one address; its texts are emptied once it has been sent.

    While it is being attempted, `due_at` is the end of the lease: an attempt that died is due again by itself, and
    `repeated_at` says when it was repeated, for nobody knows whether it had arrived. `settled_at` says since when
    its fate is decided.
    A message of a run is one for each person. One that has `contents` is put together from them when it leaves,
    so that it says only what is still public then; `about` is looked at in the same way for a message that is
    written already.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        Index(
            "ix_outbox_message_due",
            "bulk",
            "due_at",
            "run_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index("ix_outbox_message_state", "state", "id"),
        Index("ix_outbox_message_run", "run_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    to: Mapped[str] = mapped_column(
        index=True, info=personal("to send the message", "the basis of the message", "90 days after sending")
    )
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(
        info=personal("what the message says", "the basis of the message", "emptied when sent")
    )
    html: Mapped[str] = mapped_column(
        info=personal("what the message says", "the basis of the message", "emptied when sent")
    )
    reply_to: Mapped[str] = mapped_column(
        info=personal("whom an answer reaches", "the basis of the message", "90 days after sending")
    )
    headers: Mapped[str]
    domain: Mapped[str] = mapped_column(default="", server_default="")
    message_class: Mapped[MessageClass] = mapped_column(
        stored_enum(MessageClass, "message_class"), default=MessageClass.SERVICE, server_default="service"
    )
    basis: Mapped[str] = mapped_column(default="", server_default="")
    about: Mapped[str] = mapped_column(default="[]", server_default="[]")
    contents: Mapped[str] = mapped_column(default="", server_default="")
    run_id: Mapped[int | None] = mapped_column(BigId)
    person_id: Mapped[int | None] = mapped_column(BigId)
    bulk: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(stored_enum(OutboxState, "state"), default=OutboxState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    repeated_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    @property
    def extra_headers(self) -> dict[str, str]:
        """The headers beside those that every mail has."""
        return dict(json.loads(self.headers))

    @property
    def things(self) -> list[About]:
        """What the message is about."""
        return [(kind, number) for kind, number in json.loads(self.about)]


def put(
    message: Message,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    bulk: bool = False,
) -> OutboxMessage:
    """Put a message into the outbox in the running unit of work; a key that is there already changes nothing.

    What is `bulk` (digests, newsletters) leaves after whatever somebody waits for.
    """
    if key is not None:
        known = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).first()
        if known is not None:
            return known
    row = OutboxMessage(**_values(key or secrets.token_hex(12), message, due_at, bulk))
    db.session.add(row)
    after_commit(_wake)
    return row


def drop_planned(beginning: str) -> None:
    """Forget the messages whose keys begin so and that have not left: what they tell of was taken back."""
    db.session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.key.startswith(beginning, autoescape=True), OutboxMessage.state == OutboxState.PLANNED
        )
    )


def put_all(messages: Mapping[str, Message], *, bulk: bool = True) -> int:
    """Put messages by their keys with two statements; those whose key is there already change nothing."""
    known = set(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(messages))))
    fresh = [_values(key, message, None, bulk) for key, message in messages.items() if key not in known]
    if fresh:
        _insert(fresh)
    return len(fresh)


@dataclass(frozen=True)
class Planned:
    """What differs between the messages of one run; each is put together from its contents when it leaves."""

    key: str
    to: str
    person_id: int
    subject: str
    contents: str
    due_at: datetime


def put_planned(sample: Message, people: Sequence[Planned], *, run_id: int) -> None:
    """Put a message for each of many people, all bulk and otherwise like the sample, with one statement."""
    if not people:
        return
    same = {**_values("", sample, None, bulk=True), "run_id": run_id}
    rows = [{**same, **vars(one), "message_id": message_id(one.key), "domain": domain_of(one.to)} for one in people]
    _insert(rows)


def _insert(rows: Sequence[Mapping[str, Any]]) -> None:
    insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    table = OutboxMessage.metadata.tables[OutboxMessage.__tablename__]
    db.session.execute(insert(table).on_conflict_do_nothing(), rows)
    after_commit(_wake)


def wake_after_commit() -> None:
    """Ask for a delivery once the running unit of work is committed."""
    after_commit(_wake)


def _values(key: str, message: Message, due_at: datetime | None, bulk: bool) -> dict[str, Any]:
    now = clock.now()
    return {
        "key": key,
        "message_id": message_id(key),
        "name": message.name,
        "to": message.to,
        "domain": domain_of(message.to),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "reply_to": message.reply_to,
        "headers": json.dumps(message.headers, sort_keys=True),
        "message_class": message.message_class,
        "basis": message.basis,
        "about": json.dumps(message.about),
        "contents": "",
        "run_id": None,
        "person_id": None,
        "bulk": bulk,
        "created_at": now,
        "due_at": due_at or now,
        "state": OutboxState.PLANNED,
        "attempts": 0,
        "last_error": "",
    }


def message_id(key: str) -> str:
    """The Message-ID of a key: the same whenever it is planned, so that a restored backup repeats and does not add."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    digest = hashlib.blake2b(key.encode(), key=hashlib.sha256(secret).digest(), digest_size=16)
    return f"<{digest.hexdigest()}@{domain_of(str(current_app.config['ENGAGE'].sender))}>"


def domain_of(address: str) -> str:
    """What stands behind the last @ of an address, in small letters."""
    return address.rpartition("@")[2].lower()


def _wake() -> None:
    jobs.wake("mail.deliver")
