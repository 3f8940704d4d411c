"""The ledger: the append-only record of what happened, and the cursors of those who read it.

An entry is written in the transaction that does the thing. A sealer gives each entry a gap-free position and a
hash over the entry and the seal before it; readers keep a cursor over positions, so that nothing is missed and
nothing is read twice even where ids become visible out of order.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, delete, func, insert, select, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from engage.core import clock, jobs
from engage.core.database import Base, after_commit, db
from engage.core.numbering import next_ids
from engage.core.prepared import Prepared

BigId = BigInteger().with_variant(Integer, "sqlite")
GENESIS = "0" * 64
FEW = 20
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_LINE_BY_LINE = json.JSONEncoder(sort_keys=True, separators=("\n", ":"), ensure_ascii=False)
_verbs: dict[str, "Verb"] = {}


class UndeclaredFact(Exception):
    """A verb or a fact was recorded that no feature declared."""


@dataclass(frozen=True)
class Verb:
    """A kind of entry: its name `thing.happened`, the kind of its subject, and exactly the facts that it carries."""

    name: str
    subject: str
    facts: Mapping[str, type]
    says: str


class Entry(Base):
    """One line of the ledger. Facts are ids and old / new values as canonical JSON, never personal data."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_subject", "subject_kind", "subject_id", "id"),
        Index("ix_ledger_entry_at", "at", "id"),
        Index("ix_ledger_entry_verb", "verb", "at", "id"),
        Index("ix_ledger_entry_actor", "actor_id", "at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    verb: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    subject_kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigId)
    facts: Mapped[str]

    @property
    def values(self) -> dict[str, Any]:
        """The facts as Python values."""
        return dict(json.loads(self.facts))


class Unsealed(Base):
    """An entry that waits for its seal."""

    __tablename__ = "ledger_unsealed"

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True, autoincrement=False)


class Seal(Base):
    """The position of an entry and the hash that chains it to the seal before."""

    __tablename__ = "ledger_seal"

    position: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    hash: Mapped[str]


class Cursor(Base):
    """How far one reader has read."""

    __tablename__ = "ledger_cursor"

    reader: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigId)


def declare(name: str, *, subject: str, says: str, **facts: type) -> Verb:
    """Declare a verb with exactly its facts (name=type): texts, whole numbers, yes or no; a name is declared once."""
    if name in _verbs:
        raise UndeclaredFact(f"{name} is declared twice")
    if not {str, int, bool}.issuperset(facts.values()):
        raise UndeclaredFact(f"{name} has a fact that is neither a text nor a whole number nor yes or no")
    _verbs[name] = Verb(name, subject, facts, says)
    return _verbs[name]


def declared() -> dict[str, Verb]:
    """All declared verbs by name."""
    return dict(_verbs)


def never_given(kind: str, held: InstrumentedAttribute[int]) -> int | None:
    """An id for a new thing of a kind whose rows can be deleted; None where the database sees to it.

    SQLite gives the id of a deleted row to the next one, and the ledger would then speak of both as one.
    """
    if db.engine.dialect.name != "sqlite":
        return None
    known = select(func.max(Entry.subject_id)).where(Entry.subject_kind == kind)
    return 1 + max(db.session.scalar(known) or 0, db.session.scalar(select(func.max(held))) or 0)


_ENTRIES: Any = Entry.__table__
_UNSEALED: Any = Unsealed.__table__
_INSERT_ENTRY = Prepared(
    lambda _dialect: insert(_ENTRIES).returning(_ENTRIES.c.id),
    ["at", "verb", "actor_id", "subject_kind", "subject_id", "facts"],
)
_INSERT_NUMBERED = Prepared(
    lambda _dialect: insert(_ENTRIES), ["id", "at", "verb", "actor_id", "subject_kind", "subject_id", "facts"]
)
_INSERT_UNSEALED = Prepared(lambda _dialect: insert(_UNSEALED), ["entry_id"])


class Event(NamedTuple):
    """What one entry will say."""

    verb: Verb
    subject_id: int
    actor_id: int | None
    facts: Mapping[str, Any]


def event(verb: Verb, *, subject_id: int, actor_id: int | None, **facts: Any) -> Event:
    """What happened, for `record_all`."""
    return Event(verb, subject_id, actor_id, facts)


def record(verb: Verb, *, subject_id: int, actor_id: int | None, **facts: Any) -> None:
    """Write one entry in the running unit of work, and wake the sealer once it is committed.

    Raises UndeclaredFact unless the facts are exactly those declared, each of its type or None.
    """
    record_all([Event(verb, subject_id, actor_id, facts)])


def record_all(events: Sequence[Event]) -> None:
    """Write the entries of one action, in their order, as `record` does, with fewer statements."""
    # Not by the session: two flushes for each entry would cost more than all else that an action does.
    written = _write_many(events) if len(events) > FEW else _write_few(events)
    _INSERT_UNSEALED.run_columns({"entry_id": written})
    after_commit(_wake_sealer)


def _write_few(events: Sequence[Event]) -> Sequence[int]:
    return [_INSERT_ENTRY.run(_row(each)).scalar_one() for each in events]


def _write_many(events: Sequence[Event]) -> Sequence[int]:
    ids = next_ids(_ENTRIES.c.id, len(events))
    for each in events:
        _check(each.verb, each.facts)
    _INSERT_NUMBERED.run_columns(
        {
            "id": ids,
            "at": [clock.now()] * len(events),
            "verb": [each.verb.name for each in events],
            "actor_id": [each.actor_id for each in events],
            "subject_kind": [each.verb.subject for each in events],
            "subject_id": [each.subject_id for each in events],
            "facts": _all_canonical(events),
        }
    )
    return ids


