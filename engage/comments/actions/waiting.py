"""The moderators' list of comments, kept in step with every change of a comment, and counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.comments.language import guess_language
from engage.comments.models import Comment, Hold, Waiting, WaitingCount, WaitingKind
from engage.core import clock
from engage.core.database import db
from engage.core.prepared import Prepared
from engage.screening.models import RuleAction

Kinds = frozenset[tuple[WaitingKind, int]]
_WAITING: Any = Waiting.__table__
LEAVE = Prepared(
    lambda _dialect: delete(_WAITING).where(
        _WAITING.c.comment_id == bindparam("comment"), _WAITING.c.kind == bindparam("as_kind")
    )
)
HELD_BY = (
    select(Hold.source)
    .where(Hold.comment_id == bindparam("comment"), Hold.revision == bindparam("revision"))
    .order_by(Hold.action != RuleAction.HOLD, Hold.id)
    .limit(1)
)


def follow(comment: Comment, before: Kinds, now: Kinds, source: str = "") -> None:
    """Bring the list from what a comment stood in it as to what it stands in it as now.

    `source` is the wording that waits, where it is not the comment's own.
    """
    gone, new = before - now, now - before
    for kind, _ in gone:
        LEAVE.run({"comment": comment.id, "as_kind": kind})
    if new:
        language = guess_language(source or comment.body)
        db.session.execute(insert(Waiting), [_row(comment, kind, revision, language) for kind, revision in new])
    changes = Counter(kind for kind, _ in new)
    changes.subtract(kind for kind, _ in gone)
    count(comment.publication_id, changes.items())


def enter(comment: Comment) -> None:
    """Put a comment into the list that was just written."""
    if comment.waits:
        follow(comment, frozenset(), comment.waiting_kinds)


def _row(comment: Comment, kind: WaitingKind, revision: int, language: str) -> dict[str, Any]:
    since: datetime | None = None if kind is WaitingKind.REPORT else comment.waiting_since
    held = db.session.scalar(HELD_BY, {"comment": comment.id, "revision": revision})
    return {
        "comment_id": comment.id,
        "kind": kind,
        "publication_id": comment.publication_id,
        "revision": revision,
        "since": since or clock.now(),
        "language": language,
        "held": held or "",
        "likeness": comment.likeness,
    }


def count(publication_id: int, changes: Iterable[tuple[WaitingKind, int]]) -> None:
    """Change the counts of a publication, whose thread is held, by these numbers."""
    for kind, number in sorted(changes):
        if number:
            values = {"publication_id": publication_id, "kind": kind, "number": number}
            RAISE.run(values)


def _raise_count(dialect: str) -> Any:
    make: Any = insert_postgresql if dialect == "postgresql" else insert_sqlite
    new = make(WaitingCount.__table__)
    return new.on_conflict_do_update(
        index_elements=["publication_id", "kind"], set_={"number": WaitingCount.number + new.excluded.number}
    )


RAISE = Prepared(_raise_count, ["publication_id", "kind", "number"])
