"""The outbox: every mail is a row before it leaves, unique by its key."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import Index, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock, jobs
from engage.core.database import Base, after_commit, db, personal, stored_enum
from engage.core.ledger import BigId
from engage.core.messages import Message


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

    While it is being attempted, `due_at` is the end of the lease: an attempt that died is due again by itself.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "state", "bulk", "due_at"),)

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
    bulk: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(stored_enum(OutboxState, "state"), default=OutboxState.PLANNED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    @property
    def extra_headers(self) -> dict[str, str]:
        """The headers beside those that every mail has."""
        return dict(json.loads(self.headers))


def put(
    message: Message, *, key: str | None = None, due_at: datetime | None = None, bulk: bool = False
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


def put_all(messages: Mapping[str, Message], *, bulk: bool = True) -> int:
    """Put messages by their keys with two statements; those whose key is there already change nothing."""
    known = set(db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(messages))))
    fresh = [_values(key, message, None, bulk) for key, message in messages.items() if key not in known]
    if fresh:
        insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
        table = OutboxMessage.metadata.tables[OutboxMessage.__tablename__]
        db.session.execute(insert(table).on_conflict_do_nothing(), fresh)
        after_commit(_wake)
    return len(fresh)


def wake_after_commit() -> None:
    """Ask for a delivery once the running unit of work is committed."""
    after_commit(_wake)


def _values(key: str, message: Message, due_at: datetime | None, bulk: bool) -> dict[str, Any]:
    now = clock.now()
    return {
        "key": key,
        "message_id": f"<{secrets.token_hex(16)}@{_domain()}>",
        "name": message.name,
        "to": message.to,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "reply_to": message.reply_to,
        "headers": json.dumps(message.headers, sort_keys=True),
        "bulk": bulk,
        "created_at": now,
        "due_at": due_at or now,
        "state": OutboxState.PLANNED,
        "attempts": 0,
        "last_error": "",
    }


def _domain() -> str:
    return str(current_app.config["ENGAGE"].sender).rpartition("@")[2]


def _wake() -> None:
    jobs.wake("mail.deliver")
