"""Keeping what a change found in a record, so that its history tells it; the ledger names it by id only."""

import json
from collections.abc import Sequence

from sqlalchemy import Select, insert, update

from engage.core.database import db
from engage.core.numbering import next_ids
from engage.core.prepared import Prepared
from engage.directory.held import Held
from engage.directory.models import RecordKind, RecordRevision

_REVISIONS = Prepared(lambda _dialect: insert(RecordRevision.__table__), ["id", "kind", "subject_id", "held"])  # type: ignore[arg-type]


def keep(kind: RecordKind, subject_id: int, held: Held) -> int:
    """Keep what a change found and left; the id by which the ledger names it."""
    found = RecordRevision(kind=kind, subject_id=subject_id, held=_text(held))
    db.session.add(found)
    db.session.flush()
    return found.id


def keep_all(kind: RecordKind, changes: Sequence[tuple[int, Held]]) -> list[int | None]:
    """Keep what many changes found, each of a record by its id; their ids in that order, None where nothing changed."""
    told = [(key, held) for key, held in changes if held]
    ids = iter(next_ids(RecordRevision.__table__.c.id, len(told)) if told else ())
    given = [next(ids) if held else None for _, held in changes]
    _REVISIONS.run_columns(
        {
            "id": [each for each in given if each is not None],
            "kind": [kind] * len(told),
            "subject_id": [key for key, _ in told],
            "held": [_text(held) for _, held in told],
        }
    )
    return given


def forget(kind: RecordKind, subject_ids: Sequence[int] | Select[int]) -> None:
    """Forget what records said before; the rows stay, so that an id that the ledger names is given to no other."""
    own = (RecordRevision.kind == kind, RecordRevision.subject_id.in_(subject_ids))
    db.session.execute(update(RecordRevision).where(*own).values(held=""))


def _text(held: Held) -> str:
    return json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
