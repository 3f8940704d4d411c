"""The record of consent: one row for each change of what a person agreed to, proved by the ledger and erasable."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.ledger import Entry
from engage.core.permissions import Viewer
from engage.mail import wordings
from engage.mail.models import ConsentRecord, ConsentWording, Proof, Subscriber
from engage.mail.verbs import CONSENT_RECORDED
from engage.mail.wordings import Wording

BATCH = 500


@dataclass(frozen=True)
class Leave:
    """Where somebody said what we may send, what the page said, and how we know who it was."""

    wording: Wording
    page: str
    proof: Proof


BY_THE_SITE = Leave(wordings.NONE, "", Proof.SITE)


@dataclass(frozen=True)
class Change:
    """One thing that was said, with its particulars."""

    what: str
    details: Mapping[str, Any]


def note(actor: Viewer, *, subscriber: Subscriber, leave: Leave, changes: Sequence[Change]) -> None:
    """Write a row for each change and let the ledger vouch for it, in the running unit of work."""
    if not changes:
        return
    _keep_wording(leave.wording)
    rows = [_row(subscriber, leave, change) for change in changes]
    db.session.add_all(rows)
    db.session.flush()
    ledger.record_all(
        [ledger.event(CONSENT_RECORDED, subject_id=row.id, actor_id=actor.account_id, hash=digest(row)) for row in rows]
    )


def _row(subscriber: Subscriber, leave: Leave, change: Change) -> ConsentRecord:
    return ConsentRecord(
        subscriber_id=subscriber.id,
        email=subscriber.email,
        at=clock.now(),
        what=change.what,
        details=json.dumps(change.details, sort_keys=True, ensure_ascii=False),
        wording=leave.wording.version,
        page=leave.page,
        proof=leave.proof,
        salt=secrets.token_hex(16),
    )


def _keep_wording(wording: Wording) -> None:
    insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    values = {"version": wording.version, "words": wording.words, "first_used_at": clock.now()}
    db.session.execute(insert(ConsentWording).values(**values).on_conflict_do_nothing())


def digest(row: ConsentRecord) -> str:
    """The hash that the ledger holds of a row; of an erased one nobody can make it again."""
    line = [
        row.salt,
        row.id,
        row.subscriber_id,
        row.email,
        row.at.isoformat(timespec="microseconds"),
        row.what,
        row.details,
        row.wording,
        row.page,
        row.proof.value,
    ]
    return hashlib.sha256(json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def forget(subscriber_ids: Collection[int]) -> None:
    """Take from the rows of some people whatever says who they are; what the ledger holds then proves nothing."""
    mine = ConsentRecord.subscriber_id.in_(subscriber_ids)
    db.session.execute(update(ConsentRecord).where(mine).values(email="", details="{}", salt=None))


@dataclass(frozen=True)
class Told:
    """A row as it is shown and exported: with the words of its page, and whether the ledger vouches for it."""

    record: ConsentRecord
    words: str
    is_proved: bool

    @property
    def details(self) -> dict[str, Any]:
        """The particulars."""
        return dict(json.loads(self.record.details))


def of_address(email: str) -> Iterator[Told]:
    """Everything that the person at an address ever said about our mail, oldest first.

    A person who changed her address is the same person: the rows under the address before belong to it.
    """
    ids = set(db.session.scalars(select(ConsentRecord.subscriber_id).where(ConsentRecord.email == email)))
    wanted = (
        select(ConsentRecord, ConsentWording.words)
        .join(ConsentWording, ConsentWording.version == ConsentRecord.wording)
        .where(ConsentRecord.subscriber_id.in_(ids), ConsentRecord.salt.is_not(None))
        .order_by(ConsentRecord.id)
    )
    after = 0
    while rows := db.session.execute(wanted.where(ConsentRecord.id > after).limit(BATCH)).all():
        hashes = _hashes([row.id for row, _ in rows])
        for row, words in rows:
            after = row.id
            yield Told(row, words, hashes.get(row.id) == digest(row))


def as_facts(told: Told) -> dict[str, Any]:
    """A row as a file for the person holds it."""
    row = told.record
    return {
        "at": row.at.isoformat(),
        "address": row.email,
        "what": row.what,
        "details": told.details,
        "page": row.page,
        "how we know": row.proof.value,
        "wording": row.wording,
        "the page said": told.words,
        "proved by the ledger": told.is_proved,
    }


def _hashes(ids: Sequence[int]) -> dict[int, str]:
    mine = (Entry.subject_kind == CONSENT_RECORDED.subject, Entry.subject_id.in_(ids))
    return {entry.subject_id: entry.values["hash"] for entry in db.session.scalars(select(Entry).where(*mine))}
