"""Noting who was told of what: by digests, newsletters and notices before the outbox forgets it, and by letters."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.consultations.models import Consultation, ConsultationPublication
from engage.core import clock, ledger
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import Viewer
from engage.directory.models import StakeholderKind
from engage.mail.models import MailRun
from engage.reach import verbs
from engage.reach.models import About, ReachCount, Route, SubjectKind, Telling, TellingRun
from engage.reach.queries import tellings
from engage.reach.queries.tellings import ROUTES, Thing

KEPT_FOR = timedelta(days=2 * 365)
SWEPT = 1000
LOOK_AGAIN = timedelta(minutes=1)
LOOK_AGAIN_AT_MANY = timedelta(minutes=30)
MANY = 5000
_KEY = ("about", "about_id", "whom", "whom_id", "route")


def note_tellings() -> None:
    """Note what has left since the last time."""
    with reading():
        due = tellings.runs_to_note(clock.now())
    for run_id in due:
        while _note_batch(run_id):
            pass


def _note_batch(run_id: int) -> bool:
    """Note the next messages of a run that have left; whether there may be more."""
    with reading():
        db.session.expire_all()
        run, known = db.session.get_one(MailRun, run_id), db.session.get(TellingRun, run_id)
        # Asked first: what leaves in between is found when the run is looked at again.
        under_way = tellings.is_under_way(run)
        rows = tellings.sent_of(run_id, known.last_message_id if known is not None else 0)
        people = tellings.whose({row.to for row in rows})
        told = {
            (thing, who): row.sent_at
            for row in rows
            for thing in tellings.things_in(run, row)
            for who in people[row.to]
        }
        many = run.message_count > MANY
    with unit_of_work():
        _keep([_values(thing, who, run, at) for (thing, who), at in told.items()])
        _mark_stale({thing for thing, _ in told})
        again_at = clock.now() + (LOOK_AGAIN_AT_MANY if many else LOOK_AGAIN) if under_way else None
        last = rows[-1].id if rows else 0
        db.session.merge(TellingRun(run_id=run_id, last_message_id=last, again_at=clock.now() if rows else again_at))
    return bool(rows)


def _values(thing: Thing, who: Any, run: MailRun, at: datetime | None) -> dict[str, Any]:
    facts = {"about": thing[0], "about_id": thing[1], "whom": who.kind, "whom_id": who.id}
    return {**facts, "route": ROUTES[run.kind], "at": at or run.started_at}


def take_letter_list(actor: Viewer, *, consultation: Consultation, contact_ids: Sequence[int]) -> None:
    """Note that somebody takes out where people live who are to be told of a consultation by letter."""
    numbers = ",".join(map(str, contact_ids))
    about: dict[str, Any] = {"subject_id": consultation.id, "actor_id": actor.account_id}
    ledger.record(verbs.LETTER_LIST_TAKEN, **about, contact_ids=numbers)


def note_letters(actor: Viewer, *, consultation: Consultation, contact_ids: Sequence[int]) -> int:
    """Note that people were told of a consultation by letter; how many."""
    if not contact_ids:
        return 0
    thing = {"about": About.CONSULTATION, "about_id": consultation.id, "whom": StakeholderKind.CONTACT}
    told = {**thing, "route": Route.LETTER, "at": clock.now()}
    _keep([{**told, "whom_id": contact_id} for contact_id in contact_ids])
    _mark_stale([(About.CONSULTATION, consultation.id)])
    about: dict[str, Any] = {"subject_id": consultation.id, "actor_id": actor.account_id}
    ledger.record(verbs.LETTERS_SENT, **about, contact_ids=",".join(map(str, contact_ids)))
    return len(contact_ids)


def _keep(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    statement = insert(Telling)
    newer = statement.excluded.at > Telling.at
    db.session.execute(
        statement.on_conflict_do_update(index_elements=_KEY, set_={"at": statement.excluded.at}, where=newer), rows
    )


def _mark_stale(things: Iterable[Thing]) -> None:
    """Have the figures of what was told of counted anew."""
    by_about: dict[About, set[int]] = {about: set() for about in About}
    for about, number in things:
        by_about[about].add(number)
    publications = by_about[About.PUBLICATION]
    about_them = ConsultationPublication.publication_id.in_(publications)
    consultations = by_about[About.CONSULTATION] | set(
        db.session.scalars(select(ConsultationPublication.consultation_id).where(about_them))
    )
    concerned = ConsultationPublication.consultation_id.in_(by_about[About.CONSULTATION])
    publications |= set(db.session.scalars(select(ConsultationPublication.publication_id).where(concerned)))
    for kind, ids in ((SubjectKind.PLAN, publications), (SubjectKind.CONSULTATION, consultations)):
        mine = (ReachCount.kind == kind, ReachCount.subject_id.in_(ids))
        db.session.execute(update(ReachCount).where(*mine).values(position=0))


def sweep() -> int:
    """Forget a batch of what was told long ago; gives the number of rows."""
    key = [getattr(Telling, name) for name in _KEY]
    with reading():
        old = db.session.execute(select(*key).where(Telling.at < clock.now() - KEPT_FOR).limit(SWEPT)).all()
    if old:
        with unit_of_work():
            db.session.execute(delete(Telling).where(tuple_(*key).in_([tuple(row) for row in old])))
    return len(old)
