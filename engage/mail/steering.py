"""What staff do with runs: hold back, let go on, stop, repeat, correct, and decide what the machine cannot know."""

import json
from dataclasses import replace

from sqlalchemy import select, update

from engage.core import cache, clock, ledger, outbox
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.messages import Message, MessageClass
from engage.core.outbox import OutboxMessage, OutboxState, Planned
from engage.core.permissions import Viewer
from engage.mail import contents, queries, runs, verbs
from engage.mail.actions_newsletters import ARCHIVE
from engage.mail.models import Frequency, MailRun, RunKind
from engage.mail.periods import Slot

BATCH = 1000
CANCELLED = "Staff cancelled the run."
CORRECTION = Message(
    "mail_correction",
    to="",
    subject="",
    text="",
    html="",
    message_class=MessageClass.SERVICE,
    basis="to put right what we sent to this reader",
)


def pause(actor: Viewer, *, run: MailRun) -> None:
    """Hold back what has not left; safe to repeat."""
    if run.paused_at is None and run.cancelled_at is None:
        run.paused_at = clock.now()
        ledger.record(verbs.RUN_PAUSED, subject_id=run.id, actor_id=actor.account_id)


def resume(actor: Viewer, *, run: MailRun) -> None:
    """Let what was held back leave; safe to repeat."""
    if run.paused_at is not None:
        run.paused_at = None
        outbox.wake_after_commit()
        ledger.record(verbs.RUN_RESUMED, subject_id=run.id, actor_id=actor.account_id)


def cancel(actor: Viewer, *, run: MailRun) -> None:
    """Stop a run for good: nothing of it leaves any more; a message under way may still arrive. Safe to repeat."""
    if run.cancelled_at is None:
        run.cancelled_at = clock.now()
        run.finished_at = run.finished_at or clock.now()
        if run.kind is RunKind.NEWSLETTER:
            cache.bump(ARCHIVE)
        ledger.record(verbs.RUN_CANCELLED, subject_id=run.id, actor_id=actor.account_id)


def retry(actor: Viewer, *, run: MailRun) -> int:
    """Have what failed of a run tried again from the beginning; gives the number."""
    failed = (OutboxMessage.run_id == run.id, OutboxMessage.state == OutboxState.FAILED)
    fresh = {"state": OutboxState.PLANNED, "attempts": 0, "due_at": clock.now(), "settled_at": None}
    changed = update(OutboxMessage).where(*failed).values(fresh).returning(OutboxMessage.id)
    number = len(db.session.scalars(changed.execution_options(synchronize_session=False)).all())
    if number:
        outbox.wake_after_commit()
        ledger.record(verbs.OUTBOX_RETRIED, subject_id=run.id, actor_id=actor.account_id, messages=number)
    return number


def repeat(actor: Viewer, *, run: MailRun) -> None:
    """Send again a run that a restored backup did not know; each message has the Message-ID that it had then."""
    if run.note != runs.RESTORED:
        raise Refused("Only a run from before a restored backup can be sent again.")
    run.finished_at, run.note, run.last_person_id = None, "", 0
    ledger.record(verbs.RUN_REPEATED, subject_id=run.id, actor_id=actor.account_id)


def decide(actor: Viewer, *, frequency: Frequency, slot: Slot, send: bool) -> None:
    """Settle a doubt about what is due: send what has gathered, or leave it out and go on from here."""
    found = runs.standing(frequency, slot)
    if found.doubt is not runs.Doubt.LATE:
        raise Refused("This has been decided meanwhile.")
    run = runs.begin(found) if send else runs.skip(found)
    ledger.record(verbs.RUN_DECIDED, subject_id=run, actor_id=actor.account_id, sent=send)


def correct(actor: Viewer, *, run: MailRun, publication_id: int, subject: str, text: str) -> int:
    """Write to those who were told of a publication in a run; gives the run of the correction. Once for each."""
    period = f"{run.id}:{publication_id}"
    if db.session.scalar(select(MailRun.id).where(MailRun.kind == RunKind.CORRECTION, MailRun.period == period)):
        raise Refused("A correction about this has been sent to the readers of this run.")
    now = clock.now()
    made = MailRun(kind=RunKind.CORRECTION, period=period, due_at=now, started_at=now)
    made.note = json.dumps({"subject": subject, "text": text})
    db.session.add(made)
    db.session.flush()
    ledger.record(
        verbs.CORRECTION_SENT,
        subject_id=made.id,
        actor_id=actor.account_id,
        run_id=run.id,
        publication_id=publication_id,
    )
    return made.id


def work_off() -> bool:
    """Do the next thousand of what staff asked for; whether there was anything."""
    with unit_of_work():
        return _drop_cancelled() or _plan_correction()


def _drop_cancelled() -> bool:
    cancelled = select(MailRun.id).where(MailRun.cancelled_at.is_not(None))
    waiting = (
        select(OutboxMessage.id)
        .where(OutboxMessage.settled_at.is_(None), OutboxMessage.run_id.in_(cancelled))
        .where(OutboxMessage.state != OutboxState.ATTEMPTING)
        .limit(BATCH)
    )
    dropped = {"state": OutboxState.DROPPED, "settled_at": clock.now(), "last_error": CANCELLED, "text": "", "html": ""}
    changed = update(OutboxMessage).where(OutboxMessage.id.in_(waiting)).values(dropped).returning(OutboxMessage.id)
    return bool(db.session.scalars(changed.execution_options(synchronize_session=False)).all())


def _plan_correction() -> bool:
    """Go through the messages of the run that is corrected; `last_person_id` is the message that it came to."""
    run = queries.hold_unfinished(RunKind.CORRECTION)
    if run is None:
        return False
    told_in, publication_id = map(int, run.period.split(":"))
    rows = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.run_id == told_in, OutboxMessage.state == OutboxState.SENT)
        .where(OutboxMessage.id > run.last_person_id)
        .order_by(OutboxMessage.id)
        .limit(BATCH)
    ).all()
    people = [_corrected(run, row) for row in rows if contents.tells_of(row.contents, publication_id)]
    outbox.put_planned(replace(CORRECTION, subject=json.loads(run.note)["subject"]), people, run_id=run.id)
    run.message_count += len(people)
    if rows:
        run.last_person_id = rows[-1].id
    else:
        run.finished_at = clock.now()
    return True


def _corrected(run: MailRun, row: OutboxMessage) -> Planned:
    return Planned(
        key=f"correction:{run.period}:{row.person_id}",
        to=row.to,
        person_id=row.person_id or 0,
        subject=json.loads(run.note)["subject"],
        contents=f"[{run.id}]",
        due_at=clock.now(),
    )
