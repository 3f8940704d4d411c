"""What mail holds of a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engage.core.database import db
from engage.core.outbox import OutboxMessage
from engage.core.person import Fate, Holding, Person, addressed, finds, holds, mentions, one_of
from engage.mail.models import (
    AddressChange,
    ConsentRecord,
    Objection,
    ReturnedMail,
    Subscriber,
    Subscription,
    Suppression,
)

FORGOTTEN = "we write to the address no more, but for what somebody asks us anew"


@finds
def subscribers_of(person: Person) -> Person:
    """Who follows something at the address or with the account."""
    mine = or_(one_of(Subscriber.account_id, person.ids("account")), addressed(Subscriber.email, person))
    return person.adding("subscriber", db.session.scalars(select(Subscriber.id).where(mine)))


def _of(column: Any) -> Callable[[Person], ColumnElement[bool]]:
    return lambda person: one_of(column, person.ids("subscriber"))


def _changes(person: Person) -> ColumnElement[bool]:
    addresses = (addressed(column, person) for column in (AddressChange.old_email, AddressChange.new_email))
    return or_(one_of(AddressChange.subscriber_id, person.ids("subscriber")), *addresses)


holds(
    Holding(
        "What you follow",
        Subscription,
        _of(Subscription.subscriber_id),
        Fate.DELETED,
        FORGOTTEN,
        also=("target_kind", "target_id", "frequency", "created_at", "confirmed_at", "ended_at"),
    ),
    Holding(
        "Mail that you do not want",
        Objection,
        _of(Objection.subscriber_id),
        Fate.DELETED,
        FORGOTTEN,
        also=("kind", "at"),
    ),
    Holding(
        "Addresses that you asked to change",
        AddressChange,
        _changes,
        Fate.DELETED,
        FORGOTTEN,
        also=("asked_at", "done_at"),
    ),
    Holding(
        "Your address as a subscriber",
        Subscriber,
        _of(Subscriber.id),
        Fate.DELETED,
        FORGOTTEN,
        also=("created_at", "confirmed_at", "digest_hour", "digest_weekday", "paused_until"),
    ),
    Holding(
        "What you agreed to and refused",
        ConsentRecord,
        lambda person: or_(
            one_of(ConsentRecord.subscriber_id, person.ids("subscriber")), addressed(ConsentRecord.email, person)
        ),
        Fate.EMPTIED,
        "that somebody agreed to something stays; with the salt of its hash gone, nobody can tell who it was",
        also=("at", "what", "page", "proof"),
        empties={"email": "", "details": "{}", "salt": None},
    ),
    Holding(
        "Mail of ours that came back",
        ReturnedMail,
        lambda person: addressed(ReturnedMail.email, person),
        Fate.DELETED,
        FORGOTTEN,
        also=("kind", "at"),
    ),
    Holding(
        "That you must not be written to",
        Suppression,
        lambda person: addressed(Suppression.email, person),
        Fate.KEPT,
        "the mailbox refused our mail or its reader called it spam, and without this line we would write to it again",
        also=("reason", "at"),
    ),
    Holding(
        "Mail that we sent you or are about to",
        OutboxMessage,
        lambda person: addressed(OutboxMessage.to, person),
        Fate.DELETED,
        "what is in your mailbox is yours; here nothing of it is kept",
        also=("name", "subject", "state", "created_at", "sent_at"),
        unseen={"html": "the same as the text"},
    ),
    Holding(
        "Mail to others that names you",
        OutboxMessage,
        lambda person: mentions(
            person,
            *(OutboxMessage.reply_to, OutboxMessage.subject, OutboxMessage.text, OutboxMessage.html),
            *(OutboxMessage.contents, OutboxMessage.last_error),
        ),
        Fate.BLACKED_OUT,
        "others must get their mail",
        also=("name", "state", "created_at"),
        unseen=dict.fromkeys(("to", "text", "html", "reply_to"), "it was written to somebody else"),
        keeps={"to": "it is somebody else’s"},
        blacks_out=("subject", "text", "html", "reply_to", "contents", "last_error"),
        only_by_staff=True,
    ),
)
