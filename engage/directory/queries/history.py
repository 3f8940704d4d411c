"""What happened to one record of the directory, from the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.accounts.queries import names_of
from engage.core.database import db
from engage.core.ledger import Entry, declared


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, what of it, and who did it."""

    at: datetime
    says: str
    fields: str
    actor: str


def history_of(kind: str, *subject_ids: int, limit: int = 30) -> Sequence[Happening]:
    """The newest entries about a record and its doubles, newest first."""
    rows = db.session.scalars(
        select(Entry)
        .where(Entry.subject_kind == kind, Entry.subject_id.in_(subject_ids))
        .order_by(Entry.id.desc())
        .limit(limit)
    ).all()
    names = names_of([row.actor_id for row in rows if row.actor_id is not None])
    verbs = declared()
    return [
        Happening(
            row.at,
            verbs[row.verb].says if row.verb in verbs else row.verb,
            str(row.values.get("fields") or "").replace("_", " "),
            "The site itself" if row.actor_id is None else names.get(row.actor_id, "A former account"),
        )
        for row in rows
    ]
