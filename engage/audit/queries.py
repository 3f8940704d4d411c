"""The ledger as people read it: newest first, with names for those who acted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from engage.accounts.queries import account_by_email, names_of
from engage.core.database import db
from engage.core.ledger import Entry, Seal, declared


@dataclass(frozen=True)
class Line:
    """An entry with the words for it, and its position once it is sealed."""

    entry: Entry
    says: str
    actor: str
    facts: tuple[tuple[str, str], ...]
    position: int | None


@dataclass(frozen=True)
class Wanted:
    """Which entries to show; what is None does not matter."""

    verb: str | None = None
    kind: str | None = None
    subject_id: int | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def kinds() -> list[str]:
    """The kinds of things that the ledger speaks of."""
    return sorted({verb.subject for verb in declared().values()})


def actor_of(text: str) -> int | None:
    """The account that a number or an address names; 0, which nobody is, if there is none."""
    text = text.strip()
    if not text:
        return None
    if text.isdecimal() and len(text) < 18:
        return int(text)
    found = account_by_email(text)
    return found.id if found else 0


def lines(wanted: Wanted, *, after: int | None = None, limit: int = 50) -> Sequence[Line]:
    """The wanted entries, newest first, behind the entry of an id."""
    statement = select(Entry, Seal.position).outerjoin(Seal, Seal.entry_id == Entry.id)
    exact = {
        Entry.verb: wanted.verb,
        Entry.subject_kind: wanted.kind,
        Entry.subject_id: wanted.subject_id,
        Entry.actor_id: wanted.actor_id,
    }
    for column, value in exact.items():
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(Entry.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(Entry.at < wanted.until)
    if after is not None:
        last = select(Entry.at).where(Entry.id == after).scalar_subquery()
        statement = statement.where(Entry.at <= last, or_(Entry.at < last, Entry.id < after))
    rows = db.session.execute(statement.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)).all()
    names = names_of([entry.actor_id for entry, _ in rows if entry.actor_id is not None])
    return [_line(entry, position, names) for entry, position in rows]


def _line(entry: Entry, position: int | None, names: dict[int, str]) -> Line:
    verb = declared().get(entry.verb)
    actor = "The site itself" if entry.actor_id is None else names.get(entry.actor_id, f"Account {entry.actor_id}")
    facts = tuple((name.replace("_", " "), _said(value)) for name, value in entry.values.items() if value is not None)
    return Line(entry, verb.says if verb else entry.verb, actor, facts, position)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
