"""What was decided on a day, counted with each decision."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.comments.models import Comment
from engage.core.database import db
from engage.core.i18n import local
from engage.core.prepared import Prepared
from engage.moderation.models import DayCount, Decision
from engage.moderation.spans import span_of


def count(publication_id: int, decision: Decision, number: int) -> None:
    """Count a decision, or with -1 one that is undone."""
    day = local(decision.at).date()
    rows = [
        {"day": day, "publication_id": publication_id, "what": what, "key": key, "number": number}
        for what, key in _counted(decision)
    ]
    RAISE.run_all(rows)


def _counted(decision: Decision) -> list[tuple[str, str]]:
    found = [("verdict", decision.verdict.value)]
    if decision.reason_key is not None:
        found.append(("reason", decision.reason_key))
    if decision.waited is not None:
        found.append(("waited", span_of(decision.waited)))
    return found


def _raise_count(dialect: str) -> Any:
    make: Any = insert_postgresql if dialect == "postgresql" else insert_sqlite
    new = make(DayCount.__table__)
    return new.on_conflict_do_update(
        index_elements=["day", "publication_id", "what", "key"], set_={"number": DayCount.number + new.excluded.number}
    )


RAISE = Prepared(_raise_count, ["day", "publication_id", "what", "key", "number"])


def recount_decisions(publication_id: int) -> list[tuple[str, int, int]]:
    """Count the decisions about the comments of a publication again; put right and give back what differed."""
    right: Counter[tuple[date, str, str]] = Counter()
    decided = select(Decision).join(Comment, Comment.id == Decision.comment_id)
    wanted = decided.where(Comment.publication_id == publication_id, Decision.undone_at.is_(None))
    for decision in db.session.scalars(wanted.execution_options(yield_per=1000)):
        day = local(decision.at).date()
        right.update((day, what, key) for what, key in _counted(decision))
    here = select(DayCount).where(DayCount.publication_id == publication_id).execution_options(populate_existing=True)
    kept = {(row.day, row.what, row.key): row.number for row in db.session.scalars(here) if row.number}
    wrong = [
        (f"{key[1]} {key[2]} on {key[0].isoformat()}", kept.get(key, 0), right.get(key, 0))
        for key in sorted(kept.keys() | right.keys())
        if kept.get(key, 0) != right.get(key, 0)
    ]
    if wrong:
        db.session.execute(delete(DayCount).where(DayCount.publication_id == publication_id))
        db.session.add_all(
            DayCount(day=day, publication_id=publication_id, what=what, key=key, number=number)
            for (day, what, key), number in right.items()
        )
    return wrong
