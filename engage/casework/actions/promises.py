"""The rota, what the desk promises, and watching over both."""

from dataclasses import asdict, dataclass
from datetime import date

from flask import url_for

from engage.casework import mails, queries, verbs
from engage.casework.models import Duty, Holiday, Watch
from engage.core import cache, clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.messages import link
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_line
from engage.screening import queries as screening
from engage.screening.models import Absence, DeskTerms

BEFOREHAND = 1


def add_duty(
    actor: Viewer, *, account_id: int, starts: int, ends: int, weekday: int | None = None, day: date | None = None
) -> Duty:
    """Put somebody on the rota: every week, or on one day, which then takes the place of its weekday."""
    if starts >= ends:
        raise Refused("The end must be later than the beginning.", "ends")
    duty = Duty(account_id=account_id, weekday=None if day else weekday, day=day, starts=starts, ends=ends)
    db.session.add(duty)
    db.session.flush()
    ledger.record(verbs.DUTY_SET, subject_id=duty.id, actor_id=actor.account_id, account_id=account_id, added=True)
    return duty


def remove_duty(actor: Viewer, *, duty: Duty) -> None:
    """Take a duty off the rota."""
    db.session.delete(duty)
    ledger.record(
        verbs.DUTY_SET, subject_id=duty.id, actor_id=actor.account_id, account_id=duty.account_id, added=False
    )


@dataclass(frozen=True)
class Promise:
    """What the desk promises, and how it defends itself."""

    weekdays: str
    opens: int
    closes: int
    decide_hours: int
    appeal_days: int
    illegal_hours: int
    absent_minutes: int
    flood_source: int
    flood_thread: int
    slow_minutes: int
    slow_lasts: int


def save_terms(actor: Viewer, *, promise: Promise) -> DeskTerms:
    """Change what the desk promises; the public pages say it from now on."""
    if promise.opens >= promise.closes:
        raise Refused("The desk must close later than it opens.", "closes")
    row = db.session.get(DeskTerms, 1) or DeskTerms(id=1)
    for name, value in asdict(promise).items():
        setattr(row, name, value)
    db.session.add(row)
    ledger.record(verbs.TERMS_SAVED, subject_id=1, actor_id=actor.account_id)
    cache.bump(cache.SITE, screening.SCOPE)
    return row


def save_holiday(actor: Viewer, *, day: date, title: str) -> Holiday:
    """Let the desk rest on a day; with no title it works on that day after all."""
    row = db.session.get(Holiday, day) or Holiday(day=day)
    row.title = clean_line(title)
    db.session.add(row)
    ledger.record(
        verbs.HOLIDAY_SAVED, subject_id=0, actor_id=actor.account_id, day=day.isoformat(), works=not row.title
    )
    return row


def watch_duty() -> None:
    """Hold everything while nobody has been on duty for the set time, and end that when somebody is."""
    now, minutes, known = clock.now(), queries.terms().absent_minutes, queries.open_absence()
    unattended = minutes > 0 and queries.is_unattended(now, minutes)
    if unattended and known is None:
        absence = Absence(since=now)
        db.session.add(absence)
        db.session.flush()
        ledger.record(verbs.ABSENCE_BEGAN, subject_id=absence.id, actor_id=VISITOR.account_id)
        cache.bump(cache.SITE)
    elif known is not None and not (minutes and not queries.on_duty(now)):
        known.ended_at = now
        ledger.record(verbs.ABSENCE_ENDED, subject_id=known.id, actor_id=VISITOR.account_id)
        cache.bump(cache.SITE)


def watch_promise() -> Watch:
    """See how much is late or soon will be, for the banner; mail those on duty once for each first that is due."""
    now, calendar, hours = clock.now(), queries.calendar(), queries.terms().decide_hours
    row = queries.watch() or Watch(id=1)
    row.at = now
    row.late_before = calendar.before_hours(now, hours)
    row.soon_before = calendar.before_hours(now, max(hours - BEFOREHAND, 0))
    row.late = queries.waiting_since_before(row.late_before)
    soon = queries.waiting_since_before(row.soon_before)
    row.soon = soon - row.late
    longest = queries.longest_waiting()
    row.first_due = calendar.after_hours(longest, hours) if longest else None
    db.session.add(row)
    if soon and calendar.is_open(now):
        _tell(row)
    return row


def _tell(row: Watch) -> None:
    assert row.first_due is not None  # noqa: S101 - something waits
    url = link(url_for("moderation_staff.queue"))
    for address in queries.moderators_to_tell(row.at):
        outbox.put(mails.target_missed(address, row, url), key=f"target:{row.first_due:%Y%m%dT%H%M}:{address}")


def tell_of_flood(publication_id: int, title: str, minutes: int, position: int) -> None:
    """Tell those on duty that a thread was slowed down."""
    url = link(url_for("moderation_staff.queue", publication=publication_id))
    for address in queries.moderators_to_tell(clock.now()):
        outbox.put(mails.flood(address, title, minutes, url), key=f"flood:{position}:{address}")
