"""Sending newsletters: one run for each, planned a thousand at a time, and never a second one."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from engage.core import cache, clock, ledger, outbox
from engage.core.database import after_commit, db, unit_of_work
from engage.core.outbox import Planned
from engage.mail import newsletter_people, queries, runs, verbs, witness
from engage.mail.actions import ensure_subscribers
from engage.mail.actions_newsletters import ARCHIVE
from engage.mail.kinds import NEWSLETTERS
from engage.mail.models import MailRun, Newsletter, NewsletterItem, RunKind
from engage.mail.planning import Pace
from engage.mail.queries_newsletters import items, newsletter_of

NAME = "newsletter"


def start_due() -> None:
    """Start the run of each newsletter whose time has come, within the last seven days."""
    with unit_of_work():
        now = clock.now()
        due = (Newsletter.run_id.is_(None), Newsletter.send_at <= now, Newsletter.send_at > now - runs.CATCH_UP)
        wanted = select(Newsletter).where(*due).order_by(Newsletter.send_at, Newsletter.id)
        for row in db.session.scalars(wanted.with_for_update(skip_locked=True)):
            _start(row)


def _start(row: Newsletter) -> None:
    """Start a run; one that this machine saw start before a backup was restored counts as sent."""
    assert row.send_at is not None  # noqa: S101 - it is due
    key = f"{row.id} {row.send_at.isoformat()}"
    seen, now = witness.newest(RunKind.NEWSLETTER, key), clock.now()
    run = MailRun(kind=RunKind.NEWSLETTER, period=str(row.id), title=row.title, due_at=row.send_at, started_at=now)
    if seen is not None:
        run.started_at, run.finished_at, run.note = seen.started_at, now, runs.RESTORED
    db.session.add(run)
    db.session.flush()
    row.run_id, row.sent_at = run.id, run.started_at
    cache.bump(ARCHIVE)
    ledger.record(
        verbs.NEWSLETTER_SENT,
        subject_id=row.id,
        actor_id=None,
        run_id=run.id,
        target_kind=row.target_kind.value if row.target_kind else None,
        target_id=row.target_id,
        list_id=row.list_id,
    )
    after_commit(partial(witness.note, RunKind.NEWSLETTER, key, witness.Seen(run.period, run.due_at, run.started_at)))


def work_off() -> bool:
    """Plan the next thousand messages of the oldest run that is not finished; whether there was anything."""
    with unit_of_work():
        run = queries.hold_unfinished(RunKind.NEWSLETTER)
        if run is None:
            return False
        _plan(run)
        return True


def _plan(run: MailRun) -> None:
    newsletter = newsletter_of(run)
    found = newsletter_people.page(newsletter, run.note)
    emails = list(dict.fromkeys(one.email for one in found.people if not one.why_not))
    numbers, pace = ensure_subscribers(emails), Pace(run.id)
    planned = queries.planned_people(run.id, numbers.values())
    contents = _contents(items(newsletter.id))
    people = [
        Planned(
            key=f"newsletter:{newsletter.id}:{numbers[email]}",
            to=email,
            person_id=numbers[email],
            subject=newsletter.title,
            contents=contents,
            due_at=pace.due_at(email),
        )
        for email in emails
        if numbers[email] not in planned
    ]
    outbox.put_planned(NEWSLETTERS.sample(NAME), people, run_id=run.id)
    run.message_count += len(people)
    run.note = found.cursor or ""
    run.finished_at = clock.now() if found.cursor is None else None


def _contents(rows: Sequence[NewsletterItem]) -> str:
    """What the message tells of, so that a correction finds those whom it told."""
    return f"[{len(rows)}{''.join(f',[{number}]' for number in sorted({row.publication_id for row in rows}))}]"
