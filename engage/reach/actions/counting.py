"""Counting the figures of plans and consultations, so that a page shows them without reading the directory."""

import threading
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.core import clock, ledger
from engage.core.database import db, reading, unit_of_work
from engage.reach.models import ReachCount, ReachStanding, SubjectKind
from engage.reach.queries import figures, standings
from engage.reach.queries.standings import Spoken
from engage.reach.queries.subjects import Subject, subject_of
from engage.reach.stakeholders import Stakeholder

AT_A_TIME = timedelta(seconds=20)
_running = threading.Lock()


def count_due(now: datetime) -> int:
    """Count what may have changed, for some seconds at most; gives how many subjects were counted.

    Nothing is done while another thread of this process counts: it will be asked again in a minute.
    """
    if not _running.acquire(blocking=False):
        return 0
    try:
        return _count_due(now)
    finally:
        _running.release()


def _count_due(now: datetime) -> int:
    begun, number = clock.now(), 0
    with reading():
        position = ledger.last_position()
        due = standings.due(now, position)
    for kind, subject_id in due:
        number += count(kind, subject_id, position)
        if clock.now() - begun > AT_A_TIME:
            break
    return number


def count(kind: SubjectKind, subject_id: int, position: int) -> bool:
    """Count one subject, without holding up any writer, and keep what was found; whether it is there."""
    begun = clock.now()
    with reading():
        db.session.expire_all()
        subject = subject_of(kind, subject_id)
        if subject is None:
            return False
        found, spoken = figures.count(subject), standings.spoken(subject)
    values = {
        "kind": kind,
        "subject_id": subject_id,
        "at": begun,
        "position": position,
        "seconds": (clock.now() - begun).total_seconds(),
        "figures": found.as_json(),
    }
    with unit_of_work():
        _keep(values)
        _keep_standings(subject, spoken)
    return True


def _keep(values: dict[str, Any]) -> None:
    """Keep the figures; two workers that counted the same keep theirs one after the other."""
    insert_or = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    db.session.execute(
        insert_or(ReachCount).values(**values).on_conflict_do_update(index_elements=("kind", "subject_id"), set_=values)
    )


def _keep_standings(subject: Subject, now: dict[Stakeholder, Spoken]) -> None:
    before = standings.kept_standings(subject)
    mine = {"kind": subject.kind, "subject_id": subject.id}
    for who, what in before.items():
        if now.get(who) != what:
            db.session.execute(delete(ReachStanding).filter_by(**mine, whom=who.kind, whom_id=who.id))
    rows = [
        {**mine, "whom": who.kind, "whom_id": who.id, "spoke": what.spoke, "drafts": what.drafts}
        for who, what in now.items()
        if before.get(who) != what
    ]
    if rows:
        db.session.execute(insert(ReachStanding), rows)