def _row(told: Event) -> dict[str, Any]:
    _check(told.verb, told.facts)
    return {
        "at": clock.now(),
        "verb": told.verb.name,
        "actor_id": told.actor_id,
        "subject_kind": told.verb.subject,
        "subject_id": told.subject_id,
        "facts": _canonical(told.facts),
    }


def _check(verb: Verb, facts: Mapping[str, Any]) -> None:
    if _verbs.get(verb.name) is not verb:
        raise UndeclaredFact(f"{verb.name} is not declared")
    if facts.keys() != verb.facts.keys():
        raise UndeclaredFact(f"{verb.name} carries {sorted(verb.facts)}, not {sorted(facts)}")
    for name, value in facts.items():
        if value is not None and not isinstance(value, verb.facts[name]):
            raise UndeclaredFact(f"{verb.name}: {name} is {type(value).__name__}, not {verb.facts[name].__name__}")


def _canonical(facts: Mapping[str, Any]) -> str:
    return _CANONICAL.encode(facts)


def _all_canonical(events: Sequence[Event]) -> list[str]:
    """The facts of each as `_canonical` writes them, in one call: each call would make an encoder of its own."""
    # Facts hold nothing within them and line feeds in texts are escaped, so that only facts are parted by them.
    told = _LINE_BY_LINE.encode([each.facts for each in events])
    return ["{" + each.replace("\n", ",") + "}" for each in told[2:-2].split("}\n{")]


def _wake_sealer() -> None:
    jobs.wake("ledger.seal")


def seal(batch: int = 1000) -> int:
    """Seal up to `batch` waiting entries in the running unit of work; give their number. One sealer at a time."""
    _lock_sealing()
    rows = db.session.scalars(
        select(Entry).join(Unsealed, Unsealed.entry_id == Entry.id).order_by(Entry.id).limit(batch)
    ).all()
    last = db.session.scalars(select(Seal).order_by(Seal.position.desc()).limit(1)).first()
    position, before = (last.position, last.hash) if last else (0, GENESIS)
    for entry in rows:
        position += 1
        before = digest(position, before, entry)
        db.session.add(Seal(position=position, entry_id=entry.id, hash=before))
    if rows:
        db.session.execute(delete(Unsealed).where(Unsealed.entry_id.in_([entry.id for entry in rows])))
        db.session.flush()
    return len(rows)


def _lock_sealing() -> None:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(7305)"))


def digest(position: int, before: str, entry: Entry) -> str:
    """The hash of an entry at a position: SHA-256 over canonical JSON of position, previous hash and all columns."""
    line = [
        position,
        before,
        entry.id,
        entry.at.isoformat(timespec="microseconds"),
        entry.verb,
        entry.actor_id,
        entry.subject_kind,
        entry.subject_id,
        entry.facts,
    ]
    return hashlib.sha256(json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What verification found: how many seals hold, how many entries wait, and the first fault if any."""

    sealed: int
    unsealed: int
    fault: str | None


def verify(batch: int = 2000) -> Verdict:
    """Walk the whole chain and compare each seal with its entry; memory stays flat."""
    position, before = 0, GENESIS
    for seal_row, entry in _sealed_pairs(batch):
        position += 1
        if seal_row.position != position:
            return Verdict(position - 1, _waiting(), f"position {position} is missing")
        if entry is None or digest(position, before, entry) != seal_row.hash:
            return Verdict(position - 1, _waiting(), f"entry {seal_row.entry_id} at position {position} was changed")
        before = seal_row.hash
    known = db.session.scalar(select(func.count()).select_from(Entry)) or 0
    waiting = _waiting()
    lost = known - position - waiting
    return Verdict(position, waiting, f"{lost} entries have neither seal nor place in the queue" if lost else None)


def _waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(Unsealed)) or 0


def _sealed_pairs(batch: int) -> Iterator[tuple[Seal, Entry | None]]:
    after = 0
    while True:
        rows = db.session.execute(
            select(Seal, Entry)
            .outerjoin(Entry, Entry.id == Seal.entry_id)
            .where(Seal.position > after)
            .order_by(Seal.position)
            .limit(batch)
        ).all()
        if not rows:
            return
        for seal_row, entry in rows:
            after = seal_row.position
            yield seal_row, entry
        db.session.expunge_all()


@dataclass(frozen=True)
class Sealed:
    """An entry with its position, as readers get it."""

    position: int
    entry: Entry


def read(reader: str, *, verbs: Sequence[Verb], limit: int = 500) -> list[Sealed]:
    """The next sealed entries of the given verbs behind the reader's cursor, in order; moves nothing."""
    return read_after(position_of(reader), verbs=verbs, limit=limit)


def read_after(position: int, *, verbs: Sequence[Verb], limit: int = 500) -> list[Sealed]:
    """The sealed entries of the given verbs behind a position, in order."""
    rows = db.session.execute(
        select(Seal.position, Entry)
        .join(Entry, Entry.id == Seal.entry_id)
        .where(Seal.position > position, Entry.verb.in_([verb.name for verb in verbs]))
        .order_by(Seal.position)
        .limit(limit)
    )
    return [Sealed(position, entry) for position, entry in rows]


def position_of(reader: str) -> int:
    """Where a reader stands; 0 before its first reading."""
    return db.session.scalar(select(Cursor.position).where(Cursor.reader == reader)) or 0


def last_position() -> int:
    """The position of the newest seal; 0 when nothing is sealed."""
    return db.session.scalar(select(func.max(Seal.position))) or 0


def advance(reader: str, position: int) -> None:
    """Move a reader's cursor in the unit of work that did what it read; never backwards."""
    cursor = db.session.get(Cursor, reader)
    if cursor is None:
        db.session.add(Cursor(reader=reader, position=position))
    elif position > cursor.position:
        cursor.position = position
